// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The table of inferred segments, row by row (reference 3.3).

#include "core/graph/service_key.h"
#include "tests/core/documents.h"
#include "tests/core/made_documents.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using test::made;

class InferenceTest : public QObject {
    Q_OBJECT

private slots:
    void namesTheService_data();
    void namesTheService();
    void tellsTheServicesFaultFromTheCallers_data();
    void tellsTheServicesFaultFromTheCallers();
    void whatPassesOnIsInferredThoughAnswered();
};

void InferenceTest::namesTheService_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QJsonObject>("aws"); // null: a remote call
    QTest::addColumn<QString>("origin");
    QTest::addColumn<QString>("node");
    QTest::addColumn<QString>("type");
    const auto row = [](const char* test, const QString& name, const QJsonObject& aws, const QString& origin,
                         const QString& node) { QTest::newRow(test) << name << aws << origin << node << origin; };
    row("table", u"dynamodb"_s, {{u"table_name"_s, u"Carts"_s}}, u"AWS::DynamoDB::Table"_s, u"Carts"_s);
    row("no table", u"DynamoDB"_s, {{u"operation"_s, u"ListTables"_s}}, u"AWS::DynamoDB"_s, u"DynamoDB"_s);
    row("bucket", u"S3"_s, {{u"bucket_name"_s, u"b"_s}}, u"AWS::S3::Bucket"_s, u"b"_s);
    row("no bucket", u"s3"_s, {{u"operation"_s, u"ListBuckets"_s}}, u"AWS::S3"_s, u"S3"_s);
    row("topic", u"SNS"_s, {{u"topic_arn"_s, u"arn:t"_s}}, u"AWS::SNS"_s, u"arn:t"_s);
    row("no topic", u"SNS"_s, {{u"operation"_s, u"Publish"_s}}, u"AWS::SNS"_s, u"SNS"_s);
    row("queue", u"SQS"_s, {{u"queue_url"_s, u"https://q"_s}}, u"AWS::SQS::Queue"_s, u"https://q"_s);
    row("no queue", u"sqs"_s, {{u"operation"_s, u"ListQueues"_s}}, u"AWS::SQS"_s, u"SQS"_s);
    row("function", u"Lambda"_s, {{u"operation"_s, u"Invoke"_s}, {u"function_name"_s, u"fn"_s}}, u"AWS::Lambda"_s,
        u"fn"_s);
    row("events", u"EventBridge"_s, {{u"operation"_s, u"PutEvents"_s}}, u"AWS::Events"_s, u"Events"_s);
    row("events of Python", u"events"_s, {{u"operation"_s, u"PutEvents"_s}}, u"AWS::Events"_s, u"Events"_s);
    row("one spelling", u"SSM"_s, {{u"operation"_s, u"x"_s}}, u"AWS::SSM"_s, u"SSM"_s);
    row("another", u"SimpleSystemsManagement"_s, {{u"operation"_s, u"x"_s}}, u"AWS::SimpleSystemsManagement"_s,
        u"SimpleSystemsManagement"_s);
    QTest::newRow("nothing but the name")
        << u"STS"_s << QJsonObject{{u"x"_s, 1}} << u"AWS::STS"_s << u"STS"_s << u"AWS::STS"_s;
    QTest::newRow("host") << u"example.com"_s << QJsonObject() << QString() << u"example.com"_s << u"remote"_s;
    QTest::newRow("host of a familiar name") << u"s3"_s << QJsonObject() << QString() << u"s3"_s << u"remote"_s;
}

void InferenceTest::namesTheService()
{
    QFETCH(QString, name);
    QFETCH(QJsonObject, aws);
    auto call = made(name, 2).member(u"namespace", aws.isEmpty() ? u"remote"_s : u"aws"_s);
    if (!aws.isEmpty()) {
        call.member(u"aws", aws);
    }
    const Segment inferred = test::traceOf({made(u"root", 1).with(call)}).segments.back();
    QVERIFY(inferred.inferred);
    QTEST(inferred.origin, "origin");
    QTEST(serviceKeyOf(inferred).name, "node");
    QTEST(serviceKeyOf(inferred).type, "type");
    QCOMPARE(inferred.parentId, SegmentId(2));
}

void InferenceTest::tellsTheServicesFaultFromTheCallers_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("flags"); // of the call: error, fault, throttle
    QTest::addColumn<QString>("expected");
    QTest::newRow("client's error") << 400 << u"ef"_s << u"e"_s;
    QTest::newRow("throttled fault") << 503 << u"eft"_s << u"ft"_s;
    QTest::newRow("no status") << 0 << u"ef"_s << u"ef"_s;
    QTest::newRow("fine") << 200 << u""_s << u""_s;
}

void InferenceTest::tellsTheServicesFaultFromTheCallers()
{
    QFETCH(int, status);
    QFETCH(QString, flags);
    auto call = made(u"S3", 2).member(u"namespace", u"aws"_s).member(u"error", flags.contains(u'e'));
    call.member(u"fault", flags.contains(u'f')).member(u"throttle", flags.contains(u't'));
    call.member(u"http", QJsonObject{{u"response"_s, QJsonObject{{u"status"_s, status}}}});
    const Segment inferred = test::traceOf({made(u"root", 1).with(call)}).segments.back();
    QTEST((inferred.error ? u"e"_s : QString()) + (inferred.fault ? u"f"_s : QString())
            + (inferred.throttle ? u"t"_s : QString()),
        "expected");
}

void InferenceTest::whatPassesOnIsInferredThoughAnswered()
{
    const Trace trace =
        test::traceOf({made(u"root", 1).with(made(u"SNS", 2).member(u"namespace", u"aws"_s)), made(u"fn", 3).child(2)});
    QCOMPARE(trace.segments.size(), std::size_t(4));
    QVERIFY(trace.segments.back().inferred);
}

QTEST_GUILESS_MAIN(InferenceTest)
#include "inference_test.moc"
