// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The order in which documents arrive does not show: any order gives the equal trace.

#include "core/graph/service_graph.h"
#include "core/segment/datagram.h"
#include "core/trace/trace_summary.h"
#include "tests/core/documents.h"
#include "tests/core/made_documents.h"

#include <QDir>
#include <QFile>
#include <QTest>
#include <map>
#include <numeric>
#include <random>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using test::made;

class AssemblyOrderTest : public QObject {
    Q_OBJECT

private slots:
    void everyOrderOfAFewDocuments_data();
    void everyOrderOfAFewDocuments();
    void anyOrderOfACapture();
    void anyOrderOfARecordedTrace_data();
    void anyOrderOfARecordedTrace();
};

namespace {

using Documents = std::vector<std::shared_ptr<const TraceDocument>>;

template <typename T> bool equalParts(const std::shared_ptr<const T>& a, const std::shared_ptr<const T>& b)
{
    return a == b || (a && b && *a == *b);
}

QByteArray bytesOf(const Trace& trace, const Segment& segment)
{
    return segment.document < 0 ? QByteArray() : trace.documents[static_cast<std::size_t>(segment.document)];
}

// The first difference between two traces, in words; empty where there is none.
QString difference(const Trace& a, const Trace& b)
{
    if (a.segments.size() != b.segments.size()) {
        return u"%1 and %2 segments"_s.arg(a.segments.size()).arg(b.segments.size());
    }
    for (std::size_t i = 0; i < a.segments.size(); ++i) {
        const Segment& x = a.segments[i];
        const Segment& y = b.segments[i];
        const bool same = x.id == y.id && x.parentId == y.parentId && x.name == y.name && x.start == y.start
            && x.end == y.end && x.inProgress == y.inProgress && x.error == y.error && x.fault == y.fault
            && x.throttle == y.throttle && x.subsegment == y.subsegment && x.inferred == y.inferred
            && x.placeholder == y.placeholder && x.nameSpace == y.nameSpace && x.origin == y.origin
            && equalParts(x.http, y.http) && equalParts(x.aws, y.aws) && equalParts(x.cause, y.cause)
            && x.parent == y.parent && x.next == y.next && x.caller == y.caller && x.depth == y.depth
            && bytesOf(a, x) == bytesOf(b, y);
        if (!same) {
            return u"at %1: %2 %3 and %4 %5"_s.arg(i).arg(x.id.toString(), x.name, y.id.toString(), y.name);
        }
    }
    return a.start != b.start || a.end != b.end || a.root != b.root ? u"span or root"_s
        : !(graphOf(a) == graphOf(b))                               ? u"graph"_s
        : !(traceRow(a) == traceRow(b))                             ? u"row"_s
                                                                    : QString();
}

QString firstDifference(const Documents& documents, int rounds)
{
    std::mt19937 random(7);
    const Trace expected = assembleTrace(documents.front()->content.traceId, documents);
    Documents shuffled = documents;
    for (int round = 0; round < rounds; ++round) {
        std::shuffle(shuffled.begin(), shuffled.end(), random);
        const QString found = difference(expected, assembleTrace(expected.id, shuffled));
        if (!found.isEmpty()) {
            return u"round %1: "_s.arg(round) + found;
        }
    }
    return {};
}

} // namespace

void AssemblyOrderTest::everyOrderOfAFewDocuments_data()
{
    QTest::addColumn<QByteArrayList>("texts");
    const auto row = [](const char* name, const QByteArrayList& texts) { QTest::newRow(name) << texts; };
    row("versions",
        {made(u"root", 1).inProgress(), made(u"root", 1), made(u"a", 2).alone(1).inProgress(), made(u"a", 2).alone(1),
            made(u"b", 3).alone(2)});
    row("everything at one time",
        {made(u"root", 1).with(made(u"x", 2)).with(made(u"y", 3)), made(u"a", 4).alone(1), made(u"b", 5).alone(1),
            made(u"called", 6).child(2), made(u"called too", 7).child(2)});
    row("remote calls at one time",
        {made(u"root", 1), made(u"a", 2).alone(1).member(u"namespace", u"remote"_s),
            made(u"b", 3).alone(1).member(u"namespace", u"remote"_s), made(u"root 2", 4)});
    row("orphans",
        {made(u"a", 2).alone(8), made(u"b", 3).alone(8), made(u"c", 4).alone(9), made(u"d", 5).child(8),
            made(u"e", 6).alone(2)});
    row("ring of subsegments",
        {made(u"a", 1).alone(3), made(u"b", 2).alone(1), made(u"c", 3).alone(2), made(u"tail", 4).alone(2)});
    row("ring of segments",
        {made(u"a", 1).child(3), made(u"b", 2).child(1), made(u"c", 3).child(2), made(u"tail", 4).child(2)});
    row("two rings of segments",
        {made(u"a", 1).child(2), made(u"b", 2).child(1), made(u"c", 3).child(4), made(u"d", 4).child(3),
            made(u"called by d", 5).child(4)});
    row("sent twice",
        {made(u"root", 1).with(made(u"call", 2).inProgress()), made(u"call", 2).alone(1), made(u"inner", 3).alone(2)});
}

void AssemblyOrderTest::everyOrderOfAFewDocuments()
{
    QFETCH(QByteArrayList, texts);
    const Documents documents = test::documentsOf(texts);
    QCOMPARE(qsizetype(documents.size()), texts.size());
    const Trace expected = assembleTrace(documents.front()->content.traceId, documents);
    std::vector<std::size_t> order(documents.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    do {
        Documents permuted;
        QString told;
        for (const std::size_t i : order) {
            permuted.push_back(documents[i]);
            told += QString::number(i) + u' ';
        }
        const QString found = difference(expected, assembleTrace(expected.id, permuted));
        QVERIFY2(found.isEmpty(), qPrintable(told + found));
    } while (std::next_permutation(order.begin(), order.end()));
}

void AssemblyOrderTest::anyOrderOfACapture()
{
    QFile file(QStringLiteral(FLUOROSCOPE_FIXTURES "/node-sdk-3.12.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArrayList texts;
    while (!file.atEnd()) {
        texts.append(*documentOfDatagram(QJsonDocument::fromJson(file.readLine())[u"d"].toString().toUtf8()));
    }
    std::map<TraceId, Documents> traces;
    for (auto& document : test::documentsOf(texts)) {
        traces[document->content.traceId].push_back(document);
    }
    QVERIFY(traces.size() > 10);
    for (const auto& [id, documents] : traces) {
        const QString found = firstDifference(documents, 200);
        QVERIFY2(found.isEmpty(), qPrintable(id.toString() + u' ' + found));
    }
}

void AssemblyOrderTest::anyOrderOfARecordedTrace_data()
{
    const QDir recorded(qEnvironmentVariable("FLUOROSCOPE_DATA") + u"/recorded"_s);
    if (!recorded.exists()) {
        QSKIP("The recorded traces are not here: set FLUOROSCOPE_DATA to the folder that holds recorded/.");
    }
    QTest::addColumn<QString>("file");
    for (const QString& app : QDir(recorded.filePath(u"servibench"_s)).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QTest::newRow(qPrintable(app)) << recorded.filePath(u"servibench/"_s + app + u"/traces.json"_s);
    }
    QTest::newRow("iatk") << recorded.filePath(u"iatk/trace01.json"_s);
}

void AssemblyOrderTest::anyOrderOfARecordedTrace()
{
    QFETCH(QString, file);
    QFile source(file);
    QVERIFY(source.open(QIODevice::ReadOnly));
    const QByteArrayList texts = test::recordedDocuments(QJsonDocument::fromJson(source.readAll()).object());
    const QString found = firstDifference(test::documentsOf(texts), 50);
    QVERIFY2(found.isEmpty(), qPrintable(found));
}

QTEST_GUILESS_MAIN(AssemblyOrderTest)
#include "assembly_order_test.moc"
