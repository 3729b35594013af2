// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The reference's worked example (appendix A): two documents, and every number that X-Ray answers with.
//
// Where ours differs on purpose: a document that arrived whole is given back as it arrived, so that its subsegment for
// DynamoDB has no resource_names; only the inferred segment has. Lists are in our order: the reference has none.

#include "core/graph/graph_json.h"
#include "core/segment/datagram.h"
#include "core/trace/trace_json.h"
#include "tests/core/documents.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class WorkedExampleTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void batchGetTraces();
    void inferredSegment();
    void traceSummary();
    void faultRootCause();
    void serviceGraph_data();
    void serviceGraph();
    void edgeIsTheCallersView();

private:
    Trace m_trace;
    QByteArrayList m_documents;
};

namespace {

QJsonObject objectOf(const QByteArray& text)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    Q_ASSERT_X(error.error == QJsonParseError::NoError, text.constData(), qPrintable(error.errorString()));
    return document.object();
}

QByteArray statistics(int ok, int fault, const char* seconds)
{
    return QByteArray(R"({"OkCount":)") + QByteArray::number(ok)
        + R"(,"ErrorStatistics":{"ThrottleCount":0,"OtherCount":0,"TotalCount":0},"FaultStatistics":{"OtherCount":)"
        + QByteArray::number(fault) + R"(,"TotalCount":)" + QByteArray::number(fault)
        + R"(},"TotalCount":1,"TotalResponseTime":)" + seconds + '}';
}

QByteArray histogram(const char* seconds)
{
    return QByteArray(R"([{"Value":)") + seconds + R"(,"Count":1}])";
}

} // namespace

void WorkedExampleTest::initTestCase()
{
    m_documents = {
        R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"aaaaaaaaaaaaaaa1","name":"shop","start_time":1716560306.1,
            "end_time":1716560306.4,"origin":"AWS::ECS::Container","user":"u42","http":{"request":{"method":"GET",
            "url":"http://shop.example.com/cart/7","client_ip":"10.0.0.9","user_agent":"curl/8"},"response":{"status":200}},
            "annotations":{"tier":"gold","items":3},"subsegments":[
            {"id":"bbbbbbbbbbbbbbb1","name":"DynamoDB","namespace":"aws","start_time":1716560306.12,"end_time":1716560306.15,
             "http":{"response":{"status":200}},"aws":{"operation":"GetItem","table_name":"Carts","region":"us-east-1","request_id":"R1"}},
            {"id":"bbbbbbbbbbbbbbb2","name":"stock.internal","namespace":"remote","start_time":1716560306.16,"end_time":1716560306.38,
             "fault":true,"http":{"request":{"method":"GET","url":"http://stock.internal/7"},"response":{"status":500}}}]})",
        R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"ccccccccccccccc1","parent_id":"bbbbbbbbbbbbbbb2",
            "name":"stock.internal","start_time":1716560306.18,"end_time":1716560306.37,"fault":true,
            "http":{"request":{"method":"GET","url":"http://stock.internal/7"},"response":{"status":500}},
            "cause":{"exceptions":[{"id":"eeeeeeeeeeeeeee1","type":"TimeoutError","message":"db timeout",
            "stack":[{"path":"stock.py","line":12,"label":"lookup"}]}]}})"};
    QByteArrayList received;
    for (const QByteArray& document : m_documents) {
        received.append(*documentOfDatagram(datagramOf(document)));
    }
    m_trace = test::traceOf(received);
}

void WorkedExampleTest::batchGetTraces()
{
    const QJsonObject trace = traceJson(m_trace);
    QCOMPARE(trace.value(u"Id").toString(), u"1-6650a1b2-0123456789abcdef01234567"_s);
    QCOMPARE(trace.value(u"Duration").toDouble(), 0.3);
    QCOMPARE(trace.value(u"LimitExceeded"), QJsonValue(false));
    const QJsonArray segments = trace.value(u"Segments").toArray();
    QCOMPARE(segments.size(), 3); // none is inferred for stock.internal, which answered
    QCOMPARE(segments.at(0)[u"Id"].toString(), u"aaaaaaaaaaaaaaa1"_s);
    QCOMPARE(segments.at(0)[u"Document"].toString().toUtf8(), m_documents.at(0));
    QCOMPARE(segments.at(1)[u"Id"].toString(), u"ccccccccccccccc1"_s);
    QCOMPARE(segments.at(1)[u"Document"].toString().toUtf8(), m_documents.at(1));
}

void WorkedExampleTest::inferredSegment()
{
    const QJsonValue entry = traceJson(m_trace).value(u"Segments")[2];
    QJsonObject document = objectOf(entry[u"Document"].toString().toUtf8());
    QCOMPARE(document.value(u"id"), entry[u"Id"]);
    QCOMPARE(entry[u"Id"].toString().size(), 16);
    document.remove(u"id"_s); // any
    QCOMPARE(document,
        objectOf(R"({"name":"DynamoDB","trace_id":"1-6650a1b2-0123456789abcdef01234567","start_time":1716560306.12,
        "end_time":1716560306.15,"parent_id":"bbbbbbbbbbbbbbb1","inferred":true,"http":{"response":{"status":200}},
        "aws":{"operation":"GetItem","table_name":"Carts","region":"us-east-1","request_id":"R1","resource_names":["Carts"]},
        "origin":"AWS::DynamoDB::Table"})"));
}

void WorkedExampleTest::traceSummary()
{
    QJsonObject summary = summaryJson(m_trace);
    summary.remove(u"FaultRootCauses"_s); // below
    QCOMPARE(summary,
        objectOf(
            R"({"Id":"1-6650a1b2-0123456789abcdef01234567","StartTime":1716560306.1,"Duration":0.3,"ResponseTime":0.3,
        "HasFault":false,"HasError":false,"HasThrottle":false,"IsPartial":false,
        "Http":{"HttpURL":"http://shop.example.com/cart/7","HttpStatus":200,"HttpMethod":"GET","UserAgent":"curl/8","ClientIp":"10.0.0.9"},
        "Annotations":{
            "tier":[{"AnnotationValue":{"StringValue":"gold"},"ServiceIds":[{"Name":"shop","Names":["shop"],"Type":"AWS::ECS::Container"}]}],
            "items":[{"AnnotationValue":{"NumberValue":3.0},"ServiceIds":[{"Name":"shop","Names":["shop"],"Type":"AWS::ECS::Container"}]}]},
        "Users":[{"UserName":"u42","ServiceIds":[{"Name":"shop","Names":["shop"],"Type":"AWS::ECS::Container"}]}],
        "ServiceIds":[{"Name":"shop","Names":["shop"],"Type":"AWS::ECS::Container"},{"Name":"stock.internal","Names":["stock.internal"]},
            {"Name":"Carts","Names":["Carts"],"Type":"AWS::DynamoDB::Table"},
            {"Name":"shop","Names":["shop"],"Type":"client"}],
        "ResourceARNs":[],"InstanceIds":[],"AvailabilityZones":[],
        "EntryPoint":{"Name":"shop","Names":["shop"],"Type":"AWS::ECS::Container"},
        "ErrorRootCauses":[],"ResponseTimeRootCauses":[],"Revision":2})"));
}

void WorkedExampleTest::faultRootCause()
{
    const QJsonArray causes = summaryJson(m_trace).value(u"FaultRootCauses").toArray();
    QCOMPARE(causes.size(), 1);
    QCOMPARE(causes.at(0).toObject(), objectOf(R"({"Services":[
        {"Name":"shop","Names":["shop"],"Type":"AWS::ECS::Container","Inferred":false,"EntityPath":[
            {"Name":"shop","Exceptions":[],"Remote":false},{"Name":"stock.internal","Exceptions":[],"Remote":true}]},
        {"Name":"stock.internal","Names":["stock.internal"],"Inferred":false,"EntityPath":[
            {"Name":"stock.internal","Exceptions":[{"Name":"TimeoutError","Message":"db timeout"}],"Remote":false}]}],
        "ClientImpacting":false})"));
}

void WorkedExampleTest::serviceGraph_data()
{
    QTest::addColumn<QByteArray>("node");
    QTest::addColumn<QByteArray>("own"); // statistics and histograms; empty for the client
    QTest::addColumn<QStringList>("called");
    QTest::addColumn<QByteArrayList>("calls"); // statistics and histogram of each edge
    const auto own = [](int fault, const char* seconds) {
        return R"({"SummaryStatistics":)" + statistics(1 - fault, fault, seconds) + R"(,"DurationHistogram":)"
            + histogram(seconds) + R"(,"ResponseTimeHistogram":)" + histogram(seconds) + '}';
    };
    const auto call = [](int fault, const char* seconds) {
        return R"({"StartTime":1716560306.0,"EndTime":1716560306.0,"Aliases":[],"SummaryStatistics":)"
            + statistics(1 - fault, fault, seconds) + R"(,"ResponseTimeHistogram":)" + histogram(seconds) + '}';
    };
    QTest::newRow("client") << QByteArray(R"({"Name":"shop","Names":["shop"],"Type":"client","State":"unknown"})")
                            << QByteArray("{}") << QStringList{u"shop"_s} << QByteArrayList{call(0, "0.3")};
    QTest::newRow("shop") << QByteArray(
        R"({"Name":"shop","Names":["shop"],"Root":true,"Type":"AWS::ECS::Container","State":"active"})")
                          << own(0, "0.3") << QStringList{u"Carts"_s, u"stock.internal"_s}
                          << QByteArrayList{call(0, "0.03"), call(1, "0.22")};
    QTest::newRow("Carts") << QByteArray(
        R"({"Name":"Carts","Names":["Carts"],"Type":"AWS::DynamoDB::Table","State":"unknown"})")
                           << own(0, "0.03") << QStringList() << QByteArrayList();
    QTest::newRow("stock.internal") << QByteArray(
        R"({"Name":"stock.internal","Names":["stock.internal"],"State":"active"})")
                                    << own(1, "0.19") << QStringList() << QByteArrayList();
}

void WorkedExampleTest::serviceGraph()
{
    QFETCH(QByteArray, node);
    QFETCH(QByteArray, own);
    QFETCH(QStringList, called);
    QFETCH(QByteArrayList, calls);
    const QJsonArray services = servicesJson(graphOf(m_trace));
    QCOMPARE(services.size(), 4);
    QJsonObject expected = objectOf(node);
    const auto found = std::find_if(services.begin(), services.end(), [&](const QJsonValue& service) {
        return service[u"Name"] == expected.value(u"Name") && service[u"Type"] == expected.value(u"Type");
    });
    QVERIFY(found != services.end());
    QJsonObject service = (*found).toObject();
    const QJsonArray edges = service.take(u"Edges"_s).toArray();
    QCOMPARE(edges.size(), called.size());
    for (qsizetype i = 0; i < edges.size(); ++i) {
        QJsonObject edge = edges.at(i).toObject();
        QCOMPARE(services.at(edge.take(u"ReferenceId"_s).toInt())[u"Name"].toString(), called.at(i));
        QCOMPARE(edge, objectOf(calls.at(i)));
    }
    QCOMPARE(services.at(service.take(u"ReferenceId"_s).toInt())[u"Name"], expected.value(u"Name"));
    expected.insert(u"StartTime"_s, 1716560306.0);
    expected.insert(u"EndTime"_s, 1716560306.0);
    const QJsonObject numbers = objectOf(own);
    for (auto it = numbers.begin(); it != numbers.end(); ++it) {
        expected.insert(it.key(), it.value());
    }
    QCOMPARE(service, expected);
}

void WorkedExampleTest::edgeIsTheCallersView()
{
    const ServiceGraph graph = graphOf(m_trace);
    const ServiceKey stock{u"stock.internal"_s, {}, {}};
    const auto edge =
        std::find_if(graph.edges.begin(), graph.edges.end(), [&](const Edge& e) { return e.to == stock; });
    QVERIFY(edge != graph.edges.end());
    QCOMPARE(edge->statistics.averageResponseTime(), Duration(220'000));
    QCOMPARE(graph.find(stock)->statistics.averageResponseTime(), Duration(190'000));
}

QTEST_GUILESS_MAIN(WorkedExampleTest)
#include "worked_example_test.moc"
