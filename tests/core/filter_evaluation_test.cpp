// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which filter expressions hand-made traces match: each keyword, each operator, inside braces and out.

#include "core/filter/filter_evaluation.h"
#include "core/filter/filter_parser.h"
#include "tests/core/documents.h"
#include "tests/core/made_documents.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using test::made;

class FilterEvaluationTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void matchesTheWorkedExample_data();
    void matchesTheWorkedExample();
    void matchesWhatItShould_data();
    void matchesWhatItShould();

private:
    static bool isMatch(const FilterSubject& subject, const QString& text);
    QHash<QString, Trace> m_traces;
};

namespace {

// The reference's appendix A, as its SDK would send it.
Trace workedExample()
{
    return test::traceOf(
        {R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"aaaaaaaaaaaaaaa1","name":"shop","start_time":1716560306.1,
"end_time":1716560306.4,"origin":"AWS::ECS::Container","user":"u42","http":{"request":{"method":"GET",
"url":"http://shop.example.com/cart/7","client_ip":"10.0.0.9","user_agent":"curl/8"},"response":{"status":200}},
"annotations":{"tier":"gold","items":3},"subsegments":[{"id":"bbbbbbbbbbbbbbb1","name":"DynamoDB","namespace":"aws",
"start_time":1716560306.12,"end_time":1716560306.15,"http":{"response":{"status":200}},"aws":{"operation":"GetItem",
"table_name":"Carts","region":"us-east-1","request_id":"R1"}},{"id":"bbbbbbbbbbbbbbb2","name":"stock.internal",
"namespace":"remote","start_time":1716560306.16,"end_time":1716560306.38,"fault":true,"http":{"request":{"method":"GET",
"url":"http://stock.internal/7"},"response":{"status":500}}}]})"_ba,
            R"({"trace_id":"1-6650a1b2-0123456789abcdef01234567","id":"ccccccccccccccc1","parent_id":"bbbbbbbbbbbbbbb2",
"name":"stock.internal","start_time":1716560306.18,"end_time":1716560306.37,"fault":true,"http":{"request":{"method":"GET",
"url":"http://stock.internal/7"},"response":{"status":500}},"cause":{"exceptions":[{"id":"eeeeeeeeeeeeeee1",
"type":"TimeoutError","message":"db timeout","stack":[{"path":"stock.py","line":12,"label":"lookup"}]}]}})"_ba});
}

QJsonObject http(int status)
{
    return {{u"response"_s, QJsonObject{{u"status"_s, status}}}};
}

// A client error at the root, a throttled call to a queue, two users, values of all types, and a link to another trace.
Trace throttled()
{
    const QJsonObject link{{u"trace_id"_s, u"1-6650a1b2-0123456789abcdef01234568"_s}, {u"id"_s, u"00000000000000aa"_s},
        {u"attributes"_s,
            QJsonObject{{u"aws.xray.reserved.reference_type"_s, u"parent"_s},
                {u"aws.xray.reserved.names"_s, QJsonArray{u"feeder"_s}},
                {u"aws.xray.reserved.type"_s, u"AWS::Lambda"_s}}}};
    return test::traceOf(
        {made(u"worker", 1)
                .at(0, 4)
                .member(u"origin", u"AWS::EC2::Instance"_s)
                .member(u"user", u"alice"_s)
                .member(u"http", http(429))
                .member(u"resource_arn", u"arn:aws:ecs:us-east-1:1:task/7"_s)
                .member(u"links", QJsonArray{link})
                .member(u"aws",
                    QJsonObject{{u"account_id"_s, u"123456789012"_s},
                        {u"ec2"_s,
                            QJsonObject{{u"instance_id"_s, u"i-07"_s}, {u"availability_zone"_s, u"us-east-1b"_s}}}})
                .member(u"annotations", QJsonObject{{u"size"_s, 3}, {u"paid"_s, true}, {u"note"_s, u"3"_s}})
                .with(made(u"SQS", 2)
                          .at(1, 2)
                          .member(u"namespace", u"aws"_s)
                          .member(u"throttle", true)
                          .member(u"annotations", QJsonObject{{u"size"_s, 5}})
                          .member(u"aws", QJsonObject{{u"queue_url"_s, u"https://sqs/1/jobs"_s}}))
                .with(made(u"mailer", 3).at(2, 4).member(u"namespace", u"remote"_s)),
            made(u"mailer", 4).child(3).at(2, 9).member(u"user", u"bob"_s)});
}

// The worked example ten times as slow, which makes its response time a matter of root causes.
Trace slow()
{
    return test::traceOf({made(u"shop", 1)
                              .at(0, 3)
                              .with(made(u"DynamoDB", 2).at(0.2, 0.5).member(u"namespace", u"aws"_s))
                              .with(made(u"stock.internal", 3).at(0.6, 2.8).member(u"namespace", u"remote"_s)),
        made(u"stock.internal", 4).child(3).at(0.8, 2.7)});
}

Trace running()
{
    return test::traceOf({made(u"shop", 1).inProgress().with(made(u"work", 2).at(0, 3))});
}

} // namespace

bool FilterEvaluationTest::isMatch(const FilterSubject& subject, const QString& text)
{
    const auto parsed = parseFilter(text);
    if (!parsed) {
        qWarning("%s: %s", qPrintable(text), qPrintable(parsed.error().message));
    }
    return parsed && matches(*parsed, subject);
}

void FilterEvaluationTest::initTestCase()
{
    m_traces = {{u"example"_s, workedExample()}, {u"throttled"_s, throttled()}, {u"running"_s, running()},
        {u"slow"_s, slow()}, {u"empty"_s, Trace()}};
    QCOMPARE(m_traces[u"example"_s].segments.size(), 5U);
    QCOMPARE(m_traces[u"throttled"_s].segments.size(), 5U);
}

void FilterEvaluationTest::matchesTheWorkedExample_data()
{
    QTest::addColumn<bool>("isExpected");
    const auto row = [](const char* text, bool isExpected) { QTest::newRow(text) << isExpected; };
    row("ok", true);
    row("fault", false);
    row("service() { fault }", true);
    row("service(\"stock.internal\")", true);
    row("edge(\"shop\",\"stock.internal\") { fault }", true);
    row("edge(\"shop\",\"Carts\")", true);
    row("service(id(type: \"AWS::DynamoDB::Table\"))", true);
    row("annotation.tier = \"gold\" AND annotation.items >= 3", true);
    row("inferred", true);
    row("partial", false);
    row("http.status = 200", true);
    row("responsetime > 0.25", true);
    row("user = \"u42\"", true);
    row("rootcause.fault.service { last and name = \"stock.internal\" }", true);
}

void FilterEvaluationTest::matchesTheWorkedExample()
{
    QFETCH(bool, isExpected);
    QCOMPARE(isMatch(FilterSubject(m_traces[u"example"_s]), QString::fromUtf8(QTest::currentDataTag())), isExpected);
}

void FilterEvaluationTest::matchesWhatItShould_data()
{
    QTest::addColumn<QString>("trace");
    QTest::addColumn<QStringList>("matching");
    QTest::addColumn<QStringList>("failing");
    const auto row = [](const char* name, const QString& trace, const QStringList& matching,
                         const QStringList& failing) { QTest::newRow(name) << trace << matching << failing; };
    row("nothing asked", u"empty"_s, {u""_s, u"!ok"_s, u"!service()"_s, u"!(duration >= 0)"_s},
        {u"ok"_s, u"user"_s, u"http.status != 1"_s, u"rootcause.fault.service"_s, u"rootcause.responsetime.entity"_s,
            u"edge()"_s});
    row("the root's outcome", u"throttled"_s,
        {u"error"_s, u"throttle"_s, u"!ok"_s, u"ok = false"_s, u"error != false"_s, u"fault != true"_s},
        {u"ok"_s, u"fault"_s, u"fault = true"_s, u"error = false"_s});
    row("throttles elsewhere are not the root's", u"example"_s, {u"!throttle"_s, u"!error"_s}, {u"throttle"_s});
    row("times", u"throttled"_s,
        {u"duration = 9"_s, u"responsetime = 4"_s, u"responsetime <= 4"_s, u"responsetime >= 4"_s,
            u"responsetime != 5"_s, u"duration > 8.999"_s, u"duration < 9.001"_s},
        {u"duration < 9"_s, u"duration > 9"_s, u"duration != 9"_s, u"responsetime = 9"_s, u"responsetime < 4"_s,
            u"responsetime > ${limit}"_s, u"responsetime != ${limit}"_s});
    row("text", u"example"_s,
        {u"http.url"_s, u"http.url CONTAINS \"/cart/\""_s, u"http.url BEGINSWITH \"http://shop\""_s,
            u"http.url ENDSWITH \"/7\""_s, u"http.url != \"x\""_s, u"http.method = GET"_s,
            u"http.useragent = \"curl/8\""_s, u"http.clientip = \"10.0.0.9\""_s, u"user CONTAINS \"\""_s,
            u"http.status"_s, u"http.status != 500"_s},
        {u"http.url = \"http://shop.example.com/cart\""_s, u"http.url CONTAINS \"/CART/\""_s,
            u"http.url BEGINSWITH \"shop\""_s, u"http.url ENDSWITH \"/\""_s, u"http.method != GET"_s,
            u"http.method = get"_s, u"http.url CONTAINS \"stock\""_s, u"http.status = 500"_s, u"user = \"${who}\""_s});
    row("what is not set", u"running"_s, {u"!http.url"_s, u"!user"_s, u"!annotation.tier"_s, u"!(http.status = 200)"_s},
        {u"http.url"_s, u"http.url != \"x\""_s, u"user CONTAINS \"\""_s, u"http.status"_s, u"http.status != 200"_s,
            u"annotation.tier"_s, u"annotation.tier != \"gold\""_s, u"resource.arn"_s, u"instance.id"_s,
            u"availabilityzone"_s, u"message"_s});
    row("of any segment", u"throttled"_s,
        {u"user = alice"_s, u"user = bob"_s, u"user != carol"_s, u"resource.arn ENDSWITH \"task/7\""_s,
            u"instance.id = \"i-07\""_s, u"availabilityzone BEGINSWITH \"us-east\""_s, u"name = mailer"_s,
            u"name = \"https://sqs/1/jobs\""_s, u"type = \"AWS::SQS::Queue\""_s},
        {u"user != alice"_s, u"user != bob"_s, u"instance.id = \"i-08\""_s, u"name = SQS"_s, u"name != mailer"_s,
            u"type = \"client\""_s});
    row("messages", u"example"_s,
        {u"message = \"db timeout\""_s, u"service(\"stock.internal\") { message CONTAINS timeout }"_s},
        {u"message = \"db\""_s, u"service(\"shop\") { message }"_s});
    row("annotations", u"throttled"_s,
        {u"annotation.size"_s, u"annotation.size = 3"_s, u"annotation.size = 5"_s, u"annotation.size >= 5"_s,
            u"annotation.size != 4"_s, u"annotation.note = \"3\""_s, u"annotation.note BEGINSWITH 3"_s,
            u"annotation.paid = true"_s, u"annotation.paid != false"_s, u"annotation[size] < 4"_s,
            u"annotation.note != 3"_s, u"annotation.paid"_s},
        {u"annotation.size = \"3\""_s, u"annotation.note = 3"_s, u"annotation.note > 2"_s,
            u"annotation.size CONTAINS 3"_s, u"annotation.paid = \"true\""_s, u"annotation.paid = false"_s,
            u"annotation.size != 3"_s, u"annotation.Size"_s, u"annotation.size > 5"_s, u"annotation.size = ${n}"_s});
    row("services", u"throttled"_s,
        {u"service()"_s, u"service(worker)"_s, u"service(\"https://sqs/1/jobs\")"_s,
            u"service(id(type: \"AWS::SQS::Queue\"))"_s, u"service(id(account.id: \"123456789012\"))"_s,
            u"service(id(name: worker, type: \"AWS::EC2::Instance\", account.id: 123456789012))"_s,
            u"service(id(name: worker, type: client))"_s, u"service(feeder)"_s},
        {u"service(\"*\")"_s, u"service(Worker)"_s, u"service(SQS)"_s,
            u"service(id(name: mailer, type: \"AWS::EC2::Instance\"))"_s, u"service(id(account.id: \"1\"))"_s,
            u"service(id(name: mailer, type: client))"_s, u"service(feeder) { ok }"_s});
    row("one segment meets all of the braces", u"throttled"_s,
        {u"service(worker) { root and error and !inferred }"_s, u"service() { throttle and inferred }"_s,
            u"service(mailer) { !root user = bob }"_s, u"service(mailer) { responsetime = 7 }"_s,
            u"service(worker) { annotation.size = 5 and annotation.paid = true }"_s,
            u"service(worker) { name = worker and type = \"AWS::EC2::Instance\" and instance.id = \"i-07\" }"_s,
            u"service(worker) { http.status = 429 and resource.arn CONTAINS task }"_s, u"service() { ok }"_s},
        {u"service(worker) { user = bob }"_s, u"service(worker) { !root }"_s, u"service() { fault }"_s,
            u"service() { root and user = bob }"_s, u"service(mailer) { annotation.size }"_s,
            u"service() { partial }"_s});
    row("a call is as its caller saw it", u"throttled"_s,
        {u"edge()"_s, u"edge(worker, mailer)"_s,
            u"edge(worker, mailer) { responsetime = 2 and ok and name = mailer }"_s,
            u"edge(worker, id(type: \"AWS::SQS::Queue\")) { throttle and annotation.size = 5 }"_s,
            u"edge(id(type: client), worker) { error }"_s, u"edge(, mailer)"_s, u"edge(worker)"_s,
            u"edge(feeder, worker)"_s},
        {u"edge(mailer, worker)"_s, u"edge(worker, mailer) { responsetime = 7 }"_s, u"edge(worker, mailer) { user }"_s,
            u"edge(, feeder)"_s, u"edge(mailer)"_s, u"edge(feeder, worker) { ok or error }"_s,
            u"edge(worker, worker) { ok }"_s});
    row("in progress", u"running"_s,
        {u"partial"_s, u"ok"_s, u"duration = 3"_s, u"responsetime = 3"_s, u"service(shop) { partial }"_s},
        {u"service(shop) { responsetime >= 0 }"_s, u"service(shop) { responsetime != 3 }"_s,
            u"rootcause.responsetime.service"_s});
    row("root causes of a fault", u"example"_s,
        {u"rootcause.fault.service"_s,
            u"rootcause.fault.service { first and name = shop and type = \"AWS::ECS::Container\" }"_s,
            u"rootcause.fault.service { index = 1 and !inferred }"_s,
            u"rootcause.fault.entity { index = 1 and remote }"_s,
            u"rootcause.fault.entity { last and name = \"stock.internal\" and !remote and index = 2 }"_s,
            u"rootcause.fault.exception { first and last and name = TimeoutError and message = \"db timeout\" }"_s,
            u"!rootcause.error.service"_s},
        {u"rootcause.fault.service { index > 1 }"_s, u"rootcause.fault.service { last and name = shop }"_s,
            u"rootcause.fault.service { name = Carts }"_s, u"rootcause.fault.entity { first and remote }"_s,
            u"rootcause.fault.exception { message = \"db\" }"_s, u"rootcause.error.entity"_s,
            u"rootcause.fault.service { inferred }"_s});
    row("an inferred service as the root cause", u"throttled"_s,
        {u"rootcause.error.service { last and inferred and type = \"AWS::SQS::Queue\" }"_s,
            u"rootcause.error.entity { name = SQS }"_s},
        {u"rootcause.fault.service"_s, u"rootcause.error.exception"_s});
    row("fast enough", u"example"_s, {u"!rootcause.responsetime.entity"_s}, {u"rootcause.responsetime.service"_s});
    row("where the time went", u"slow"_s,
        {u"rootcause.responsetime.entity { first and coverage = 1 and name = shop }"_s,
            u"rootcause.responsetime.entity { remote and coverage > 0.7 and coverage = 0.733 }"_s,
            u"rootcause.responsetime.service { last and name = \"stock.internal\" }"_s},
        {u"rootcause.responsetime.entity { last and coverage > 0.7 }"_s,
            u"rootcause.responsetime.service { name = Carts }"_s});
    row("root causes as JSON", u"example"_s,
        {u"rootcause.json = #[{ \"Services\": [ { \"Name\": \"shop\", \"EntityPath\": [{ \"Name\": \"shop\" }, { \"Name\": \"stock.internal\" }] }, { \"Inferred\": false } ] }]"_s,
            u"rootcause.json = #{\"ClientImpacting\": false}"_s, u"rootcause.json = #[{\"x\": 1}, {}]"_s},
        {u"rootcause.json = #[{ \"Services\": [ { \"Name\": \"shop\" } ] }]"_s,
            u"rootcause.json = #{\"ClientImpacting\": true}"_s, u"rootcause.json = #[]"_s,
            u"rootcause.json = #[{\"Nothing\": null}]"_s});
    row("combined", u"example"_s, {u"fault OR ok"_s, u"ok partial OR inferred"_s, u"!(fault OR error) !partial"_s},
        {u"ok AND fault"_s, u"ok (partial OR fault)"_s, u"!(ok OR fault)"_s});
}

void FilterEvaluationTest::matchesWhatItShould()
{
    QFETCH(QString, trace);
    QFETCH(QStringList, matching);
    QFETCH(QStringList, failing);
    const FilterSubject subject(m_traces[trace]);
    for (const QString& text : matching) {
        QVERIFY2(isMatch(subject, text), qPrintable(text));
    }
    for (const QString& text : failing) {
        QVERIFY2(!isMatch(subject, text), qPrintable(text));
        QVERIFY2(parseFilter(text), qPrintable(text)); // it fails for no other reason
    }
}

QTEST_GUILESS_MAIN(FilterEvaluationTest)
#include "filter_evaluation_test.moc"
