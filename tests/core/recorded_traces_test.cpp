// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What we make of traces that AWS recorded, against what AWS made of them.

#include "core/graph/service_graph.h"
#include "core/text/units.h"
#include "core/trace/inference.h"
#include "tests/core/documents.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class RecordedTracesTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void infersWhatAwsInferred_data();
    void infersWhatAwsInferred();
    void drawsTheMapThatAwsDrew_data();
    void drawsTheMapThatAwsDrew();
    void hasTheDurationThatAwsTold_data();
    void hasTheDurationThatAwsTold();

private:
    static QDir recorded() { return QDir(qEnvironmentVariable("FLUOROSCOPE_DATA") + u"/recorded"_s); }
    static QJsonDocument read(const QString& file);
};

QJsonDocument RecordedTracesTest::read(const QString& file)
{
    QFile source(recorded().filePath(file));
    return source.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(source.readAll()) : QJsonDocument();
}

void RecordedTracesTest::initTestCase()
{
    if (!recorded().exists()) {
        QSKIP("The recorded traces are not here: set FLUOROSCOPE_DATA to the folder that holds recorded/.");
    }
}

void RecordedTracesTest::infersWhatAwsInferred_data()
{
    QTest::addColumn<QJsonObject>("oracle");
    QFile file(recorded().filePath(u"oracles/inferred_segments.jsonl"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    while (!file.atEnd()) {
        const QJsonObject oracle = QJsonDocument::fromJson(file.readLine()).object();
        QTest::newRow(qPrintable(oracle.value(u"source").toString() + u' ' + oracle.value(u"trace_id").toString()))
            << oracle;
    }
}

void RecordedTracesTest::infersWhatAwsInferred()
{
    QFETCH(QJsonObject, oracle);
    QList<QByteArray> sent;
    for (const QJsonValue value : oracle.value(u"put").toArray()) {
        sent.append(test::compact(value.toObject()));
    }
    const Trace trace = test::traceOf(sent);
    QHash<QString, Segment> inferred;
    for (const Segment& segment : trace.segments) {
        if (segment.inferred) {
            inferred.insert(segment.parentId.toString(), segment);
        }
    }
    const QJsonArray expected = oracle.value(u"expect_inferred").toArray();
    for (const QJsonValue value : expected) {
        const QString parent = value[u"parent_id"].toString();
        QVERIFY2(inferred.contains(parent), qPrintable(u"nothing inferred behind "_s + parent));
        // Reading AWS's own document gives the segment that ours has to equal.
        QJsonObject document = value.toObject();
        document.insert(u"trace_id"_s, oracle.value(u"trace_id"));
        const Segment aws = readSegmentDocuments(test::compact(document)).documents.at(0).segments.at(0);
        const Segment ours = inferred.take(parent);
        QCOMPARE(ours.name, aws.name);
        QCOMPARE(ours.origin, aws.origin);
        QCOMPARE(ours.start, aws.start);
        QCOMPARE(ours.end, aws.end);
        QCOMPARE(ours.fault, aws.fault);
        QCOMPARE(ours.error, aws.error);
        QCOMPARE(ours.throttle, aws.throttle);
        QCOMPARE(ours.http ? *ours.http : HttpData(), aws.http ? *aws.http : HttpData());
        QCOMPARE(serviceKeyOf(ours), serviceKeyOf(aws));
        QCOMPARE(ours.cause ? ours.cause->exceptions.at(0).message : QString(),
            aws.cause ? aws.cause->exceptions.at(0).message : QString());
    }
    QVERIFY2(inferred.isEmpty(), qPrintable(u"inferred without AWS: "_s + QStringList(inferred.keys()).join(u", "_s)));
}

void RecordedTracesTest::drawsTheMapThatAwsDrew_data()
{
    QTest::addColumn<QJsonObject>("oracle");
    for (const QJsonValue map : read(u"oracles/trace_maps.json"_s)[u"maps"].toArray()) {
        QTest::newRow(qPrintable(map[u"trace"].toString())) << map.toObject();
    }
}

void RecordedTracesTest::drawsTheMapThatAwsDrew()
{
    QFETCH(QJsonObject, oracle);
    const Trace trace =
        test::traceOf(test::recordedDocuments(read(oracle.value(u"trace").toString() + u"/traces.json"_s).object()));
    const ServiceGraph graph = graphOf(trace);
    const QJsonObject nodes = oracle.value(u"nodes").toObject();
    QCOMPARE(qsizetype(graph.services.size()), nodes.size());
    QHash<QString, const Service*> drawn;
    for (auto it = nodes.begin(); it != nodes.end(); ++it) {
        const QString type = it.value()[u"type"].toString();
        const QString name = it.value()[u"name"].toString();
        for (const Service& service : graph.services) {
            if (service.key.type == type && (service.key.name == name || type == "client"_L1)) {
                drawn.insert(it.key(), &service);
            }
        }
        QVERIFY2(drawn.contains(it.key()), qPrintable(u"no node "_s + name + u' ' + type));
        const Service& service = *drawn.value(it.key());
        if (!it.value()[u"requests"].isNull()) {
            QCOMPARE(service.requests, it.value()[u"requests"].toInteger());
        }
        const QString shown = it.value()[u"shown_time"].toString().remove(u"avg "_s);
        if (!shown.isEmpty()) {
            const bool milliseconds = shown.endsWith(u"ms"_s);
            const double seconds = QString(shown).remove(u"ms"_s).remove(u's').toDouble() / (milliseconds ? 1000 : 1);
            const double ours = toSeconds(service.statistics.averageResponseTime());
            const double tolerance = milliseconds ? 0.0006 : shown.contains(u'.') ? 0.0051 : 0.51;
            QVERIFY2(std::abs(ours - seconds) <= tolerance,
                qPrintable(name + u" shows "_s + shown + u", ours "_s + QString::number(ours)));
        }
    }
    const QJsonArray edges = oracle.value(u"edges").toArray();
    for (const QJsonValue value : edges) {
        const QStringList ends = value.toString().split(u'>');
        const bool found = std::any_of(graph.edges.begin(), graph.edges.end(), [&](const Edge& edge) {
            return edge.from == drawn.value(ends[0])->key && edge.to == drawn.value(ends[1])->key;
        });
        QVERIFY2(found, qPrintable(u"no edge "_s + value.toString()));
    }
    QCOMPARE(qsizetype(graph.edges.size()), edges.size());
}

void RecordedTracesTest::hasTheDurationThatAwsTold_data()
{
    QTest::addColumn<QString>("file");
    const QDir servibench(recorded().filePath(u"servibench"_s));
    for (const QString& app : servibench.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QTest::newRow(qPrintable(app)) << u"servibench/"_s + app + u"/traces.json"_s;
    }
    QTest::newRow("iatk") << u"iatk/trace01.json"_s;
    QTest::newRow("links") << u"iatk/traceWithLinks01.json"_s;
}

void RecordedTracesTest::hasTheDurationThatAwsTold()
{
    QFETCH(QString, file);
    const QJsonObject recordedTrace = read(file).object();
    const Trace trace = test::traceOf(test::recordedDocuments(recordedTrace));
    QCOMPARE(trace.id.toString(), recordedTrace.value(u"Id").toString());
    // AWS tells milliseconds.
    QVERIFY2(std::abs(toSeconds(trace.duration()) - recordedTrace.value(u"Duration").toDouble()) < 0.00101,
        qPrintable(formatDuration(trace.duration()) + u" against "_s
            + QString::number(recordedTrace.value(u"Duration").toDouble())));
}

QTEST_GUILESS_MAIN(RecordedTracesTest)
#include "recorded_traces_test.moc"
