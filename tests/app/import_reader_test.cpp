// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/import/import_reader.h"

#include "core/segment/datagram.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryFile>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class ImportReaderTest : public QObject {
    Q_OBJECT

private slots:
    void takesEveryForm_data();
    void takesEveryForm();
    void takesCapturesAsTheyCame();
    void keepsTheRestWhenOneIsBad();
    void goesOnAfterABrokenLine();
    void saysWhatAFileIsThatHoldsNoSegments_data();
    void saysWhatAFileIsThatHoldsNoSegments();
    void saysWhenAFileCannotBeRead();
    void endsWhenTheTargetTakesNoMore();
    void readsWhatWindowsShellsWrite();
    void takesAllThatWasRecorded_data();
    void takesAllThatWasRecorded();

private:
    struct Imported {
        Result<ImportReport> report;
        std::vector<ReceivedDocument> documents;
    };

    static Imported import(const QByteArray& text)
    {
        Imported result;
        result.report = importText(text, u"file"_s, [&](ReceivedDocument&& document) -> Result<void> {
            result.documents.push_back(std::move(document));
            return {};
        });
        return result;
    }
};

namespace {

// With space and digits that re-serialising would change.
const QByteArray kDocument = R"({ "id":"70de5b6f19ff9a0a", "name" : "Ärger\n", "start_time":1.478293361271E9,)"
                             R"("end_time":1478293361.50,"trace_id":"1-5759e988-bd862e3fe1be46a994272793"})";

QByteArray quoted(const QByteArray& text)
{
    const QByteArray array = QJsonDocument(QJsonArray{QString::fromUtf8(text)}).toJson(QJsonDocument::Compact);
    return array.mid(1, array.size() - 2);
}

} // namespace

void ImportReaderTest::takesEveryForm_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("count");
    const QByteArray entry = R"({"Id":"70de5b6f19ff9a0a","Document":)" + quoted(kDocument) + '}';
    const QByteArray raw = R"({"Document":)" + kDocument + R"(,"Id":"70de5b6f19ff9a0a"})";
    const auto trace = [](const QByteArray& entries) {
        return R"({"Id":"1-5759e988-bd862e3fe1be46a994272793","Duration":0.2,"Segments":[)" + entries + "]}";
    };
    QTest::newRow("a trace") << trace(entry + ',' + entry) << 2;
    QTest::newRow("BatchGetTraces") << R"({"Traces":[)" + trace(entry) + ',' + trace(entry)
            + R"(],"UnprocessedTraceIds":[]})"
                                    << 2;
    QTest::newRow("the console's raw data") << trace(raw) << 1;
    QTest::newRow("segments in place of entries") << trace(kDocument) << 1;
    QTest::newRow("a map of traces") << R"({"1-5759e988-bd862e3fe1be46a994272793":)" + trace(entry) + '}' << 1;
    QTest::newRow("an array of traces") << '[' + trace(entry) + ",\n" + trace(raw) + ']' << 2;
    QTest::newRow("an array of entries") << '[' + entry + ',' + raw + ']' << 2;
    QTest::newRow("an array of documents") << '[' + kDocument + ']' << 1;
    QTest::newRow("an array of strings") << '[' + quoted(kDocument) + ']' << 1;
    QTest::newRow("a document") << kDocument << 1;
    QTest::newRow("lines of documents") << kDocument + "\n\n" + kDocument + "\r\n" << 2;
    QTest::newRow("lines of traces") << trace(entry) + '\n' + trace(raw) << 2;
    QTest::newRow("PutTraceSegments") << R"({"TraceSegmentDocuments":[)" + quoted(kDocument) + "]}" << 1;
    QTest::newRow("with a byte order mark") << "\xEF\xBB\xBF" + trace(entry) << 1;
}

void ImportReaderTest::takesEveryForm()
{
    QFETCH(QByteArray, text);
    QFETCH(int, count);
    const Imported imported = import(text);
    QVERIFY2(imported.report.has_value(), imported.report ? "" : qPrintable(imported.report.error().message));
    QCOMPARE(imported.report->documents, count);
    QCOMPARE(imported.report->traces.size(), 1U);
    QCOMPARE(imported.report->rejected, 0);
    for (const ReceivedDocument& document : imported.documents) {
        QCOMPARE(document.bytes, kDocument);
        QVERIFY(document.transport == Transport::Import);
        QCOMPARE(document.sender, u"file"_s);
    }
}

void ImportReaderTest::takesCapturesAsTheyCame()
{
    const QByteArray datagram = "{\"format\": \"json\", \"version\": 1}\n" + kDocument;
    const Imported imported =
        import("{\"t\": 1795354309.5, \"d\": " + quoted(datagram) + "}\n{\"t\":1795354310,\"d\":\"no header\"}\n");
    QCOMPARE(imported.documents.size(), std::size_t(2));
    QCOMPARE(imported.documents[0].bytes, datagram);
    QCOMPARE(imported.documents[0].received, fromEpochSeconds(1795354309.5));
    QVERIFY(imported.documents[0].transport == Transport::Udp);
    QCOMPARE(imported.documents[1].bytes, QByteArray("no header"));
    QCOMPARE(imported.report->rejected, 1);
    QCOMPARE(imported.report->rejects.at(0).line, 2);
    const Imported strings = import(quoted(datagram));
    QCOMPARE(strings.documents.at(0).bytes, datagram);
    QVERIFY(strings.documents.at(0).transport == Transport::Udp);
}

void ImportReaderTest::keepsTheRestWhenOneIsBad()
{
    const Imported imported = import(
        "{\"Segments\":[\n{\"Id\":\"x\",\"Document\":\"{broken\"},\n{\"Id\":\"y\",\"Document\":7},\n{\"Id\":\"z\"},\n"
        + kDocument + "\n]}");
    QVERIFY(imported.report.has_value());
    QCOMPARE(imported.report->documents, 1);
    QCOMPARE(imported.documents.size(), 2U); // what cannot be read is handed on, too, and kept as a finding
    QCOMPARE(imported.documents[0].bytes, QByteArray("{broken"));
    QCOMPARE(imported.documents[1].bytes, kDocument);
    QCOMPARE(imported.report->rejected, 3);
    QCOMPARE(imported.report->rejects[0].line, 2);
    QVERIFY(imported.report->rejects[0].message.contains(u"not JSON"_s));
    QCOMPARE(imported.report->rejects[1].line, 3);
    QCOMPARE(imported.report->rejects[2].line, 4);
}

void ImportReaderTest::goesOnAfterABrokenLine()
{
    const Imported imported = import(kDocument + "\n{\"id\":\"cut off\n" + kDocument + "\n{\"a\":[1,\n" + kDocument
        + "\n{\n  \"id\": oops,\n  \"b\": 2\n}\n" + kDocument);
    QVERIFY(imported.report.has_value());
    QCOMPARE(imported.report->documents, 4);
    QCOMPARE(imported.report->rejected, 3);
    QCOMPARE(imported.report->rejects[0].line, 2);
    const Imported cut = import(kDocument + "\n{\"Traces\":[{\"Id\":1");
    QCOMPARE(cut.report->documents, 1);
    QVERIFY(cut.report->rejects.at(0).message.contains(u"ends in the middle"_s));
}

void ImportReaderTest::saysWhatAFileIsThatHoldsNoSegments_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("part");
    QTest::newRow("empty") << QByteArray() << u"is empty"_s;
    QTest::newRow("blank") << QByteArray(" \n\n") << u"is empty"_s;
    QTest::newRow("summaries") << QByteArray(R"({"TraceSummaries":[{"Id":"x"}],"ApproximateTime":1})")
                               << u"GetTraceSummaries"_s;
    QTest::newRow("lists of summaries") << QByteArray(R"([[{"Id":"x","HasFault":false,"Duration":1}]])")
                                        << u"GetTraceSummaries"_s;
    QTest::newRow("graph") << QByteArray(R"({"Services":[{"ReferenceId":0}]})") << u"GetServiceGraph"_s;
    QTest::newRow("other JSON") << QByteArray(R"({"path":"/GetSamplingRules","body":"{}"})") << u"\"path\", \"body\""_s;
    QTest::newRow("no JSON") << QByteArray("hello\nworld\n") << u"This is not JSON"_s;
    QTest::newRow("a number") << QByteArray("42") << u"\"42\""_s;
    QTest::newRow("cut off") << QByteArray("{\"Traces\":[") << u"ends in the middle"_s;
}

void ImportReaderTest::saysWhatAFileIsThatHoldsNoSegments()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, part);
    const Imported imported = import(text);
    QVERIFY(!imported.report.has_value());
    QVERIFY2(imported.report.error().message.contains(part), qPrintable(imported.report.error().message));
}

void ImportReaderTest::saysWhenAFileCannotBeRead()
{
    const auto refuse = [](ReceivedDocument&&) -> Result<void> { return {}; };
    const auto missing = importFile(u"/nowhere/at/all.json"_s, refuse);
    QVERIFY(missing.error().message.startsWith(u"/nowhere/at/all.json cannot be read"_s));
    QTemporaryFile session;
    QVERIFY(session.open());
    session.write("SQLite format 3");
    session.flush();
    QVERIFY(importFile(session.fileName(), refuse).error().message.contains(u"is a session file"_s));
    QTemporaryFile broken(QDir::tempPath() + u"/XXXXXX.fluoro"_s);
    QVERIFY(broken.open());
    broken.write(QByteArray(300, '\xc3'));
    broken.flush();
    QVERIFY(
        importFile(broken.fileName(), refuse).error().message.contains(u"neither a session of Fluoroscope nor JSON"_s));
}

void ImportReaderTest::endsWhenTheTargetTakesNoMore()
{
    int taken = 0;
    const auto report = importText(kDocument + '\n' + kDocument + '\n' + kDocument, u"file"_s,
        [&](ReceivedDocument&&) -> Result<void> { return ++taken < 2 ? Result<void>() : failure(u"full"_s); });
    QCOMPARE(report.error().message, u"full"_s);
    QCOMPARE(taken, 2);
}

void ImportReaderTest::readsWhatWindowsShellsWrite()
{
    const QString text = QString::fromUtf8(kDocument);
    const QByteArray utf16 = "\xFF\xFE" + QByteArray(reinterpret_cast<const char*>(text.utf16()), text.size() * 2);
    QCOMPARE(import(utf16).documents.at(0).bytes, kDocument);
}

void ImportReaderTest::takesAllThatWasRecorded_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("documents");
    QTest::addColumn<int>("traces");
    const QDir data(qEnvironmentVariable("FLUOROSCOPE_DATA"));
    if (!data.exists(u"recorded"_s)) {
        QSKIP("The recorded traces are not here: set FLUOROSCOPE_DATA to the folder that holds recorded/.");
    }
    QTest::newRow("capture") << data.filePath(u"captures/node-sdk-3.12.jsonl"_s) << 70 << 40;
    QTest::newRow("objects in Segments") << data.filePath(u"recorded/iatk/trace01.json"_s) << 31 << 1;
    QTest::newRow("links") << data.filePath(u"recorded/iatk/traceWithLinks01.json"_s) << 2 << 1;
    QTest::newRow("BatchGetTraces") << data.filePath(u"recorded/scorekeep/xray-api-gettingdata.08.json"_s) << 5 << 1;
    const QDir servibench(data.filePath(u"recorded/servibench"_s));
    for (const QString& app : servibench.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QDir folder(servibench.filePath(app));
        for (const QString& file : folder.entryList({u"*.json"_s})) {
            QFile source(folder.filePath(file));
            QVERIFY(source.open(QIODevice::ReadOnly));
            QJsonObject trace = QJsonDocument::fromJson(source.readAll()).object();
            if (trace.size() == 1) {
                trace = trace.begin().value().toObject();
            }
            QTest::newRow(qPrintable(app + u'/' + file))
                << source.fileName() << int(trace.value(u"Segments").toArray().size()) << 1;
        }
    }
}

void ImportReaderTest::takesAllThatWasRecorded()
{
    QFETCH(QString, file);
    QFETCH(int, documents);
    QFETCH(int, traces);
    const auto report = importFile(file, [](ReceivedDocument&&) -> Result<void> { return {}; });
    QVERIFY2(report.has_value(), report ? "" : qPrintable(report.error().message));
    QCOMPARE(report->documents, documents);
    QCOMPARE(static_cast<int>(report->traces.size()), traces);
    QVERIFY2(report->rejected == 0, report->rejects.empty() ? "" : qPrintable(report->rejects[0].message));
}

QTEST_GUILESS_MAIN(ImportReaderTest)
#include "import_reader_test.moc"
