// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The API's answers about the insights of a session that had one incident.

#include "app/api/api_service.h"
#include "tests/app/empty_session.h"
#include "tests/core/incident.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class InsightOperationsTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void summariesNeedAGroup();
    void summariesTellTheIncident();
    void summariesAreOfARangeAndAState_data();
    void summariesAreOfARangeAndAState();
    void anInsightIsFoundByItsId();
    void eventsComeInPages();
    void theImpactGraphLeadsToTheRootCause();

private:
    ApiAnswer ask(const QString& path, const QJsonObject& input)
    {
        return m_service->answer(path, QJsonDocument(input).toJson(), u"127.0.0.1:1"_s, {});
    }
    QJsonObject answer(const QString& path, const QJsonObject& input)
    {
        const ApiAnswer answer = ask(path, input);
        if (answer.status != 200) {
            qWarning("%s", answer.body.constData());
        }
        return QJsonDocument::fromJson(answer.body).object();
    }
    QJsonObject summary();

    int m_now = 60; // minutes
    std::unique_ptr<TraceSource> m_source;
    test::MemoryState m_state;
    std::unique_ptr<SegmentSink> m_sink;
    std::unique_ptr<ApiService> m_service;
};

namespace {

struct IncidentSource : test::EmptySource {
    Result<std::vector<GraphBucket>> graphSeries(const TraceSelection& selection, Duration, std::stop_token) override
    {
        return selection.filter.isEmpty() ? test::incident() : std::vector<GraphBucket>();
    }
    Result<ServiceGraph> serviceGraph(const TraceSelection& selection, std::stop_token) override
    {
        ServiceGraph sum;
        for (const GraphBucket& minute : test::incident()) {
            if (selection.range.contains(minute.begin)) {
                sum.add(minute.graph);
            }
        }
        return sum;
    }
};

double seconds(int minute)
{
    return toEpochSeconds(test::minute(minute));
}

QJsonObject hour()
{
    return {{u"GroupName"_s, u"Default"_s}, {u"StartTime"_s, seconds(0)}, {u"EndTime"_s, seconds(60)}};
}

QJsonObject with(QJsonObject input, const QString& member, const QJsonValue& value)
{
    input.insert(member, value);
    return input;
}

struct NoSink : SegmentSink {
    bool put(ReceivedDocument&&) override { return false; }
};

} // namespace

void InsightOperationsTest::init()
{
    m_now = 60;
    m_source = std::make_unique<IncidentSource>();
    m_sink = std::make_unique<NoSink>();
    ApiContext context{*m_source, *m_sink, m_state};
    context.clock = [this] { return test::minute(m_now); };
    m_service = std::make_unique<ApiService>(context, insightOperations());
}

QJsonObject InsightOperationsTest::summary()
{
    return answer(u"/InsightSummaries"_s, hour()).value(u"InsightSummaries")[0].toObject();
}

void InsightOperationsTest::summariesNeedAGroup()
{
    QJsonObject input = hour();
    input.remove(u"GroupName"_s);
    QCOMPARE(ask(u"/InsightSummaries"_s, input).errorType, u"InvalidRequestException"_s);
    QCOMPARE(ask(u"/InsightSummaries"_s, with(input, u"GroupName"_s, u"nobody"_s)).status, 400);
    QCOMPARE(ask(u"/InsightSummaries"_s, with(hour(), u"MaxResults"_s, 101)).status, 400);
    QCOMPARE(ask(u"/InsightSummaries"_s, hour()).status, 200);
}

void InsightOperationsTest::summariesTellTheIncident()
{
    QJsonObject found = summary();
    QCOMPARE(found.take(u"InsightId"_s).toString().size(), 36);
    QVERIFY(found.take(u"Summary"_s).toString().startsWith(u"35 of 60 requests to Items ended in faults"_s));
    const QJsonObject table{
        {u"Name"_s, u"Items"_s}, {u"Names"_s, QJsonArray{u"Items"_s}}, {u"Type"_s, u"AWS::DynamoDB::Table"_s}};
    QCOMPARE(found.value(u"TopAnomalousServices").toArray().size(), 3);
    QCOMPARE(found.take(u"TopAnomalousServices"_s)[0][u"ServiceId"].toObject(), table);
    QVERIFY(found.take(u"GroupARN"_s).toString().contains(u":group/Default"_s));
    QCOMPARE(found,
        (QJsonObject{{u"GroupName"_s, u"Default"_s}, {u"RootCauseServiceId"_s, table},
            {u"Categories"_s, QJsonArray{u"FAULT"_s}}, {u"State"_s, u"CLOSED"_s}, {u"StartTime"_s, seconds(30)},
            {u"EndTime"_s, seconds(33)}, {u"LastUpdateTime"_s, seconds(33)},
            {u"ClientRequestImpactStatistics"_s,
                QJsonObject{{u"FaultCount"_s, 20}, {u"OkCount"_s, 40}, {u"TotalCount"_s, 60}}},
            {u"RootCauseServiceRequestImpactStatistics"_s,
                QJsonObject{{u"FaultCount"_s, 35}, {u"OkCount"_s, 25}, {u"TotalCount"_s, 60}}}}));
}

void InsightOperationsTest::summariesAreOfARangeAndAState_data()
{
    QTest::addColumn<int>("start");
    QTest::addColumn<int>("end");
    QTest::addColumn<int>("now");
    QTest::addColumn<QString>("state");
    QTest::addColumn<int>("count");
    QTest::newRow("any") << 0 << 60 << 60 << QString() << 1;
    QTest::newRow("closed") << 0 << 60 << 60 << u"CLOSED"_s << 1;
    QTest::newRow("not active any more") << 0 << 60 << 60 << u"ACTIVE"_s << 0;
    QTest::newRow("still active") << 0 << 60 << 34 << u"ACTIVE"_s << 1;
    QTest::newRow("to its end") << 30 << 33 << 60 << QString() << 1;
    QTest::newRow("began before") << 31 << 60 << 60 << QString() << 0;
    QTest::newRow("ended after") << 0 << 32 << 60 << QString() << 0;
    QTest::newRow("has not ended") << 0 << 32 << 34 << QString() << 1;
}

void InsightOperationsTest::summariesAreOfARangeAndAState()
{
    QFETCH(int, start);
    QFETCH(int, end);
    QFETCH(int, now);
    QFETCH(QString, state);
    QFETCH(int, count);
    m_now = now;
    QJsonObject input = with(with(hour(), u"StartTime"_s, seconds(start)), u"EndTime"_s, seconds(end));
    if (!state.isEmpty()) {
        input.insert(u"States"_s, QJsonArray{state});
    }
    const QJsonArray found = answer(u"/InsightSummaries"_s, input).value(u"InsightSummaries").toArray();
    QCOMPARE(found.size(), count);
    QCOMPARE(!found.isEmpty() && found[0][u"EndTime"].isUndefined(), count == 1 && now == 34);
}

void InsightOperationsTest::anInsightIsFoundByItsId()
{
    QJsonObject expected = summary();
    expected.remove(u"LastUpdateTime"_s);
    const QJsonValue id = expected.value(u"InsightId");
    QCOMPARE(answer(u"/Insight"_s, {{u"InsightId"_s, id}}).value(u"Insight").toObject(), expected);
    QCOMPARE(ask(u"/Insight"_s, {{u"InsightId"_s, u"00000000-0000-1000-8000-000000000000"_s}}).status, 400);
    QCOMPARE(ask(u"/Insight"_s, {{u"InsightId"_s, u"00000000-0000-9000-8000-000000000000"_s}}).status, 400);
}

void InsightOperationsTest::eventsComeInPages()
{
    QJsonObject input{{u"InsightId"_s, summary().value(u"InsightId")}, {u"MaxResults"_s, 2}};
    const QJsonObject first = answer(u"/InsightEvents"_s, input);
    QCOMPARE(first.value(u"InsightEvents").toArray().size(), 2);
    QCOMPARE(first.value(u"InsightEvents")[1][u"EventTime"].toDouble(), seconds(32));
    input.insert(u"NextToken"_s, first.value(u"NextToken"));
    const QJsonObject second = answer(u"/InsightEvents"_s, input);
    QCOMPARE(second.value(u"InsightEvents").toArray().size(), 1);
    QVERIFY(!second.contains(u"NextToken"_s));
}

void InsightOperationsTest::theImpactGraphLeadsToTheRootCause()
{
    QJsonObject input = hour();
    input.remove(u"GroupName"_s);
    input.insert(u"InsightId"_s, summary().value(u"InsightId"));
    const QJsonObject graph = answer(u"/InsightImpactGraph"_s, input);
    QCOMPARE(graph.value(u"ServiceGraphStartTime").toDouble(), seconds(30));
    QStringList nodes;
    for (const QJsonValue service : graph.value(u"Services").toArray()) {
        QVERIFY(!service.toObject().contains(u"SummaryStatistics"_s));
        nodes.append(service[u"Name"].toString() + u' ' + service[u"Type"].toString());
    }
    nodes.sort();
    QCOMPARE(nodes, (QStringList{u"Items AWS::DynamoDB::Table"_s, u"shop "_s, u"shop client"_s, u"stock "_s}));
}

QTEST_GUILESS_MAIN(InsightOperationsTest)
#include "insight_operations_test.moc"
