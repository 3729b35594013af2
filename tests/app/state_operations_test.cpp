// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is configured through the API: it is answered as X-Ray would, and is still there after the session was closed
// and opened again (reference 1.8, 5.8 to 5.12).

#include "app/api/api_service.h"
#include "storage/session.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace fluoroscope;

class StateOperationsTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void givesSdksTheRulesThatTheyTake();
    void keepsSamplingRules();
    void refusesRulesInTheFormOfAws();
    void dividesReservoirsAndSumsReports();
    void hasRulesFetchedAgainFromAnotherSession();
    void answersTheRecordedRequestsOfTheNodeSdk();
    void takesTimesInMilliseconds();
    void namesUnknownRulesOneByOne();
    void keepsGroups();
    void keepsTags();
    void keepsResourcePolicies();
    void refusesResourcePolicies_data();
    void refusesResourcePolicies();
    void settlesTheEncryptionAfterIt();
    void keepsWhereSegmentsGo();
    void keepsTheIndexingRule();
    void seesWhatAnotherProcessChanged();

private:
    void open();
    QJsonObject ask(const QString& path, const QByteArray& body = "{}", int status = 200);
    QString refusal(const QString& path, const QByteArray& body, int status = 400);

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<Session> m_session;
    std::unique_ptr<ApiService> m_service;
    Timestamp m_now;
    Timestamp m_opened;
    QString m_errorType;
};

namespace {

QByteArray rule(const QByteArray& name, const QByteArray& more = {})
{
    return R"({"SamplingRule":{"RuleName":")" + name
        + R"(","ResourceARN":"*","Priority":5,"FixedRate":0.25,"ReservoirSize":3,"ServiceName":"*","ServiceType":"*",)"
          R"("Host":"*","HTTPMethod":"*","URLPath":"/a/*","Version":1)"
        + more + "}}";
}

QByteArray report(const QByteArray& name, const QByteArray& client, const QByteArray& time)
{
    return R"({"SamplingStatisticsDocuments":[{"RuleName":")" + name + R"(","ClientID":")" + client
        + R"(","Timestamp":)" + time + R"(,"RequestCount":19,"SampledCount":14,"BorrowCount":5}]})";
}

QByteArray policy(const QByteArray& name, const QByteArray& document, const QByteArray& more = {})
{
    return R"({"PolicyName":")" + name + R"(","PolicyDocument":)"
        + QJsonDocument(QJsonArray{QString::fromUtf8(document)}).toJson(QJsonDocument::Compact).chopped(1).mid(1) + more
        + "}";
}

const QByteArray kPolicy =
    R"({"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},)"
    R"("Action":"xray:PutTraceSegments","Resource":"*"}})";
const QByteArray kClient = "0123456789abcdef01234567";

} // namespace

void StateOperationsTest::init()
{
    m_now = fromEpochSeconds(1'700'000'000);
    m_opened = {};
    m_directory = std::make_unique<QTemporaryDir>();
    open();
}

void StateOperationsTest::cleanup()
{
    m_service.reset();
    m_session.reset();
}

void StateOperationsTest::open()
{
    cleanup();
    SessionOptions options;
    options.file = m_directory->filePath(u"test.fluoro"_s);
    auto session = Session::open(options);
    QVERIFY(session.has_value());
    m_session = std::move(*session);
    ApiContext context{m_session->source(), m_session->sink(), m_session->state()};
    context.clock = [this] { return m_now; };
    context.opened = m_opened;
    m_service = std::make_unique<ApiService>(context);
}

QJsonObject StateOperationsTest::ask(const QString& path, const QByteArray& body, int status)
{
    const ApiAnswer answer = m_service->answer(path, body, u"127.0.0.1:1"_s);
    m_errorType = answer.errorType;
    if (answer.status != status) {
        QTest::qFail(answer.body.constData(), __FILE__, __LINE__);
    }
    return QJsonDocument::fromJson(answer.body).object();
}

QString StateOperationsTest::refusal(const QString& path, const QByteArray& body, int status)
{
    return ask(path, body, status).value("Message"_L1).toString();
}

void StateOperationsTest::givesSdksTheRulesThatTheyTake()
{
    QCOMPARE(ask(u"/CreateSamplingRule"_s, rule("r"))["SamplingRuleRecord"_L1]["CreatedAt"_L1], 1'700'000'000.0);
    for (const char* body : {"{}", R"({"NextToken":null})", ""}) {
        const QJsonObject answer = ask(u"/GetSamplingRules"_s, body);
        QCOMPARE(answer.keys(), QStringList{u"SamplingRuleRecords"_s}); // no NextToken
        const QJsonArray records = answer["SamplingRuleRecords"_L1].toArray();
        QCOMPARE(records.size(), 2);
        for (const QJsonValue& record : records) {
            QVERIFY(record["CreatedAt"_L1].isDouble());
            QVERIFY(record["ModifiedAt"_L1].isDouble());
            QCOMPARE(record["SamplingRule"_L1]["Version"_L1], 1);
            QCOMPARE(record["SamplingRule"_L1]["ResourceARN"_L1], u"*"_s);
            QVERIFY(record["SamplingRule"_L1]["Attributes"_L1].isObject());
            QVERIFY(record["SamplingRule"_L1]["Attributes"_L1].toObject().isEmpty());
        }
        QCOMPARE(records[0]["SamplingRule"_L1]["URLPath"_L1], u"/a/*"_s);
        QCOMPARE(records[1]["SamplingRule"_L1]["FixedRate"_L1], 1.0);
    }
    refusal(u"/GetSamplingRules"_s, R"({"NextToken":"x"})");
}

void StateOperationsTest::keepsSamplingRules()
{
    ask(u"/CreateSamplingRule"_s, rule("r", R"(,"Attributes":{"k":"v"})"));
    m_now += 1s;
    ask(u"/UpdateSamplingRule"_s, R"({"SamplingRuleUpdate":{"RuleName":"r","FixedRate":0.5,"Host":"h"}})");
    ask(u"/UpdateSamplingRule"_s, R"({"SamplingRuleUpdate":{"RuleName":"Default","FixedRate":0}})");
    const QJsonObject before = ask(u"/GetSamplingRules"_s);
    open();
    QCOMPARE(ask(u"/GetSamplingRules"_s), before);
    const QJsonValue first = before["SamplingRuleRecords"_L1][0];
    QCOMPARE(first["SamplingRule"_L1]["FixedRate"_L1], 0.5);
    QCOMPARE(first["SamplingRule"_L1]["Attributes"_L1]["k"_L1], u"v"_s);
    QCOMPARE(first["CreatedAt"_L1], 1'700'000'000.0);
    QCOMPARE(first["ModifiedAt"_L1], 1'700'000'001.0);
    const QJsonObject deleted =
        ask(u"/DeleteSamplingRule"_s, R"({"RuleARN":"arn:aws:xray:us-east-1:000000000000:sampling-rule/r"})");
    QCOMPARE(deleted["SamplingRuleRecord"_L1], first);
    QCOMPARE(ask(u"/GetSamplingRules"_s)["SamplingRuleRecords"_L1].toArray().size(), 1);
}

void StateOperationsTest::refusesRulesInTheFormOfAws()
{
    ask(u"/CreateSamplingRule"_s, rule("r"));
    QVERIFY(refusal(u"/CreateSamplingRule"_s, rule("r")).contains(u"already"_s));
    QCOMPARE(m_errorType, u"InvalidRequestException"_s);
    QVERIFY(refusal(u"/CreateSamplingRule"_s, rule("")).contains(u"SamplingRule.RuleName"_s));
    QByteArray nameless = rule("r");
    nameless.replace(R"("RuleName":"r",)", "");
    QVERIFY(refusal(u"/CreateSamplingRule"_s, nameless).contains(u"RuleName"_s));
    QByteArray second = rule("s");
    second.replace(R"("Version":1)", R"("Version":2)");
    QVERIFY(refusal(u"/CreateSamplingRule"_s, second).contains(u"Version"_s));
    refusal(u"/UpdateSamplingRule"_s, R"({"SamplingRuleUpdate":{"RuleName":"r","Priority":10000}})");
    refusal(u"/UpdateSamplingRule"_s, R"({"SamplingRuleUpdate":{"FixedRate":0.5}})");
    refusal(u"/DeleteSamplingRule"_s, R"({"RuleName":"Default"})");
    refusal(u"/DeleteSamplingRule"_s, "{}");
    for (int i = 2; i <= 25; ++i) {
        ask(u"/CreateSamplingRule"_s, rule(QByteArray::number(i)));
    }
    refusal(u"/CreateSamplingRule"_s, rule("26"));
    QCOMPARE(m_errorType, u"RuleLimitExceededException"_s);
}

void StateOperationsTest::dividesReservoirsAndSumsReports()
{
    ask(u"/CreateSamplingRule"_s, rule("r"));
    const QByteArray other(24, 'f');
    QJsonObject answer = ask(u"/SamplingTargets"_s, report("r", kClient, "1700000000"));
    QCOMPARE(answer["SamplingTargetDocuments"_L1],
        (QJsonArray{QJsonObject{{u"RuleName"_s, u"r"_s}, {u"FixedRate"_s, 0.25}, {u"ReservoirQuota"_s, 3},
            {u"ReservoirQuotaTTL"_s, 1'700'000'300.0}, {u"Interval"_s, 10}}}));
    QCOMPARE(answer["LastRuleModification"_L1], 1'700'000'001.0);
    QCOMPARE(answer["UnprocessedStatistics"_L1], QJsonArray());
    QCOMPARE(answer["UnprocessedBoostStatistics"_L1], QJsonArray());
    answer = ask(u"/SamplingTargets"_s, report("r", other, "1700000003"));
    QCOMPARE(answer["SamplingTargetDocuments"_L1][0]["ReservoirQuota"_L1], 1);
    m_now += 10s;
    open();
    answer = ask(u"/SamplingTargets"_s, report("r", kClient, "1700000010"));
    QCOMPARE(answer["SamplingTargetDocuments"_L1][0]["ReservoirQuota"_L1], 2);

    const QJsonArray summaries = ask(u"/SamplingStatisticSummaries"_s)["SamplingStatisticSummaries"_L1].toArray();
    QCOMPARE(summaries,
        (QJsonArray{QJsonObject{{u"RuleName"_s, u"r"_s}, {u"Timestamp"_s, 1'700'000'000.0}, {u"RequestCount"_s, 38},
                        {u"SampledCount"_s, 28}, {u"BorrowCount"_s, 10}},
            QJsonObject{{u"RuleName"_s, u"r"_s}, {u"Timestamp"_s, 1'700'000'010.0}, {u"RequestCount"_s, 19},
                {u"SampledCount"_s, 14}, {u"BorrowCount"_s, 5}}}));
}

void StateOperationsTest::hasRulesFetchedAgainFromAnotherSession()
{
    const auto modified = [this] {
        return ask(u"/SamplingTargets"_s, report("Default", kClient, "1700000000"))["LastRuleModification"_L1]
            .toDouble();
    };
    QCOMPARE(modified(), 0.0);
    m_opened = m_now;
    open();
    QCOMPARE(modified(), 1'700'000'001.0);
    m_now += 5s;
    ask(u"/CreateSamplingRule"_s, rule("r"));
    QCOMPARE(modified(), 1'700'000'006.0);
}

void StateOperationsTest::answersTheRecordedRequestsOfTheNodeSdk()
{
    QFile file(qEnvironmentVariable("FLUOROSCOPE_DATA") + u"/captures/node-sdk-3.12.sampling.jsonl"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        QSKIP("The recorded data is not there: set FLUOROSCOPE_DATA to its folder.");
    }
    int answers = 0;
    while (!file.atEnd()) {
        const QJsonObject request = QJsonDocument::fromJson(file.readLine()).object();
        const QJsonObject answer = ask(request["path"_L1].toString(), request["body"_L1].toString().toUtf8());
        if (request["path"_L1] == u"/SamplingTargets"_s) {
            QVERIFY(answer["LastRuleModification"_L1].isDouble());
            QCOMPARE(answer["SamplingTargetDocuments"_L1].toArray().size(), 1);
        }
        ++answers;
    }
    QVERIFY(answers >= 3);
}

void StateOperationsTest::takesTimesInMilliseconds()
{
    ask(u"/SamplingTargets"_s, report("Default", kClient, "1700000000000"));
    ask(u"/SamplingTargets"_s, report("Default", kClient, "1700000000.5"));
    const QJsonArray summaries = ask(u"/SamplingStatisticSummaries"_s)["SamplingStatisticSummaries"_L1].toArray();
    QCOMPARE(summaries.size(), 1);
    QCOMPARE(summaries[0]["Timestamp"_L1], 1'700'000'000.0);
    QCOMPARE(summaries[0]["RequestCount"_L1], 38);
}

void StateOperationsTest::namesUnknownRulesOneByOne()
{
    const QJsonObject answer = ask(u"/SamplingTargets"_s, report("gone", kClient, "1700000000"));
    QCOMPARE(answer["SamplingTargetDocuments"_L1], QJsonArray());
    QVERIFY(answer["LastRuleModification"_L1].isDouble());
    QCOMPARE(answer["UnprocessedStatistics"_L1][0]["RuleName"_L1], u"gone"_s);
    QCOMPARE(answer["UnprocessedStatistics"_L1][0]["ErrorCode"_L1], u"400"_s);

    const QJsonObject boosts = ask(u"/SamplingTargets"_s,
        R"({"SamplingStatisticsDocuments":[],"SamplingBoostStatisticsDocuments":[{"RuleName":"Default",)"
        R"("ServiceName":"s","Timestamp":1700000000,"AnomalyCount":1,"TotalCount":2,"SampledAnomalyCount":1}]})");
    QCOMPARE(boosts["UnprocessedBoostStatistics"_L1].toArray().size(), 1);
    refusal(u"/SamplingTargets"_s, report("Default", "short", "1700000000"));
}

void StateOperationsTest::keepsGroups()
{
    const QJsonObject made = ask(u"/CreateGroup"_s,
        R"({"GroupName":"g","FilterExpression":"fault","InsightsConfiguration":{"InsightsEnabled":true}})");
    QCOMPARE(made["Group"_L1]["InsightsConfiguration"_L1]["InsightsEnabled"_L1], true);
    ask(u"/UpdateGroup"_s, R"({"GroupName":"g","FilterExpression":"error"})");
    open();
    const QJsonObject found =
        ask(u"/GetGroup"_s, R"({"GroupARN":")" + made["Group"_L1]["GroupARN"_L1].toString().toUtf8() + R"("})");
    QCOMPARE(found["Group"_L1]["FilterExpression"_L1], u"error"_s);
    const QJsonObject list = ask(u"/Groups"_s);
    QCOMPARE(list["Groups"_L1][0]["GroupName"_L1], u"Default"_s);
    QCOMPARE(list["Groups"_L1][1], found["Group"_L1]);
    QVERIFY(refusal(u"/CreateGroup"_s, R"({"GroupName":"h","FilterExpression":"ok AND"})").contains(u"character"_s));
    refusal(u"/GetGroup"_s, "{}");
    QCOMPARE(ask(u"/DeleteGroup"_s, R"({"GroupName":"g"})"), QJsonObject());
    QCOMPARE(ask(u"/Groups"_s)["Groups"_L1].toArray().size(), 1);
}

void StateOperationsTest::keepsTags()
{
    ask(u"/CreateGroup"_s, R"({"GroupName":"g","Tags":[{"Key":"team","Value":"shop"}]})");
    const QByteArray arn = ask(u"/GetGroup"_s, R"({"GroupName":"g"})")["Group"_L1]["GroupARN"_L1].toString().toUtf8();
    ask(u"/TagResource"_s, R"({"ResourceARN":")" + arn + R"(","Tags":[{"Key":"stage","Value":"dev"}]})");
    ask(u"/UntagResource"_s, R"({"ResourceARN":")" + arn + R"(","TagKeys":["team"]})");
    open();
    QCOMPARE(ask(u"/ListTagsForResource"_s, R"({"ResourceARN":")" + arn + R"("})")["Tags"_L1],
        (QJsonArray{QJsonObject{{u"Key"_s, u"stage"_s}, {u"Value"_s, u"dev"_s}}}));

    const QJsonObject unknown = ask(u"/ListTagsForResource"_s, R"({"ResourceARN":"arn:none"})", 404);
    QCOMPARE(m_errorType, u"ResourceNotFoundException"_s);
    QCOMPARE(unknown["ResourceName"_L1], u"arn:none"_s);
    refusal(u"/TagResource"_s, R"({"ResourceARN":")" + arn + R"(","Tags":[{"Key":"a","Value":"<"}]})");
    QJsonArray many;
    for (int i = 0; i < 50; ++i) {
        many.append(QJsonObject{{u"Key"_s, QString::number(i)}, {u"Value"_s, QString()}});
    }
    refusal(u"/TagResource"_s,
        QJsonDocument(QJsonObject{{u"ResourceARN"_s, QString::fromUtf8(arn)}, {u"Tags"_s, many}}).toJson());
    QCOMPARE(m_errorType, u"TooManyTagsException"_s);
}

void StateOperationsTest::keepsResourcePolicies()
{
    QCOMPARE(ask(u"/PutResourcePolicy"_s,
                 policy("p", kPolicy, R"(,"PolicyRevisionId":"0")"))["ResourcePolicy"_L1]["PolicyRevisionId"_L1],
        u"1"_s);
    ask(u"/PutResourcePolicy"_s, policy("p", kPolicy));
    open();
    const QJsonValue kept = ask(u"/ListResourcePolicies"_s)["ResourcePolicies"_L1][0];
    QCOMPARE(kept["PolicyRevisionId"_L1], u"2"_s);
    QCOMPARE(kept["PolicyDocument"_L1], QString::fromUtf8(kPolicy));
    QCOMPARE(kept["LastUpdatedTime"_L1], 1'700'000'000.0);
    refusal(u"/DeleteResourcePolicy"_s, R"({"PolicyName":"p","PolicyRevisionId":"1"})");
    QCOMPARE(m_errorType, u"InvalidPolicyRevisionIdException"_s);
    QCOMPARE(ask(u"/DeleteResourcePolicy"_s, R"({"PolicyName":"p","PolicyRevisionId":"2"})"), QJsonObject());
    refusal(u"/DeleteResourcePolicy"_s, R"({"PolicyName":"p"})");
    QCOMPARE(ask(u"/ListResourcePolicies"_s)["ResourcePolicies"_L1], QJsonArray());
}

void StateOperationsTest::refusesResourcePolicies_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("type");
    const QByteArray lockout = R"({"Statement":[{"Effect":"Deny","Principal":"*","Action":["xray:Put*"]}]})";
    QTest::newRow("no JSON") << policy("new", "{") << u"MalformedPolicyDocumentException"_s;
    QTest::newRow("no object") << policy("new", "[]") << u"MalformedPolicyDocumentException"_s;
    QTest::newRow("no statement") << policy("new", "{}") << u"MalformedPolicyDocumentException"_s;
    QTest::newRow("no effect") << policy("new", R"({"Statement":{"Principal":"*","Action":"*"}})")
                               << u"MalformedPolicyDocumentException"_s;
    QTest::newRow("no principal") << policy("new", R"({"Statement":{"Effect":"Allow","Action":"*"}})")
                                  << u"MalformedPolicyDocumentException"_s;
    QTest::newRow("lockout") << policy("p0", lockout) << u"LockoutPreventionException"_s;
    QTest::newRow("lockout that is meant") << policy("p0", lockout, R"(,"BypassPolicyLockoutCheck":true)") << QString();
    QTest::newRow("5 KB") << policy("p0", kPolicy.chopped(1) + QByteArray(5120 - kPolicy.size(), ' ') + "}")
                          << QString();
    QTest::newRow("more than 5 KB") << policy("p0", kPolicy + QByteArray(5121 - kPolicy.size(), ' '))
                                    << u"PolicySizeLimitExceededException"_s;
    QTest::newRow("sixth") << policy("new", kPolicy) << u"PolicyCountLimitExceededException"_s;
    QTest::newRow("old revision") << policy("p0", kPolicy, R"(,"PolicyRevisionId":"7")")
                                  << u"InvalidPolicyRevisionIdException"_s;
    QTest::newRow("create only") << policy("p0", kPolicy, R"(,"PolicyRevisionId":"0")")
                                 << u"InvalidPolicyRevisionIdException"_s;
    QTest::newRow("update only") << policy("new", kPolicy, R"(,"PolicyRevisionId":"1")")
                                 << u"InvalidPolicyRevisionIdException"_s;
    QTest::newRow("name") << policy("no space", kPolicy) << u"InvalidRequestException"_s;
}

void StateOperationsTest::refusesResourcePolicies()
{
    QFETCH(QByteArray, body);
    QFETCH(QString, type);
    for (int i = 0; i < 5; ++i) {
        ask(u"/PutResourcePolicy"_s, policy("p" + QByteArray::number(i), kPolicy));
    }
    ask(u"/PutResourcePolicy"_s, body, type.isEmpty() ? 200 : 400);
    QCOMPARE(m_errorType, type);
    QCOMPARE(ask(u"/ListResourcePolicies"_s)["ResourcePolicies"_L1].toArray().size(), 5);
}

void StateOperationsTest::settlesTheEncryptionAfterIt()
{
    const QJsonObject none{{u"Type"_s, u"NONE"_s}, {u"Status"_s, u"ACTIVE"_s}};
    QCOMPARE(ask(u"/EncryptionConfig"_s, {})["EncryptionConfig"_L1], none);
    QCOMPARE(ask(u"/PutEncryptionConfig"_s, R"({"Type":"KMS","KeyId":"alias/k"})")["EncryptionConfig"_L1],
        (QJsonObject{{u"Type"_s, u"KMS"_s}, {u"KeyId"_s, u"alias/k"_s}, {u"Status"_s, u"UPDATING"_s}}));
    open();
    QCOMPARE(ask(u"/EncryptionConfig"_s)["EncryptionConfig"_L1],
        (QJsonObject{{u"Type"_s, u"KMS"_s}, {u"KeyId"_s, u"alias/k"_s}, {u"Status"_s, u"ACTIVE"_s}}));
    refusal(u"/PutEncryptionConfig"_s, R"({"Type":"KMS"})");
    refusal(u"/PutEncryptionConfig"_s, R"({"Type":"NONE","KeyId":"k"})");
    refusal(u"/PutEncryptionConfig"_s, R"({"Type":"ROT13"})");
    ask(u"/PutEncryptionConfig"_s, R"({"Type":"NONE"})");
    QCOMPARE(ask(u"/EncryptionConfig"_s)["EncryptionConfig"_L1], none);
}

void StateOperationsTest::keepsWhereSegmentsGo()
{
    QCOMPARE(ask(u"/GetTraceSegmentDestination"_s, {}),
        (QJsonObject{{u"Destination"_s, u"XRay"_s}, {u"Status"_s, u"ACTIVE"_s}}));
    QCOMPARE(ask(u"/UpdateTraceSegmentDestination"_s, R"({"Destination":"CloudWatchLogs"})"),
        (QJsonObject{{u"Destination"_s, u"CloudWatchLogs"_s}, {u"Status"_s, u"PENDING"_s}}));
    open();
    QCOMPARE(ask(u"/GetTraceSegmentDestination"_s),
        (QJsonObject{{u"Destination"_s, u"CloudWatchLogs"_s}, {u"Status"_s, u"ACTIVE"_s}}));
}

void StateOperationsTest::keepsTheIndexingRule()
{
    QCOMPARE(ask(u"/GetIndexingRules"_s)["IndexingRules"_L1][0]["Name"_L1], u"Default"_s);
    ask(u"/UpdateIndexingRule"_s, R"({"Name":"Default","Rule":{"Probabilistic":{"DesiredSamplingPercentage":5}}})");
    open();
    const QJsonValue kept = ask(u"/GetIndexingRules"_s)["IndexingRules"_L1][0];
    QCOMPARE(kept["Rule"_L1]["Probabilistic"_L1]["DesiredSamplingPercentage"_L1], 5);
    QCOMPARE(kept["ModifiedAt"_L1], 1'700'000'000.0);
    refusal(u"/UpdateIndexingRule"_s, R"({"Name":"Default","Rule":{}})");
    refusal(
        u"/UpdateIndexingRule"_s, R"({"Name":"Default","Rule":{"Probabilistic":{"DesiredSamplingPercentage":101}}})");
    refusal(u"/UpdateIndexingRule"_s, R"({"Name":"x","Rule":{"Probabilistic":{"DesiredSamplingPercentage":1}}})", 404);
    QCOMPARE(m_errorType, u"ResourceNotFoundException"_s);
}

void StateOperationsTest::seesWhatAnotherProcessChanged()
{
    ask(u"/GetSamplingRules"_s);
    const auto other = Session::openState(m_directory->filePath(u"test.fluoro"_s));
    QVERIFY(other);
    QVERIFY((*other)->changeState(u"sampling-rules"_s, [](const QJsonObject&) {
        return Result<QJsonObject>(QJsonObject{{u"LastRuleModification"_s, 5.0},
            {u"arn:aws:xray:us-east-1:000000000000:sampling-rule/Default"_s,
                QJsonObject{{u"SamplingRule"_s, QJsonObject{{u"FixedRate"_s, 0.0}}}}}});
    }));
    QCOMPARE(ask(u"/GetSamplingRules"_s)["SamplingRuleRecords"_L1][0]["SamplingRule"_L1]["FixedRate"_L1], 0.0);
    QCOMPARE(ask(u"/SamplingTargets"_s, report("Default", kClient, "1700000000"))["LastRuleModification"_L1], 6.0);
}

QTEST_GUILESS_MAIN(StateOperationsTest)
#include "state_operations_test.moc"
