// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Everything that real SDKs put into documents is read (reference 2.3 to 2.9 and 2.11).

#include "core/segment/segment_reader.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class SegmentReaderTest : public QObject {
    Q_OBJECT

private slots:
    void tolerates_data();
    void tolerates();
    void readsTheMembersOfASegment();
    void readsHttp();
    void readsAws();
    void readsSql();
    void readsEveryFormOfCause();
    void readsAnnotations();
    void readsLinks();
    void readsSubsegmentsInPreOrder();
    void readsDeepNesting();
    void takesTheLastOfEqualMembers();
    void readsIdsInAnyForm();
    void replacesWhatIsNotUtf8();
    void findsAnObjectAtAnyDepth();
};

namespace {

Segment read(const QByteArray& members)
{
    const ReadDocuments read = readSegmentDocuments(
        R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"aaaaaaaaaaaaaaa1","name":"shop","start_time":1716560306.1,"end_time":1716560306.4,)"
        + members + '}');
    return read.rejections.empty() ? read.documents.at(0).segments.at(0) : Segment();
}

} // namespace

void SegmentReaderTest::tolerates_data()
{
    QTest::addColumn<QByteArray>("members");
    const auto row = [](const char* name, const QByteArray& members) { QTest::newRow(name) << members; };
    row("Go's dummy", R"("Dummy":false)");
    row("Node.js's notTraced", R"("notTraced":false)");
    row("unknown members", R"("x":{"y":[1,{"z":null}]},"in_progress_x":true)");
    row("in progress and ended", R"("in_progress":true)");
    row("not in progress", R"("in_progress":false)");
    row("exponents", R"("start_time":1.478293361271E9,"end_time":1.478293361449e+9)");
    row("times as text", R"("start_time":"1716560306.1","end_time":"1716560306.4")");
    row("whole seconds", R"("start_time":1,"end_time":2)");
    row("ends before it starts", R"("start_time":5,"end_time":2)");
    row("1970", R"("start_time":0,"end_time":0)");
    row("a far day", R"("start_time":253402300799,"end_time":253402300799.9)");
    row("nulls",
        R"("http":null,"aws":null,"sql":null,"cause":null,"annotations":null,"metadata":null,"subsegments":null,
        "links":null,"user":null,"origin":null,"parent_id":null,"type":null,"error":null,"namespace":null,"service":null)");
    row("wrong types", R"("http":1,"aws":"x","sql":[],"cause":7,"annotations":[1],"metadata":"m","subsegments":{"a":1},
        "links":{},"user":{},"origin":[],"error":"yes","fault":1,"throttle":[])");
    row("wrong types within",
        R"("http":{"request":[],"response":"x"},"aws":{"ec2":1,"resource_names":"x"},"subsegments":[null,1,"x",[]])");
    row("broken parent of a segment", R"("parent_id":"none")");
    row("own type", R"("type":"segment")");
    row("escapes", R"("user":"\"\\\/\b\f\n\r\t\u00e4\ud83d\ude00\ud800")");
    row("unknown escape", R"("user":"\d")");
    row("control characters", "\"user\":\"a\tb\nc\"");
    row("strings of 64 KiB", R"("metadata":{"x":")" + QByteArray(65000, 'x') + "\"}");
}

void SegmentReaderTest::tolerates()
{
    QFETCH(QByteArray, members);
    const Segment segment = read(members);
    QCOMPARE(segment.id.toString(), u"aaaaaaaaaaaaaaa1"_s);
    QVERIFY(!segment.inProgress);
    QVERIFY(!segment.error && !segment.fault && !segment.throttle);
    QVERIFY(!segment.subsegment);
}

void SegmentReaderTest::readsTheMembersOfASegment()
{
    const Segment segment =
        read(R"("parent_id":"BBBBBBBBBBBBBBB1","origin":"AWS::EC2::Instance","user":"u42","error":true,
        "throttle":true,"fault":true,"resource_arn":"arn:x","inferred":true,"namespace":"remote","traced":true)");
    QCOMPARE(segment.name, u"shop"_s);
    QCOMPARE(segment.start, Timestamp(std::chrono::microseconds(1716560306100000)));
    QCOMPARE(segment.duration(), std::chrono::milliseconds(300));
    QCOMPARE(segment.parentId.toString(), u"bbbbbbbbbbbbbbb1"_s);
    QCOMPARE(segment.origin, u"AWS::EC2::Instance"_s);
    QCOMPARE(segment.user, u"u42"_s);
    QCOMPARE(segment.resourceArn, u"arn:x"_s);
    QVERIFY(segment.error && segment.throttle && segment.fault && segment.inferred && segment.traced);
    QCOMPARE(segment.nameSpace, Namespace::Remote);
    QCOMPARE(read(R"("namespace":"local")").nameSpace, Namespace::Local);
    QCOMPARE(read(R"("namespace":"aws")").nameSpace, Namespace::Aws);
    QVERIFY(read(R"("http":{"request":{"traced":true}})").traced);

    const ReadDocuments open = readSegmentDocuments(
        R"({"trace_id":"6650a1b20123456789abcdef01234567","id":"aaaaaaaaaaaaaaa1","name":"shop","start_time":1.5,"in_progress":true})");
    QCOMPARE(open.documents.at(0).traceId.toString(), u"1-6650a1b2-0123456789abcdef01234567"_s);
    QVERIFY(open.documents.at(0).segments.at(0).inProgress);
    QCOMPARE(open.documents.at(0).segments.at(0).duration(), Duration());
}

void SegmentReaderTest::readsHttp()
{
    const Segment segment =
        read(R"("http":{"request":{"method":"GET","url":"http://x/ä","user_agent":"curl","client_ip":"::1",
        "x_forwarded_for":true},"response":{"status":"404","content_length":"12"}})");
    QVERIFY(segment.http);
    QCOMPARE(segment.http->method, u"GET"_s);
    QCOMPARE(segment.http->url, u"http://x/ä"_s);
    QCOMPARE(segment.http->userAgent, u"curl"_s);
    QCOMPARE(segment.http->clientIp, u"::1"_s);
    QVERIFY(segment.http->xForwardedFor);
    QCOMPARE(segment.status(), 404);
    QCOMPARE(segment.http->contentLength, std::optional<qint64>(12));
    QCOMPARE(outcomeOf(segment), Outcome::Error);
    QCOMPARE(read(R"("http":{"response":{"status":200,"content_length":-1}})").http->contentLength,
        std::optional<qint64>(-1));
    QCOMPARE(read(R"("http":{"response":{"status":"","content_length":null}})").status(), 0);
    QCOMPARE(read(R"("http":{"response":{"status":null}})").http, nullptr);
    QCOMPARE(read(R"("http":{"method":"POST"})").http, nullptr); // .NET's tests
    QVERIFY(read(R"("http":{"response":{"status":1e300,"content_length":-1e300}})").http); // no overflow
}

void SegmentReaderTest::readsAws()
{
    const Segment segment =
        read(R"("aws":{"operation":"GetItem","region":"eu-west-1","account_id":123456789012,"request_id":"R1",
        "table_name":"Carts","bucket_name":"b","queue_url":"q","topic_arn":"t","function_name":"f","resource_names":["Carts",1],
        "ec2":{"instance_id":"i-1"},"ecs":{"availability_zone":"eu-west-1a"},"unknown":{}})");
    QVERIFY(segment.aws);
    const AwsData expected{u"GetItem"_s, u"eu-west-1"_s, u"123456789012"_s, u"R1"_s, u"Carts"_s, u"b"_s, u"q"_s, u"t"_s,
        u"f"_s, u"i-1"_s, u"eu-west-1a"_s, {u"Carts"_s}};
    QCOMPARE(*segment.aws, expected);
    QCOMPARE(read(R"("aws":{"xray":{"sdk":"X-Ray for Go"}})").aws, nullptr); // nothing in it that names a thing
}

void SegmentReaderTest::readsSql()
{
    const Segment segment = read(R"("sql":{"url":"jdbc:x","sanitized_query":"SELECT ?","database_type":"PostgreSQL",
        "database_version":"9.5","driver_version":"42","user":"dbuser","preparation":"statement"})");
    const SqlData expected{u"jdbc:x"_s, u"SELECT ?"_s, u"PostgreSQL"_s, u"9.5"_s, u"42"_s, u"dbuser"_s, u"statement"_s};
    QVERIFY(segment.sql);
    QCOMPARE(*segment.sql, expected);
    QCOMPARE(read(R"("sql":{"connection_string":"db:x"})").sql->url, u"db:x"_s);
    QVERIFY(read(R"("sql":{})").sql == nullptr || read(R"("sql":{})").sql->url.isEmpty());
}

void SegmentReaderTest::readsEveryFormOfCause()
{
    const Segment whole = read(R"("cause":{"working_directory":"/w","paths":[],"exceptions":[
        {"id":null,"message":"m","type":"T","remote":true,"truncated":3,"skipped":2,"cause":"bbbbbbbbbbbbbbb2","stack":[
            {"path":null,"line":null,"label":"anonymous"},{},{"path":"a.js","line":12,"label":"f"}]},{"id":"bbbbbbbbbbbbbbb2"},null]})");
    QVERIFY(whole.cause);
    QCOMPARE(whole.cause->workingDirectory, u"/w"_s);
    QCOMPARE(whole.cause->exceptions.size(), std::size_t(2));
    const Exception expected{
        {}, u"T"_s, u"m"_s, u"bbbbbbbbbbbbbbb2"_s, true, 3, 2, {{{}, 0, u"anonymous"_s}, {}, {u"a.js"_s, 12, u"f"_s}}};
    QCOMPARE(whole.cause->exceptions.at(0), expected);
    QCOMPARE(read(R"("cause":"bbbbbbbbbbbbbbb2")").cause->referencedId, u"bbbbbbbbbbbbbbb2"_s);
    QCOMPARE(read(R"("cause":{"id":"bbbbbbbbbbbbbbb2","exceptions":[]})").cause->referencedId, u"bbbbbbbbbbbbbbb2"_s);
    QCOMPARE(read(R"("cause":{})").cause, nullptr);
    QCOMPARE(read(R"("cause":{"message":"short"})").cause->exceptions.at(0).message, u"short"_s);
}

void SegmentReaderTest::readsAnnotations()
{
    const Segment segment =
        read(R"("annotations":{"z":true,"a.b":1.5,"aws:api_id":"x","with-dash":1,"":2,"ä":3,"list":[1],
        "object":{},"none":null,"_":"","a.b":2.5})");
    const std::vector<Annotation> expected{
        {u"_"_s, QString()}, {u"a.b"_s, 2.5}, {u"aws:api_id"_s, u"x"_s}, {u"z"_s, true}};
    QVERIFY(segment.annotations);
    QVERIFY(*segment.annotations == expected);
    QCOMPARE(read(R"("annotations":{})").annotations, nullptr);
}

void SegmentReaderTest::readsLinks()
{
    const Segment segment =
        read(R"("links":[null,{"trace_id":"broken"},{"trace_id":"1-6650a1b2-0123456789abcdef01234568",
        "id":"bbbbbbbbbbbbbbb1","attributes":{"aws.xray.reserved.reference_type":"parent","aws.xray.reserved.names":["fn"],
        "aws.xray.reserved.type":"AWS::Lambda"}}])");
    QVERIFY(segment.links);
    QCOMPARE(segment.links->size(), std::size_t(1));
    QCOMPARE(segment.links->at(0).segmentId.toString(), u"bbbbbbbbbbbbbbb1"_s);
    QVERIFY(segment.links->at(0).toParent);
    QCOMPARE(segment.links->at(0).name, u"fn"_s);
}

void SegmentReaderTest::readsSubsegmentsInPreOrder()
{
    const ReadDocuments read =
        readSegmentDocuments(R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"0000000000000001","name":"a?b",
        "type":"subsegment","parent_id":"000000000000000f","start_time":1,"end_time":9,"subsegments":[
        {"id":"0000000000000002","name":"?","start_time":1,"end_time":2,"subsegments":[{"id":"0000000000000003","name":"c","start_time":1,"end_time":2,
            "type":"subsegment","trace_id":"1-6650a1b2-0123456789abcdef01234567","parent_id":"0000000000000002","in_progress":false}]},
        {"id":"0000000000000004","name":"d","start_time":3,"in_progress":true}]})");
    const std::vector<Segment>& tree = read.documents.at(0).segments;
    QVERIFY(read.documents.at(0).independent);
    QCOMPARE(tree.size(), std::size_t(4));
    const std::array parents{-1, 0, 1, 0};
    const std::array nexts{4, 3, 3, 4};
    const std::array depths{0, 1, 2, 1};
    for (std::size_t i = 0; i < 4; ++i) {
        QCOMPARE(tree[i].id.value(), std::uint64_t(i + 1));
        QCOMPARE(tree[i].parent, parents[i]);
        QCOMPARE(tree[i].next, nexts[i]);
        QCOMPARE(tree[i].depth, depths[i]);
        QVERIFY(tree[i].subsegment);
    }
    QVERIFY(tree[3].inProgress);
}

void SegmentReaderTest::readsDeepNesting()
{
    QByteArray json =
        R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"0000000000000001","name":"a","start_time":1,"end_time":9)";
    for (int i = 2; i <= 500; ++i) {
        json += R"(,"subsegments":[{"id":")" + QByteArray::number(i, 16).rightJustified(16, '0')
            + R"(","name":"a","start_time":1,"end_time":9)";
    }
    json += "}" + QByteArray("]}").repeated(499);
    const ReadDocuments read = readSegmentDocuments(json);
    QVERIFY2(read.rejections.empty(), read.rejections.empty() ? "" : qPrintable(read.rejections.front().message));
    QCOMPARE(read.documents.at(0).segments.size(), std::size_t(500));
    QCOMPARE(read.documents.at(0).segments.back().depth, 499);
    const json::Text text(json);
    QVERIFY(findSegment(text.root(), SegmentId(500)).isObject());
}

void SegmentReaderTest::takesTheLastOfEqualMembers()
{
    const Segment segment = read(R"("user":"first","user":"second","na\u006de":"escaped")");
    QCOMPARE(segment.user, u"second"_s);
    QCOMPARE(segment.name, u"escaped"_s);
}

void SegmentReaderTest::readsIdsInAnyForm()
{
    const auto parent = [](const QByteArray& text) { return read("\"parent_id\":" + text).parentId; };
    QCOMPARE(parent(R"("BBBBBBBBBBBBBBB1")"), SegmentId(0xbbbbbbbbbbbbbbb1));
    QCOMPARE(parent(R"("bbbbbbbb\u0062bbbbbb1")"), SegmentId(0xbbbbbbbbbbbbbbb1));
    QCOMPARE(parent("\"\xEF\xBB\xBF"
                    "bbbbbbbbbbbbbbb1\""),
        SegmentId(0xbbbbbbbbbbbbbbb1)); // as text is read, its mark is no part
    QCOMPARE(parent("1234567890123456"), SegmentId()); // a number, not a string
    QCOMPARE(parent("1111111111111111"), SegmentId());
    QCOMPARE(parent(R"("bbbbbbbbbbbbbbb")"), SegmentId());
    QCOMPARE(parent("\"bbbbbbbbbbbbbb\xc3\xa4\""), SegmentId());
    QCOMPARE(parent("[\"bbbbbbbbbbbbbbb1\"]"), SegmentId());
}

void SegmentReaderTest::replacesWhatIsNotUtf8()
{
    const QByteArray members = "\"user\":\"M\xfcller\",\"metadata\":{\"x\":\"\xff\xfe\"}";
    QCOMPARE(read(members).user, u"M\uFFFDller"_s);
    const QByteArray json = R"({"id":"aaaaaaaaaaaaaaa1",)" + members + '}';
    const json::Text text(json);
    QCOMPARE(findSegment(text.root(), SegmentId(0xaaaaaaaaaaaaaaa1))["user"].text(), u"M\uFFFDller"_s);
}

void SegmentReaderTest::findsAnObjectAtAnyDepth()
{
    const json::Text text(
        R"([{"id":"0000000000000001"},{"id":"0000000000000002","subsegments":[{"id":"0000000000000003","name":"x"}]}])");
    QCOMPARE(findSegment(text.root(), SegmentId(3))["name"].text(), u"x"_s);
    QVERIFY(findSegment(text.root(), SegmentId(1)).isObject());
    QVERIFY(!findSegment(text.root(), SegmentId(4)).isObject());
    const json::Text broken("broken");
    QVERIFY(!findSegment(broken.root(), SegmentId(4)).isObject());
}

QTEST_GUILESS_MAIN(SegmentReaderTest)
#include "segment_reader_test.moc"
