// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is exported is imported as the same trace.

#include "core/segment/datagram.h"
#include "core/trace/trace_json.h"
#include "tests/core/documents.h"
#include "tests/core/made_documents.h"

#include <QDir>
#include <QFile>
#include <QTest>
#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using test::made;

class TraceJsonTest : public QObject {
    Q_OBJECT

private slots:
    void keepsTheBytesOfAWholeDocument();
    void foldsWhatWasSentAlone();
    void comesBackTheSame_data();
    void comesBackTheSame();
    void aCaptureComesBackTheSame();
};

namespace {

// What has to survive, one line a segment, in no order: inferred ids are derived, so they survive, too.
QStringList lines(const Trace& trace)
{
    QStringList result;
    for (const Segment& segment : trace.segments) {
        result.append(QStringList{segment.id.toString(), segment.parentId.toString(), segment.name,
            QString::number(segment.depth), QString::number(segment.start.time_since_epoch().count()),
            QString::number(segment.duration().count()), segment.origin, QString::number(int(outcomeOf(segment))),
            segment.subsegment ? u"sub"_s : QString(), segment.inferred ? u"inferred"_s : QString()}
                          .join(u' '));
    }
    result.sort();
    return result;
}

Trace again(const Trace& trace)
{
    return test::traceOf(test::recordedDocuments(traceJson(trace)));
}

} // namespace

void TraceJsonTest::keepsTheBytesOfAWholeDocument()
{
    const QByteArray document = made(u"root", 1).with(made(u"code", 2)).member(u"own", u"kept"_s) + QByteArray(" \n");
    const QJsonObject json = traceJson(test::traceOf({document}));
    QCOMPARE(json.value(u"Segments").toArray().size(), 1);
    QCOMPARE(json.value(u"Segments")[0][u"Document"].toString().toUtf8(), document);
    QCOMPARE(json.value(u"Duration").toDouble(), 10.0);
    QCOMPARE(json.value(u"LimitExceeded"), QJsonValue(false));
}

void TraceJsonTest::foldsWhatWasSentAlone()
{
    const QJsonObject json = traceJson(test::traceOf({made(u"a", 3).alone(2).member(u"own", 1),
        made(u"root", 1).with(made(u"code", 2)), made(u"b", 4).alone(2).at(1, 2), made(u"orphan", 5).alone(9)}));
    const QJsonArray entries = json.value(u"Segments").toArray();
    QCOMPARE(entries.size(), 2); // the placeholder is ours: it is not among them
    const QJsonObject root = QJsonDocument::fromJson(entries.at(0)[u"Document"].toString().toUtf8()).object();
    const QJsonArray folded = root.value(u"subsegments")[0][u"subsegments"].toArray();
    QCOMPARE(folded.size(), 2);
    QCOMPARE(folded.at(0)[u"own"].toInt(), 1);
    QVERIFY(!folded.at(0).toObject().contains(u"type") && !folded.at(0).toObject().contains(u"trace_id"));
    QCOMPARE(folded.at(1)[u"name"].toString(), u"b"_s);
}

void TraceJsonTest::comesBackTheSame_data()
{
    QTest::addColumn<QByteArrayList>("texts");
    QByteArrayList chain{made(u"root", 1)};
    for (std::uint64_t i = 2; i <= 3000; ++i) {
        chain.append(made(u"a", i).alone(i - 1));
    }
    QTest::newRow("chain of 3 000") << chain;
    QByteArrayList pieces{made(u"root", 1)};
    for (std::uint64_t i = 2; i <= 1000; i += 2) {
        pieces.append(made(u"a", i).alone(i - 1).with(made(u"b", i + 1)));
    }
    QTest::newRow("chain of embedded ones") << pieces;
    QTest::newRow("orphans") << QByteArrayList{made(u"a", 2).alone(9), made(u"b", 3).alone(9), made(u"c", 4).alone(3)};
    QTest::newRow("array") << QByteArrayList{
        '[' + QByteArray(made(u"a", 1)) + ',' + QByteArray(made(u"b", 2).alone(1)) + ']'};
    QTest::newRow("inferred") << QByteArrayList{
        made(u"root", 1)
            .with(made(u"dynamodb", 2)
                      .member(u"namespace", u"aws"_s)
                      .member(u"fault", true)
                      .member(u"aws", QJsonObject{{u"operation"_s, u"GetItem"_s}, {u"table_name"_s, u"t"_s}}))};
    QTest::newRow("in progress") << QByteArrayList{
        made(u"root", 1).inProgress().with(made(u"call", 2).inProgress().member(u"namespace", u"remote"_s))};
    QTest::newRow("not UTF-8") << QByteArrayList{
        QByteArray(made(u"root", 1).member(u"user", u"?"_s)).replace("\"?\"", "\"\xff\""), made(u"a", 2).alone(1)};
    const QDir recorded(qEnvironmentVariable("FLUOROSCOPE_DATA") + u"/recorded"_s);
    for (const QString& app : QDir(recorded.filePath(u"servibench"_s)).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        QFile file(recorded.filePath(u"servibench/"_s + app + u"/traces.json"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QTest::newRow(qPrintable(app)) << test::recordedDocuments(QJsonDocument::fromJson(file.readAll()).object());
    }
}

void TraceJsonTest::comesBackTheSame()
{
    QFETCH(QByteArrayList, texts);
    const Trace trace = test::traceOf(texts);
    QVERIFY(!trace.segments.empty());
    const QStringList before = lines(trace);
    const QStringList after = lines(again(trace));
    for (qsizetype i = 0; i < std::min(before.size(), after.size()); ++i) {
        QCOMPARE(after.at(i), before.at(i));
    }
    QCOMPARE(after.size(), before.size());
}

void TraceJsonTest::aCaptureComesBackTheSame()
{
    QFile file(QStringLiteral(FLUOROSCOPE_FIXTURES "/node-sdk-3.12.jsonl"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    std::map<TraceId, QByteArrayList> traces;
    while (!file.atEnd()) {
        const QByteArray text = *documentOfDatagram(QJsonDocument::fromJson(file.readLine())[u"d"].toString().toUtf8());
        traces[readSegmentDocuments(text).documents.at(0).traceId].append(text);
    }
    for (const auto& [id, texts] : traces) {
        const Trace trace = test::traceOf(texts);
        QCOMPARE(lines(again(trace)), lines(trace));
    }
}

QTEST_GUILESS_MAIN(TraceJsonTest)
#include "trace_json_test.moc"
