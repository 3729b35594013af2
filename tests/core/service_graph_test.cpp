// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Nodes, edges and their statistics (reference 5.6).

#include "core/graph/graph_json.h"
#include "tests/core/graphs.h"

#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using test::made;

class ServiceGraphTest : public QObject {
    Q_OBJECT

private slots:
    void subtractionUndoesAddition();
    void countsAddUp();
    void clientsCallRoots();
    void aServiceMayCallItself();
    void linksAreEdgesWithoutResponseTime();
    void anotherNameOfTheTargetIsAnAlias();
    void workInProgressIsNotCounted();
    void outcomesAreCountedOnce();
    void placeholdersAreNotReceived();
    void percentiles();
    void millisecondsAreRounded();
    void recordedGraphsHoldWhatOursHold_data();
    void recordedGraphsHoldWhatOursHold();
};

namespace {

const Edge* edge(const ServiceGraph& graph, const QString& from, const QString& to)
{
    for (const Edge& edge : graph.edges) {
        if (edge.from.name == from && edge.to.name == to && edge.from.type != "client"_L1) {
            return &edge;
        }
    }
    return nullptr;
}

// Times do not shrink: only what counts is compared.
ServiceGraph withoutTimes(ServiceGraph graph)
{
    for (Service& service : graph.services) {
        service.first = service.last = {};
    }
    for (Edge& edge : graph.edges) {
        edge.first = edge.last = {};
    }
    return graph;
}

// What must hold for the answer of GetServiceGraph, AWS's or ours; empty, or what does not.
QString broken(const QJsonArray& services)
{
    QSet<int> references;
    for (const QJsonValue service : services) {
        references.insert(service[u"ReferenceId"].toInt());
    }
    if (references.size() != services.size()) {
        return u"reference ids repeat"_s;
    }
    const auto sums = [](const QJsonValue& entity) {
        const QJsonValue statistics = entity[u"SummaryStatistics"];
        const qint64 total = statistics[u"TotalCount"].toInteger();
        const QJsonValue errors = statistics[u"ErrorStatistics"];
        const QJsonValue faults = statistics[u"FaultStatistics"];
        qint64 counted = 0;
        for (const QJsonValue entry : entity[u"ResponseTimeHistogram"].toArray()) {
            counted += entry[u"Count"].toInteger();
        }
        return errors[u"ThrottleCount"].toInteger() + errors[u"OtherCount"].toInteger()
            == errors[u"TotalCount"].toInteger()
            && faults[u"OtherCount"].toInteger() == faults[u"TotalCount"].toInteger()
            && statistics[u"OkCount"].toInteger() + errors[u"TotalCount"].toInteger()
                + faults[u"TotalCount"].toInteger()
            == total
            && counted == total;
    };
    for (const QJsonValue service : services) {
        const QString name = service[u"Name"].toString();
        const bool client = service[u"Type"].toString() == "client"_L1;
        if (client == service[u"SummaryStatistics"].isObject() || (!client && !sums(service))) {
            return u"statistics of "_s + name;
        }
        if (!service[u"Names"].toArray().contains(name)) {
            return u"names of "_s + name;
        }
        if (client && (service[u"Edges"].toArray().isEmpty() || service[u"State"].toString() != "unknown"_L1)) {
            return u"client "_s + name;
        }
        for (const QJsonValue edge : service[u"Edges"].toArray()) {
            if (!references.contains(edge[u"ReferenceId"].toInt())) {
                return u"an edge of "_s + name + u" leads nowhere"_s;
            }
            if (edge[u"EdgeType"].toString() != "link"_L1 && !sums(edge)) {
                return u"statistics of an edge of "_s + name;
            }
        }
    }
    return {};
}

} // namespace

void ServiceGraphTest::subtractionUndoesAddition()
{
    std::mt19937 random(5);
    ServiceGraph sum;
    for (int round = 0; round < 200; ++round) {
        const ServiceGraph before = sum;
        const ServiceGraph more = test::randomGraph(random);
        sum.add(more);
        ServiceGraph after = sum;
        after.subtract(more);
        QVERIFY(withoutTimes(after) == withoutTimes(before));
        QVERIFY(std::is_sorted(sum.services.begin(), sum.services.end(),
            [](const Service& a, const Service& b) { return a.key < b.key; }));
    }
    ServiceGraph twice;
    twice.add(sum);
    QVERIFY(twice == sum);
    twice.subtract(sum);
    QVERIFY(twice.isEmpty() && twice.edges.empty());
}

void ServiceGraphTest::countsAddUp()
{
    std::mt19937 random(6);
    ServiceGraph sum;
    for (int round = 0; round < 100; ++round) {
        const ServiceGraph graph = test::randomGraph(random);
        QCOMPARE(broken(servicesJson(graph)), QString());
        for (const Service& service : graph.services) {
            QVERIFY(graph.find(service.key) == &service);
            QVERIFY(service.first <= service.last);
        }
        sum.add(graph);
    }
    QCOMPARE(broken(servicesJson(sum)), QString());
}

void ServiceGraphTest::clientsCallRoots()
{
    const ServiceGraph graph = graphOf(test::traceOf({made(u"shop", 1).at(0, 2), made(u"stock", 2).child(1)}));
    QCOMPARE(graph.services.size(), std::size_t(3));
    const ServiceKey client{u"shop"_s, u"client"_s, {}};
    const ServiceKey shop{u"shop"_s, {}, {}};
    QVERIFY(graph.find(client) && graph.find(client)->isClient() && graph.find(client)->statistics == CallStatistics());
    QVERIFY(graph.isRoot(shop));
    QVERIFY(!graph.isRoot({u"stock"_s, {}, {}}));
    QCOMPARE(graph.edges.size(), std::size_t(2));
    const auto toShop =
        std::find_if(graph.edges.begin(), graph.edges.end(), [&](const Edge& e) { return e.to == shop; });
    QVERIFY(toShop->from == client && toShop->statistics == graph.find(shop)->statistics);
    // A segment whose parent never came was not called by a client.
    QCOMPARE(graphOf(test::traceOf({made(u"lost", 1).child(9)})).services.size(), std::size_t(1));
}

void ServiceGraphTest::aServiceMayCallItself()
{
    const ServiceGraph graph =
        graphOf(test::traceOf({made(u"a", 1).with(made(u"a", 2).at(0, 4).member(u"namespace", u"remote"_s)),
            made(u"a", 3).child(2).at(1, 3)}));
    const Edge* own = edge(graph, u"a"_s, u"a"_s);
    QVERIFY(own);
    QCOMPARE(own->statistics.totalResponseTime, Duration(std::chrono::seconds(4))); // as the caller saw it
    QCOMPARE(graph.find({u"a"_s, {}, {}})->statistics.total(), 2);
    QCOMPARE(graph.find({u"a"_s, {}, {}})->statistics.totalResponseTime, Duration(std::chrono::seconds(12)));
}

void ServiceGraphTest::linksAreEdgesWithoutResponseTime()
{
    const QJsonObject attributes{{u"aws.xray.reserved.reference_type"_s, u"parent"_s},
        {u"aws.xray.reserved.names"_s, QJsonArray{u"queue"_s}}, {u"aws.xray.reserved.type"_s, u"AWS::SQS::Queue"_s}};
    const QJsonObject link{{u"trace_id"_s, u"1-6650a1b2-0123456789abcdef01234568"_s}, {u"attributes"_s, attributes}};
    const ServiceGraph graph = graphOf(test::traceOf({made(u"worker", 1).member(u"links", QJsonArray{link, link})}));
    const Edge* taken = edge(graph, u"queue"_s, u"worker"_s);
    QVERIFY(taken && taken->type == EdgeType::Link);
    QCOMPARE(taken->calls, 2);
    QCOMPARE(taken->statistics.total(), 0);
    QVERIFY(graph.find({u"queue"_s, u"AWS::SQS::Queue"_s, {}})->isInferred());
}

void ServiceGraphTest::anotherNameOfTheTargetIsAnAlias()
{
    ServiceGraph graph =
        graphOf(test::traceOf({made(u"api", 1)
                                   .with(made(u"products.example.com", 2).member(u"namespace", u"remote"_s))
                                   .with(made(u"orders", 3).member(u"namespace", u"remote"_s))
                                   .with(made(u"Lambda", 4).member(u"namespace", u"aws"_s)),
            made(u"products", 5).child(2), made(u"orders", 6).child(3), made(u"function", 7).child(4)}));
    const ServiceGraph once = graph;
    graph.add(once);
    graph.subtract(once);
    QVERIFY(withoutTimes(graph) == withoutTimes(once));
    for (const QJsonValue service : servicesJson(graph)) {
        for (const QJsonValue edge : service[u"Edges"].toArray()) {
            const QString target = servicesJson(graph)[edge[u"ReferenceId"].toInt()][u"Name"].toString();
            QJsonArray expected;
            if (target == "products"_L1) {
                expected.append(QJsonObject{{u"Name"_s, u"products.example.com"_s},
                    {u"Names"_s, QJsonArray{u"products.example.com"_s}}, {u"Type"_s, u"remote"_s}});
            }
            QCOMPARE(edge[u"Aliases"].toArray(), expected);
        }
    }
}

void ServiceGraphTest::workInProgressIsNotCounted()
{
    const ServiceGraph graph = graphOf(
        test::traceOf({made(u"a", 1).inProgress().with(made(u"b", 2).inProgress().member(u"namespace", u"remote"_s))}));
    const Service* service = graph.find({u"a"_s, {}, {}});
    QCOMPARE(service->requests, 1);
    QCOMPARE(service->statistics.total(), 0);
    QCOMPARE(edge(graph, u"a"_s, u"b"_s)->calls, 1);
    QCOMPARE(edge(graph, u"a"_s, u"b"_s)->statistics.total(), 0);
}

void ServiceGraphTest::outcomesAreCountedOnce()
{
    const auto status = [](int code) { return QJsonObject{{u"response"_s, QJsonObject{{u"status"_s, code}}}}; };
    const ServiceGraph graph = graphOf(
        test::traceOf({made(u"a", 1), made(u"a", 2).member(u"error", true), made(u"a", 3).member(u"http", status(404)),
            made(u"a", 4).member(u"throttle", true).member(u"error", true), made(u"a", 5).member(u"http", status(429)),
            made(u"a", 6).member(u"fault", true).member(u"throttle", true).member(u"error", true),
            made(u"a", 7).member(u"http", status(503))}));
    const CallStatistics& statistics = graph.find({u"a"_s, {}, {}})->statistics;
    QCOMPARE(statistics.ok, 1);
    QCOMPARE(statistics.error, 2);
    QCOMPARE(statistics.throttle, 2);
    QCOMPARE(statistics.fault, 2);
    QCOMPARE(statistics.total(), 7);
}

void ServiceGraphTest::placeholdersAreNotReceived()
{
    const ServiceGraph graph = graphOf(test::traceOf({made(u"a", 1).alone(9)}));
    QCOMPARE(graph.services.size(), std::size_t(1));
    QCOMPARE(graph.services.front().key.name, kPlaceholderName.toString());
    QVERIFY(graph.services.front().isInferred());
}

void ServiceGraphTest::percentiles()
{
    using std::chrono::milliseconds;
    CallStatistics statistics;
    QCOMPARE(statistics.percentile(0.5), Duration());
    statistics.ok = 100;
    for (int i = 1; i <= 100; ++i) {
        statistics.responseTimes[i] = 1;
    }
    for (const int percent : {1, 7, 14, 28, 29, 50, 55, 57, 58, 90, 95, 99, 100}) {
        QCOMPARE(statistics.percentile(percent / 100.0), Duration(milliseconds(percent)));
    }
    QCOMPARE(statistics.percentile(0), Duration(milliseconds(1)));
    QCOMPARE(statistics.percentile(2), Duration(milliseconds(100)));
}

void ServiceGraphTest::millisecondsAreRounded()
{
    const ServiceGraph graph = graphOf(test::traceOf({made(u"a", 1).at(0, 0.0004), made(u"a", 2).at(0, 0.0006),
        made(u"a", 3).at(0, 0.0014), made(u"a", 4).at(2, 1)}));
    const Histogram expected{{0, 2}, {1, 2}};
    QVERIFY(graph.find({u"a"_s, {}, {}})->statistics.responseTimes == expected);
}

void ServiceGraphTest::recordedGraphsHoldWhatOursHold_data()
{
    QTest::addColumn<QString>("file");
    for (const char* name : {
             "grafana/x-ray-response.derived.json",
             "scorekeep/xray-api-gettingdata.03.json",
         }) {
        QTest::newRow(name) << qEnvironmentVariable("FLUOROSCOPE_DATA") + u"/recorded/"_s + QString::fromLatin1(name);
    }
}

void ServiceGraphTest::recordedGraphsHoldWhatOursHold()
{
    QFETCH(QString, file);
    QFile source(file);
    if (!source.open(QIODevice::ReadOnly)) {
        QSKIP("The recorded graphs are not here: set FLUOROSCOPE_DATA to the folder that holds recorded/.");
    }
    const QJsonArray services = QJsonDocument::fromJson(source.readAll())[u"Services"].toArray();
    QVERIFY(!services.isEmpty());
    QCOMPARE(broken(services), QString());
}

QTEST_GUILESS_MAIN(ServiceGraphTest)
#include "service_graph_test.moc"
