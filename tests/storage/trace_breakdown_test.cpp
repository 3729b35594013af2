// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/filter/filter_evaluation.h"
#include "storage/database.h"
#include "storage/trace_breakdown.h"
#include "tests/storage/session_fixture.h"
#include "tests/storage/traffic.h"

#include <map>
#include <set>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

class TraceBreakdownTest : public QObject {
    Q_OBJECT

private slots:
    void countsWhatEachClauseFinds();
    void leavesRequestsInProgressOutOfTheTimes();
    void saysWhereFaultsBegan();
    void saysWhenMoreAreSelectedThanCounted();
    void offersTheSessionsOwnWords_data();
    void offersTheSessionsOwnWords();

private:
    std::unique_ptr<Session> sessionOfShops();

    QTemporaryDir m_folder;
    int m_files = 0;
};

// 40 requests: every fourth answers 500, every tenth is a POST; customers c0 to c4, of whom odd ones are vip.
std::unique_ptr<Session> TraceBreakdownTest::sessionOfShops()
{
    auto session = opened(m_folder.filePath(u"%1.fluoro"_s.arg(++m_files)));
    const QList<QByteArray> kinds{"TimeoutError", "KeyError", "OSError"};
    for (int i = 0; i < 40; ++i) {
        const QByteArray n = QByteArray::number(i % 5);
        const QByteArray request = R"(,"user":"u)" + n + R"(","http":{"request":{"method":")"
            + (i % 10 == 0 ? "POST" : "GET") + R"(","url":"http://shop/)" + n + R"("},"response":{"status":)"
            + (i % 4 == 0 ? "500" : "200") + R"(}},"annotations":{"customer":"c)" + n + R"(","vip":)"
            + (i % 2 == 1 ? "true" : "false") + R"(,"order":)" + QByteArray::number(1000 + i) + '}'
            + (i % 4 == 0 ? R"(,"fault":true,"cause":{"exceptions":[{"id":"ab","type":")" + kinds[i % 3] + R"("}]})"
                          : "");
        session->sink().put(received(documentText({.trace = traceNumber(i),
            .id = segmentNumber(i),
            .start = kStart + i,
            .seconds = 0.01 * (i + 1),
            .name = i % 8 == 0 ? "back office" : "shop",
            .extra = request})));
    }
    session->flush();
    return session;
}

void TraceBreakdownTest::countsWhatEachClauseFinds()
{
    const auto session = sessionOfShops();
    TraceSource& source = session->source();
    for (const QString& filter : {u""_s, u"fault"_s, u"message CONTAINS \"x\" OR annotation.vip = true"_s}) {
        const TraceSelection selection{{}, parseFilter(filter).value()};
        const TraceStatistics statistics = valueOf(source.statistics(selection, 3, {}));
        const TracePage page = valueOf(source.traces({.selection = selection}, {}));
        QCOMPARE(statistics.traces, page.total);
        QVERIFY(statistics.traces > 0);
        CallStatistics requests;
        for (const TraceRow& row : page.rows) {
            requests.totalResponseTime += row.responseTime;
            ++requests.responseTimes[(row.responseTime.count() + 500) / 1000];
            ++(row.outcome() == Outcome::Fault ? requests.fault : requests.ok);
        }
        QCOMPARE(statistics.requests, requests);
        std::set<std::pair<FacetKind, QString>> seen;
        for (const Facet& facet : statistics.facets) {
            seen.emplace(facet.kind, facet.key);
            QVERIFY(!facet.values.empty() && facet.values.size() <= 3);
            qint64 before = std::numeric_limits<qint64>::max();
            for (const FacetValue& value : facet.values) {
                const TraceSelection narrowed{{}, FilterExpression::allOf({selection.filter, value.clause})};
                const qint64 found = valueOf(source.traces({.selection = narrowed}, {})).total;
                QVERIFY2(found == value.traces, qPrintable(value.clause.text()));
                QVERIFY(value.traces <= before && value.traces > 0);
                before = value.traces;
            }
        }
        QVERIFY(seen.contains({FacetKind::Service, QString()}) && seen.contains({FacetKind::Url, QString()})
            && seen.contains({FacetKind::Method, QString()}) && seen.contains({FacetKind::User, QString()})
            && seen.contains({FacetKind::Status, QString()}) && seen.contains({FacetKind::Annotation, u"vip"_s})
            && seen.contains({FacetKind::Annotation, u"customer"_s}));
        const bool hasFaults = statistics.requests.fault > 0;
        QCOMPARE(seen.contains({FacetKind::FaultCause, {}}), hasFaults);
        QCOMPARE(seen.contains({FacetKind::FaultException, {}}), hasFaults);
        QVERIFY(!seen.contains({FacetKind::Annotation, u"order"_s})); // each its own: tells no two apart
    }
}

// The service that failed is counted, not the one that passed it on; and the table says what the traces themselves say.
void TraceBreakdownTest::leavesRequestsInProgressOutOfTheTimes()
{
    const auto session = sessionOfShops();
    const TraceStatistics before = valueOf(session->source().statistics({}, 100, {}));
    session->sink().put(received(documentText({.trace = traceNumber(99),
        .id = segmentNumber(99),
        .start = kStart + 99,
        .seconds = -1,
        .extra = R"(,"http":{"request":{"method":"HEAD"}})"})));
    session->flush();
    const TraceStatistics after = valueOf(session->source().statistics({}, 100, {}));
    QCOMPARE(after.traces, before.traces + 1);
    QCOMPARE(after.requests, before.requests);
    const TracePage page = valueOf(session->source().traces({.limit = 1}, {}));
    QVERIFY(page.rows.front().isUnanswered && page.rows.front().isPartial);
    const auto method = std::find_if(
        after.facets.begin(), after.facets.end(), [](const Facet& facet) { return facet.kind == FacetKind::Method; });
    QVERIFY(std::any_of(
        method->values.begin(), method->values.end(), [](const FacetValue& value) { return value.label == u"HEAD"; }));
}

void TraceBreakdownTest::saysWhereFaultsBegan()
{
    auto session = opened(m_folder.filePath(u"causes.fluoro"_s));
    for (int i = 0; i < 6; ++i) {
        const SegmentId call = segmentNumber(100 + i);
        const bool fails = i != 5;
        session->sink().put(received(documentText({.trace = traceNumber(i),
            .id = segmentNumber(i),
            .name = "front",
            .extra = QByteArray(fails ? R"(,"fault":true)" : "") + R"(,"subsegments":[{"id":")"
                + call.toString().toUtf8() + R"(","name":"back","namespace":"remote","start_time":1700000000,)"
                + (fails ? R"("fault":true,)" : "") + R"("end_time":1700000000.1}])"})));
        session->sink().put(received(documentText({.trace = traceNumber(i),
            .id = segmentNumber(200 + i),
            .name = i % 2 ? "stock" : "orders & co",
            .parent = call,
            .extra =
                fails ? R"(,"fault":true,"cause":{"exceptions":[{"id":"ab","type":"Late"},{"type":"Worse"}]})" : ""})));
    }
    session->flush();
    TraceSource& source = session->source();
    QHash<QString, qint64> causes;
    for (const Facet& facet : valueOf(source.statistics({}, 9, {})).facets) {
        for (const FacetValue& value : facet.values) {
            if (facet.kind != FacetKind::FaultCause && facet.kind != FacetKind::FaultException) {
                continue;
            }
            causes[value.label] = value.traces;
            qint64 met = 0;
            for (int i = 0; i < 6; ++i) {
                met += matches(value.clause, FilterSubject(valueOf(source.trace(traceNumber(i), {})))) ? 1 : 0;
            }
            QCOMPARE(met, value.traces);
            QCOMPARE(valueOf(source.traces({.selection = {{}, value.clause}}, {})).total, value.traces);
            const FilterExpression none = FilterExpression::notOf(value.clause);
            QCOMPARE(valueOf(source.traces({.selection = {{}, none}}, {})).total, 6 - value.traces);
            QCOMPARE(parseFilter(value.clause.text()).value(), value.clause);
        }
    }
    QCOMPARE(causes, (QHash<QString, qint64>{{u"stock"_s, 2}, {u"orders & co"_s, 3}, {u"Late"_s, 5}, {u"Worse"_s, 5}}));
}

void TraceBreakdownTest::saysWhenMoreAreSelectedThanCounted()
{
    const QString file = m_folder.filePath(u"%1.fluoro"_s.arg(m_files + 1));
    const auto session = sessionOfShops();
    const auto database = openForReading(file, Reading::Beside);
    const TraceStatistics all = breakDown(*database, {}, 3, {}, 40);
    QCOMPARE(all.traces, 40);
    QVERIFY(!all.isNewestOnly);
    const TraceStatistics newest = breakDown(*database, {}, 3, {}, 10);
    QCOMPARE(newest.traces, 10);
    QVERIFY(newest.isNewestOnly);
    QCOMPARE(newest.requests.responseTimes.begin()->first, 310); // ms, of number 30
}

void TraceBreakdownTest::offersTheSessionsOwnWords_data()
{
    QTest::addColumn<QString>("text"); // up to the cursor
    QTest::addColumn<QStringList>("words");
    QTest::newRow("services") << u"service("_s << QStringList{u"\"back office\""_s, u"\"shop\""_s};
    QTest::newRow("keys") << u"annotation."_s << QStringList{u"customer"_s, u"order"_s, u"vip"_s};
    QTest::newRow("values") << u"annotation.customer = \"c"_s
                            << QStringList{u"\"c0\""_s, u"\"c1\""_s, u"\"c2\""_s, u"\"c3\""_s, u"\"c4\""_s};
    QTest::newRow("truth") << u"annotation.vip = "_s << QStringList{u"false"_s, u"true"_s};
    QTest::newRow("part of a word") << u"annotation.customer = 3"_s << QStringList{u"\"c3\""_s};
    QTest::newRow("methods") << u"http.method = "_s << QStringList{u"\"GET\""_s, u"\"POST\""_s};
    QTest::newRow("users") << u"user = \"U4"_s << QStringList{u"\"u4\""_s};
    QTest::newRow("nothing to name") << u"duration > "_s << QStringList();
}

void TraceBreakdownTest::offersTheSessionsOwnWords()
{
    QFETCH(QString, text);
    const auto session = sessionOfShops();
    const FilterCompletion completion = completeFilter(text, text.size());
    QTEST(valueOf(session->source().filterWords(completion, text.mid(completion.position), 10, {})), "words");
}

QTEST_GUILESS_MAIN(TraceBreakdownTest)
#include "trace_breakdown_test.moc"
