// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Insights of incidents that are plain to see: where each began, how long it lasted, whom it reached.

#include "core/insight/insight.h"
#include "tests/core/incident.h"

#include <QRegularExpression>
#include <QTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class InsightTest : public QObject {
    Q_OBJECT

private slots:
    void quietIsNoInsight();
    void tooLittleIsNoInsight();
    void aFewFaultsAreNoInsight();
    void oneMinuteALittleAboveIsNoInsight();
    void chanceIsNoInsight();
    void theDeepestServiceIsTheRootCause();
    void tellsWhomItReached();
    void isActiveWhileItMayGoOn();
    void aPauseEndsIt();
    void servicesThatDoNotCallOneAnotherFailApart();
    void isFoundAgainUnderItsId();
    void clientsLeadUpstream();
};

void InsightTest::quietIsNoInsight()
{
    QVERIFY(insightsOf({}, u"Default"_s, minute(0)).empty());
    QVERIFY(insightsOf(quiet(120), u"Default"_s, minute(120)).empty());
    std::vector<GraphBucket> steady;
    for (int i = 0; i < 120; ++i) {
        add(steady, i, {.shop = 8, .stock = 10, .table = 10});
    }
    QVERIFY(insightsOf(steady, u"Default"_s, minute(120)).empty());
}

void InsightTest::tooLittleIsNoInsight()
{
    std::vector<GraphBucket> series = quiet(9);
    add(series, 9, {.shop = 20});
    QVERIFY(insightsOf(series, u"Default"_s, minute(10)).empty());
}

void InsightTest::aFewFaultsAreNoInsight()
{
    std::vector<GraphBucket> series = quiet(60);
    add(series, 60, {.shop = 2});
    QVERIFY(insightsOf(series, u"Default"_s, minute(61)).empty());
}

void InsightTest::oneMinuteALittleAboveIsNoInsight()
{
    std::vector<GraphBucket> usual; // a tenth of the requests fail
    for (int i = 0; i < 60; ++i) {
        add(usual, i, {.shop = 2});
    }
    std::vector<GraphBucket> once = usual;
    add(once, 60, {.shop = 9});
    QVERIFY(insightsOf(once, u"Default"_s, minute(61)).empty());
    add(once, 61, {.shop = 9});
    QCOMPARE(insightsOf(once, u"Default"_s, minute(62)).size(), 1U);
    add(usual, 60, {.shop = 18});
    QCOMPARE(insightsOf(usual, u"Default"_s, minute(61)).size(), 1U);
}

void InsightTest::chanceIsNoInsight()
{
    std::mt19937 random(11);
    std::binomial_distribution<qint64> rare(20, 0.02);
    std::binomial_distribution<qint64> often(20, 0.2);
    std::vector<GraphBucket> series;
    for (int i = 0; i < 3 * 1440; ++i) { // three days of four services
        add(series, i, {.shop = rare(random), .stock = often(random), .table = rare(random), .mail = often(random)});
    }
    const auto found = insightsOf(series, u"Default"_s, minute(3 * 1440));
    QVERIFY2(found.size() <= 2, qPrintable(QString::number(found.size())));
}

void InsightTest::theDeepestServiceIsTheRootCause()
{
    const auto insights = insightsOf(incident(), u"Default"_s, minute(33));
    QCOMPARE(insights.size(), 1U);
    QCOMPARE(insights[0].rootCause, kTable);
    QCOMPARE(insights[0].start, minute(30));
    QCOMPARE(insights[0].end, minute(33));
    QCOMPARE(insights[0].state.anomalous, (std::vector<ServiceKey>{kTable, kStock, kShop}));
}

void InsightTest::tellsWhomItReached()
{
    const Insight insight = insightsOf(incident(), u"Default"_s, minute(33)).at(0);
    QCOMPARE(insight.state.clients, (ImpactStatistics{20, 40, 60}));
    QCOMPARE(insight.state.rootCause, (ImpactStatistics{35, 25, 60}));
    QVERIFY(insight.state.summary.startsWith(u"35 of 60 requests to Items ended in faults; no more than "_s));
    QVERIFY(insight.state.summary.endsWith(u"Of 60 requests that clients made, 20 did."_s));
    QCOMPARE(insight.events.size(), 3U);
    QCOMPARE(insight.events[0].time, minute(31));
    QCOMPARE(insight.events[0].state.rootCause, (ImpactStatistics{10, 10, 20}));
    QCOMPARE(insight.events[0].state.anomalous, std::vector<ServiceKey>{kTable});
    QCOMPARE(insight.events[2].state.rootCause, insight.state.rootCause);
}

void InsightTest::isActiveWhileItMayGoOn()
{
    const auto active = [](int now) { return insightsOf(incident(), u"Default"_s, minute(now)).at(0).active; };
    QVERIFY(active(33));
    QVERIFY(active(37));
    QVERIFY(!active(38));
}

void InsightTest::aPauseEndsIt()
{
    std::vector<GraphBucket> series = incident();
    add(series, 38, {.table = 20}); // five quiet minutes between: still the same
    QCOMPARE(insightsOf(series, u"Default"_s, minute(39)).size(), 1U);
    add(series, 45, {.table = 20});
    const auto insights = insightsOf(series, u"Default"_s, minute(46));
    QCOMPARE(insights.size(), 2U);
    QVERIFY(!insights[0].active && insights[1].active);
    QCOMPARE(insights[0].end, minute(39));
    QCOMPARE(insights[1].start, minute(45));
}

void InsightTest::servicesThatDoNotCallOneAnotherFailApart()
{
    std::vector<GraphBucket> series = quiet(30);
    add(series, 30, {.shop = 15, .mail = 5});
    add(series, 31, {.shop = 15, .mail = 5});
    const auto insights = insightsOf(series, u"Default"_s, minute(32));
    QCOMPARE(insights.size(), 2U);
    QVERIFY(insights[0].rootCause != insights[1].rootCause);
    const Insight& mail = insights[insights[0].rootCause == kMail ? 0 : 1];
    QCOMPARE(mail.rootCause, kMail);
    QCOMPARE(mail.state.clients, ImpactStatistics()); // nobody calls it
    QVERIFY(!mail.state.summary.contains(u"clients"));
}

void InsightTest::isFoundAgainUnderItsId()
{
    static const QRegularExpression uuid(
        u"^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$"_s);
    const Insight before = insightsOf(incident(), u"Default"_s, minute(33)).at(0);
    QVERIFY2(uuid.match(before.id).hasMatch(), qPrintable(before.id));
    std::vector<GraphBucket> series = incident();
    add(series, 33, {.shop = 20, .table = 20});
    QCOMPARE(insightsOf(series, u"Default"_s, minute(60)).at(0).id, before.id);
    QVERIFY(insightsOf(incident(), u"Other"_s, minute(33)).at(0).id != before.id);
}

void InsightTest::clientsLeadUpstream()
{
    const ServiceGraph graph = upstreamOf(quiet(1).at(0).graph, kStock);
    QCOMPARE(graph.services.size(), 3U);
    QVERIFY(graph.find(kClient) && graph.find(kShop) && graph.find(kStock));
    QCOMPARE(graph.edges.size(), 2U);
}

QTEST_GUILESS_MAIN(InsightTest)
#include "insight_test.moc"
