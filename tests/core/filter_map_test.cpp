// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// That filters and the map speak of the same services and calls, on traces that AWS recorded.

#include "core/filter/filter_evaluation.h"
#include "core/graph/service_graph.h"
#include "tests/core/documents.h"
#include "tests/core/made_documents.h"

#include <QDirIterator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class FilterMapTest : public QObject {
    Q_OBJECT

private slots:
    void findsEveryNodeAndEdgeOfTheMap_data();
    void findsEveryNodeAndEdgeOfTheMap();
    void followsTheTimeAsAwsDid();

private:
    static ServiceTarget target(const ServiceKey& key) { return {key.name, key.type, key.account}; }
};

void FilterMapTest::findsEveryNodeAndEdgeOfTheMap_data()
{
    QTest::addColumn<Trace>("trace");
    const QString recorded = qEnvironmentVariable("FLUOROSCOPE_DATA") + u"/recorded"_s;
    QDirIterator files(recorded, {u"traces.json"_s, u"trace01.json"_s, u"traceWithLinks01.json"_s}, QDir::Files,
        QDirIterator::Subdirectories);
    while (files.hasNext()) {
        QFile file(files.next());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QJsonDocument json = QJsonDocument::fromJson(file.readAll());
        const QJsonArray traces = json.isArray() ? json.array()
            : json.object().contains(u"Traces")  ? json.object().value(u"Traces").toArray()
                                                 : QJsonArray{json.object()};
        for (const QJsonValue value : traces) {
            const Trace trace = test::traceOf(test::recordedDocuments(value.toObject()));
            if (trace.root >= 0) {
                QTest::addRow("%s %s", qPrintable(QDir(recorded).relativeFilePath(file.fileName())),
                    qPrintable(trace.id.toString()))
                    << trace;
            }
        }
    }
    if (!QDir(recorded).exists()) {
        QSKIP("The recorded traces are not here: set FLUOROSCOPE_DATA to the folder that holds recorded/.");
    }
}

void FilterMapTest::findsEveryNodeAndEdgeOfTheMap()
{
    QFETCH(Trace, trace);
    const FilterSubject subject(trace);
    const ServiceGraph graph = graphOf(trace);
    for (const Service& service : graph.services) {
        const ServiceCondition there{target(service.key), {}};
        QVERIFY2(matches(FilterExpression(FilterNode{there}), subject), qPrintable(service.key.name));
    }
    for (const Edge& edge : graph.edges) {
        const EdgeCondition there{target(edge.from), target(edge.to), {}};
        QVERIFY2(matches(FilterExpression(FilterNode{there}), subject),
            qPrintable(edge.from.name + u" → "_s + edge.to.name));
    }
    for (const FilterSubject::Node& node : subject.nodes()) {
        QVERIFY2(graph.find(node.service), qPrintable(node.service.name));
    }
    for (const FilterSubject::Call& call : subject.calls()) {
        QVERIFY(std::any_of(graph.edges.begin(), graph.edges.end(),
            [&](const Edge& edge) { return edge.from == call.from && edge.to == call.to; }));
    }
}

// As in a recorded summary: a slow start of a function, within the service that runs it.
void FilterMapTest::followsTheTimeAsAwsDid()
{
    const QByteArray service = test::made(u"function", 1).member(u"origin", u"AWS::Lambda"_s).at(0, 2.839);
    const QByteArray function = test::made(u"function", 2)
                                    .member(u"origin", u"AWS::Lambda::Function"_s)
                                    .child(1)
                                    .at(0.2, 2.744)
                                    .with(test::made(u"Initialization", 3).at(0.1, 2.644))
                                    .with(test::made(u"Invocation", 4).at(2.644, 2.7));
    const Trace trace = test::traceOf({service, function});
    const auto cause = responseTimeRootCause(trace);
    QVERIFY(cause);
    QVERIFY(cause->clientImpacting);
    QCOMPARE(cause->services.size(), 2U);
    QCOMPARE(cause->services[0].service.type, u"AWS::Lambda"_s);
    QCOMPARE(cause->services[0].entities.size(), 1U);
    QCOMPARE(cause->services[1].service.type, u"AWS::Lambda::Function"_s);
    QCOMPARE(cause->services[1].entities.size(), 2U);
    QCOMPARE(coverageOf(trace, cause->services[0].entities[0]), 1.0);
    QCOMPARE(coverageOf(trace, cause->services[1].entities[0]), 0.896);
    QCOMPARE(coverageOf(trace, cause->services[1].entities[1]), 0.896);
}

QTEST_GUILESS_MAIN(FilterMapTest)
#include "filter_map_test.moc"
