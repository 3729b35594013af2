// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Documents that SDKs and AWS wrote are read, and JSON is what QJsonDocument says it is.

#include "core/json/json_text.h"
#include "core/segment/datagram.h"
#include "tests/core/documents.h"

#include <QDir>
#include <QFile>
#include <QTest>
#include <random>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

namespace {

template <typename Part> bool isSamePart(const std::shared_ptr<const Part>& a, const std::shared_ptr<const Part>& b)
{
    return a && b ? *a == *b : !a && !b;
}

bool isSame(const Segment& a, const Segment& b)
{
    const auto plain = [](const Segment& s) {
        return std::tuple(s.id, s.parentId, s.name, s.start, s.end, s.inProgress, s.error, s.fault, s.throttle,
            s.subsegment, s.inferred, s.traced, s.nameSpace, s.origin, s.user, s.resourceArn, s.parent, s.next,
            s.depth);
    };
    return plain(a) == plain(b) && isSamePart(a.http, b.http) && isSamePart(a.aws, b.aws) && isSamePart(a.sql, b.sql)
        && isSamePart(a.cause, b.cause) && isSamePart(a.annotations, b.annotations) && isSamePart(a.links, b.links);
}

bool isSame(const ReadDocuments& a, const ReadDocuments& b)
{
    const auto equal = [](const SegmentDocument& one, const SegmentDocument& other) {
        return one.traceId == other.traceId && one.independent == other.independent
            && std::ranges::equal(one.segments, other.segments,
                [](const Segment& left, const Segment& right) { return isSame(left, right); });
    };
    const auto alike = [](const Rejection& one, const Rejection& other) {
        return one.code == other.code && one.id == other.id && one.message == other.message;
    };
    return std::ranges::equal(a.documents, b.documents, equal) && std::ranges::equal(a.rejections, b.rejections, alike);
}

} // namespace

class RealDocumentsTest : public QObject {
    Q_OBJECT

private slots:
    void readsWhatTheNodeSdkSent();
    void readsWhatTheDotNetSdkSends();
    void readsTheGuidesExamples_data();
    void readsTheGuidesExamples();
    void agreesWithQJsonDocument();
    void readsManyAsItReadsEach();

private:
    static QDir data() { return QDir(qEnvironmentVariable("FLUOROSCOPE_DATA")); }
    static QByteArrayList captured();
};

QByteArrayList RealDocumentsTest::captured()
{
    QByteArrayList datagrams;
    QFile file(QStringLiteral(FLUOROSCOPE_FIXTURES "/node-sdk-3.12.jsonl"));
    if (file.open(QIODevice::ReadOnly)) {
        while (!file.atEnd()) {
            datagrams.append(QJsonDocument::fromJson(file.readLine())[u"d"].toString().toUtf8());
        }
    }
    return datagrams;
}

void RealDocumentsTest::readsWhatTheNodeSdkSent()
{
    std::size_t segments = 0;
    const QByteArrayList datagrams = captured();
    QCOMPARE(datagrams.size(), 70);
    for (const QByteArray& datagram : datagrams) {
        const auto document = documentOfDatagram(datagram);
        QVERIFY2(document, datagram.constData());
        const ReadDocuments read = readSegmentDocuments(*document);
        QVERIFY2(read.rejections.empty(), document->constData());
        QCOMPARE(read.documents.size(), std::size_t(1));
        segments += read.documents.front().segments.size();
    }
    QCOMPARE(segments, std::size_t(526));
}

void RealDocumentsTest::readsWhatTheDotNetSdkSends()
{
    QFile file(data().filePath(u"sdk/dotnet/daemon_payloads.derived.jsonl"_s));
    if (!file.open(QIODevice::ReadOnly)) {
        QSKIP("The .NET payloads are not here: set FLUOROSCOPE_DATA to the folder that holds sdk/dotnet.");
    }
    int taken = 0;
    int all = 0;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        const QByteArray datagram = QJsonDocument::fromJson('[' + line + ']').array().at(0).toString().toUtf8();
        const auto document = documentOfDatagram(datagram);
        QVERIFY2(document, line.constData());
        const ReadDocuments read = readSegmentDocuments(*document);
        // The SDK's tests marshal subsegments by themselves, which is never sent: no more may be wrong with them.
        for (const Rejection& rejection : read.rejections) {
            QVERIFY2(
                rejection.code == RejectionCode::MissingTraceId && !document->contains("trace_id"), line.constData());
        }
        ++all;
        taken += static_cast<int>(read.documents.size());
    }
    QCOMPARE(all, 12);
    QVERIFY(taken >= 4);
}

void RealDocumentsTest::readsTheGuidesExamples_data()
{
    const QDir folder(data().filePath(u"docs_examples"_s));
    if (!folder.exists()) {
        QSKIP("The guide's examples are not here: set FLUOROSCOPE_DATA to the folder that holds docs_examples.");
    }
    QTest::addColumn<QByteArray>("document");
    for (const QString& name : folder.entryList({u"*.json"_s})) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray document = file.readAll();
        QJsonObject object = QJsonDocument::fromJson(document).object();
        if (!object.contains(u"start_time")) {
            continue; // an answer of the API or a sampling rule
        }
        if (object.contains(u"trace_id")) {
            QTest::newRow(qPrintable(name)) << document;
        } else { // a subsegment, shown without what is around it
            const QJsonObject around{{u"id"_s, u"aaaaaaaaaaaaaaa1"_s}, {u"name"_s, u"around"_s}, {u"start_time"_s, 1},
                {u"end_time"_s, 2}, {u"trace_id"_s, u"1-581cf771-a006649127e371903a2de979"_s},
                {u"subsegments"_s, QJsonArray{object}}};
            QTest::newRow(qPrintable(name)) << test::compact(around);
        }
    }
}

void RealDocumentsTest::readsTheGuidesExamples()
{
    QFETCH(QByteArray, document);
    const ReadDocuments read = readSegmentDocuments(document);
    QVERIFY2(read.rejections.empty(), read.rejections.empty() ? "" : qPrintable(read.rejections.front().message));
    QCOMPARE(read.documents.size(), std::size_t(1));
}

namespace {

// Equal to `expected` in all that a reader of documents asks for.
bool equal(const json::Value& value, const QJsonValue& expected)
{
    if (value.isObject() != expected.isObject() || value.isArray() != expected.isArray()
        || value.isString() != expected.isString() || value.isNumber() != expected.isDouble()
        || value.isBool() != expected.isBool() || value.flag() != expected.toBool()) {
        return false;
    }
    if (expected.isString()) {
        return value.text() == expected.toString();
    }
    if (expected.isDouble()) {
        return value.number() == expected.toDouble();
    }
    bool same = true;
    qsizetype count = 0;
    value.forEachElement(
        [&](const json::Value& element) { same = same && equal(element, expected.toArray().at(count++)); });
    same = same && count == expected.toArray().size();
    const QJsonObject object = expected.toObject();
    value.forEachMember([&](const QString& name, const json::Value&) {
        // Looked up by name: of equal names the last counts.
        same = same && object.contains(name) && equal(value[name.toStdString()], object.value(name));
    });
    return same;
}

} // namespace

void RealDocumentsTest::agreesWithQJsonDocument()
{
    QByteArrayList texts{"{}", "[]", " [1,-0,0.5,1e3,1E-3,-12.25e+2] ", R"({"a":{"b":[true,false,null,""]},"a":1})",
        R"(["\u0041\ud83d\ude00\n\"\\\/","ä€😀"])", "\xEF\xBB\xBF{\"a\":1}"};
    for (const QByteArray& datagram : captured()) {
        texts.append(documentOfDatagram(datagram).value());
    }
    std::mt19937 random(20260225);
    const QByteArray alphabet = "{}[]:,\"\\ 0123456789.-+eEtfnu\n";
    int valid = 0;
    for (const QByteArray& text : texts) {
        for (int round = 0; round < 60; ++round) {
            QByteArray mutated = text;
            for (int change = 0; change < round / 10; ++change) {
                mutated[qsizetype(random() % std::size_t(mutated.size()))] =
                    alphabet.at(qsizetype(random() % std::size_t(alphabet.size())));
            }
            QJsonParseError error;
            const QJsonDocument expected = QJsonDocument::fromJson(mutated, &error);
            if (error.error == QJsonParseError::IllegalUTF8String || error.error == QJsonParseError::IllegalNumber) {
                continue; // where we are meant to differ: bytes are replaced, numbers may be beyond a double
            }
            const json::Text ours(mutated);
            const bool container = ours.root().isObject() || ours.root().isArray();
            QVERIFY2(container == (error.error == QJsonParseError::NoError), mutated.constData());
            if (container) {
                ++valid;
                const QJsonValue root =
                    expected.isObject() ? QJsonValue(expected.object()) : QJsonValue(expected.array());
                QVERIFY2(equal(ours.root(), root), mutated.constData());
            }
        }
    }
    QVERIFY(valid > 500);
}

// What a reader keeps of one document must not be seen in another.
void RealDocumentsTest::readsManyAsItReadsEach()
{
    SegmentReader reader;
    std::mt19937 random(20260302);
    std::size_t segments = 0;
    std::size_t rejections = 0;
    for (const QByteArray& datagram : captured()) {
        const QByteArray document = documentOfDatagram(datagram).value();
        for (int round = 0; round < 40; ++round) {
            QByteArray text = document;
            for (int change = 0; change < round / 10; ++change) {
                text[qsizetype(random() % std::size_t(text.size()))] = char(random());
            }
            const ReadDocuments expected = readSegmentDocuments(text);
            const ReadDocuments read = reader.read(text);
            QVERIFY2(isSame(read, expected), text.constData());
            segments += read.documents.empty() ? 0 : read.documents.front().segments.size();
            rejections += read.rejections.size();
        }
    }
    QVERIFY(segments > 5000 && rejections > 500);
}

QTEST_GUILESS_MAIN(RealDocumentsTest)
#include "real_documents_test.moc"
