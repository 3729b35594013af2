// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What X-Ray refuses, and with which code (reference 2.10).

#include "core/segment/segment_reader.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class SegmentRejectionsTest : public QObject {
    Q_OBJECT

private slots:
    void refuses_data();
    void refuses();
    void allowsNames_data();
    void allowsNames();
    void takesWhatIsSoundInAnArray();
    void namesTheSegmentThatWasSent();
};

void SegmentRejectionsTest::refuses_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("code");
    const auto row = [](const char* name, const QByteArray& json, const char* code) {
        QTest::newRow(name) << json << QString::fromLatin1(code);
    };
    const QByteArray trace = R"("trace_id":"1-6650a1b2-0123456789abcdef01234567")";
    const QByteArray id = R"("id":"aaaaaaaaaaaaaaa1")";
    const QByteArray times = R"("start_time":1.5,"end_time":2.5)";
    const QByteArray name = R"("name":"shop")";
    const auto segment = [&](const QByteArray& t, const QByteArray& i, const QByteArray& n, const QByteArray& s,
                             const QByteArray& more = {}) {
        QByteArrayList members;
        for (const QByteArray& member : {t, i, n, s, more}) {
            if (!member.isEmpty()) {
                members.append(member);
            }
        }
        return QByteArray("{" + members.join(',') + "}");
    };
    row("nothing", "", "ParseError");
    row("blanks", " \n", "ParseError");
    row("not JSON", "hello", "ParseError");
    row("cut off", segment(trace, id, name, times).chopped(1), "ParseError");
    row("cut in a string", "{\"name\":\"sho", "ParseError");
    row("cut in an escape", "{\"name\":\"sho\\", "ParseError");
    row("broken escape", R"({"name":"\u12g4"})", "ParseError");
    row("more behind", segment(trace, id, name, times) + "x", "ParseError");
    row("two documents", segment(trace, id, name, times) + segment(trace, id, name, times), "ParseError");
    row("trailing comma", "{\"id\":\"a\",}", "ParseError");
    row("no comma", "{\"id\":\"a\" \"b\":1}", "ParseError");
    row("wrong bracket", "{\"id\":[1}}", "ParseError");
    row("NaN", "{\"start_time\":NaN}", "ParseError");
    row("zero byte behind", segment(trace, id, name, times) + QByteArray(1, '\0'), "ParseError");
    row("deeper than any reader", QByteArray(100000, '['), "ParseError");
    row("text", "\"segment\"", "ParseError");
    row("number", "1", "ParseError");
    row("null", "null", "ParseError");
    row("array of numbers", "[1]", "ParseError");
    row("empty array", "[]", "MissingId");
    row("empty object", "{}", "MissingId");
    row("no id", segment(trace, {}, name, times), "MissingId");
    row("id null", segment(trace, R"("id":null)", name, times), "MissingId");
    row("short id", segment(trace, R"("id":"aaaaaaaaaaaaaaa")", name, times), "InvalidId");
    row("id of other letters", segment(trace, R"("id":"gaaaaaaaaaaaaaa1")", name, times), "InvalidId");
    row("id of zeros", segment(trace, R"("id":"0000000000000000")", name, times), "InvalidId");
    row("no trace id", segment({}, id, name, times), "MissingTraceId");
    row("trace id null", segment(R"("trace_id":null)", id, name, times), "MissingTraceId");
    row("broken trace id", segment(R"("trace_id":"1-6650a1b2")", id, name, times), "InvalidTraceId");
    row("trace id of zeros", segment(R"("trace_id":"1-00000000-000000000000000000000000")", id, name, times),
        "InvalidTraceId");
    row("no name", segment(trace, id, {}, times), "MissingName");
    row("empty name", segment(trace, id, R"("name":"")", times), "MissingName");
    row("bad name", segment(trace, id, R"("name":"a?b")", times), "InvalidName");
    row("name with a picture", segment(trace, id, R"("name":"shop \ud83d\ude00")", times), "InvalidName");
    row("long name", segment(trace, id, R"("name":")" + QByteArray(201, 'a') + '"', times), "InvalidName");
    row("no start", segment(trace, id, name, R"("end_time":2)"), "MissingStartTime");
    row("start not a number", segment(trace, id, name, R"("start_time":"soon","end_time":2)"), "MissingStartTime");
    row("start nan", segment(trace, id, name, R"("start_time":"nan","end_time":2)"), "MissingStartTime");
    row("start beyond time", segment(trace, id, name, R"("start_time":1e300,"end_time":2)"), "MissingStartTime");
    row("start in milliseconds", segment(trace, id, name, R"("start_time":1716560306100,"end_time":2)"),
        "MissingStartTime");
    row("start before 1970", segment(trace, id, name, R"("start_time":-1,"end_time":2)"), "MissingStartTime");
    row("no end", segment(trace, id, name, R"("start_time":1)"), "MissingEndTime");
    row("end null", segment(trace, id, name, R"("start_time":1,"end_time":null)"), "MissingEndTime");
    row("end infinite", segment(trace, id, name, R"("start_time":1,"end_time":"inf")"), "MissingEndTime");
    row("end beyond time", segment(trace, id, name, R"("start_time":1,"end_time":1e999)"), "MissingEndTime");
    row("not in progress", segment(trace, id, name, R"("start_time":1,"in_progress":false)"), "MissingEndTime");
    row("an embedded one without end",
        segment(trace, id, name, times, R"("subsegments":[{"id":"bbbbbbbbbbbbbbb1","name":"x","start_time":1}])"),
        "MissingEndTime");
    row("an embedded one without id",
        segment(trace, id, name, times, R"("subsegments":[{"name":"x","start_time":1,"end_time":2}])"), "MissingId");
    row("an embedded one without name",
        segment(trace, id, name, times, R"("subsegments":[{"id":"bbbbbbbbbbbbbbb1","start_time":1,"end_time":2}])"),
        "MissingName");
    row("alone without parent", segment(trace, id, name, times, R"("type":"subsegment")"), "MissingParentId");
    row("alone with a broken parent", segment(trace, id, name, times, R"("type":"subsegment","parent_id":"1")"),
        "MissingParentId");
}

void SegmentRejectionsTest::refuses()
{
    QFETCH(QByteArray, json);
    const ReadDocuments read = readSegmentDocuments(json);
    QCOMPARE(read.documents.size(), std::size_t(0));
    QCOMPARE(read.rejections.size(), std::size_t(1));
    QTEST(toString(read.rejections.front().code), "code");
    QVERIFY(read.rejections.front().message.endsWith(u'.'));
}

void SegmentRejectionsTest::allowsNames_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("signs") << u"a_.:/%&#=+-@\\\\9"_s;
    QTest::newRow("blank") << u"my shop"_s;
    QTest::newRow("umlaut") << u"Bücher"_s;
    QTest::newRow("Japanese") << u"注文サービス"_s;
    QTest::newRow("Cyrillic") << u"магазин"_s;
    QTest::newRow("letter beyond 16 bits") << u"𠀋店"_s;
    QTest::newRow("roman number") << u"Ⅳ"_s;
    QTest::newRow("200") << QString(200, u'a');
}

void SegmentRejectionsTest::allowsNames()
{
    QFETCH(QString, name);
    const QByteArray json =
        R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"aaaaaaaaaaaaaaa1","start_time":1,"end_time":2,"name":")"
        + name.toUtf8() + "\"}";
    const ReadDocuments read = readSegmentDocuments(json);
    QVERIFY2(read.rejections.empty(), read.rejections.empty() ? "" : qPrintable(read.rejections.front().message));
    QCOMPARE(read.documents.front().segments.front().name, name.replace("\\\\"_L1, "\\"_L1));
}

void SegmentRejectionsTest::takesWhatIsSoundInAnArray()
{
    const ReadDocuments read = readSegmentDocuments(
        R"([{"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"aaaaaaaaaaaaaaa1","name":"x","start_time":1,"end_time":2},
            {"name":"broken"}, [],
            {"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"aaaaaaaaaaaaaaa2","name":"y","start_time":1,"end_time":2,
             "type":"subsegment","parent_id":"aaaaaaaaaaaaaaa1"}])");
    QCOMPARE(read.documents.size(), std::size_t(2));
    QCOMPARE(read.documents.at(1).segments.front().name, u"y"_s);
    QVERIFY(read.documents.at(1).independent);
    QCOMPARE(read.rejections.size(), std::size_t(2));
    QVERIFY(read.rejections.at(0).code == RejectionCode::MissingId);
    QVERIFY(read.rejections.at(1).code == RejectionCode::ParseError);
}

void SegmentRejectionsTest::namesTheSegmentThatWasSent()
{
    const ReadDocuments read = readSegmentDocuments(
        R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"aaaaaaaaaaaaaaa1","name":"x","start_time":1,"end_time":2,
            "subsegments":[{"id":"bbbbbbbbbbbbbbb1","name":"open","start_time":1}]})");
    QCOMPARE(read.rejections.front().id, u"aaaaaaaaaaaaaaa1"_s); // UnprocessedTraceSegments speaks of documents
    QVERIFY(read.rejections.front().message.contains(u"open")); // the message of the part that is wrong
}

QTEST_GUILESS_MAIN(SegmentRejectionsTest)
#include "segment_rejections_test.moc"
