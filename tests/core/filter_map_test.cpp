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

QTEST_GUILESS_MAIN(FilterMapTest)
#include "filter_map_test.moc"
