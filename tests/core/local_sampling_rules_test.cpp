// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Local rule files: those of the SDKs are taken as the SDKs take them, others are refused with the place and the
// reason.

#include "core/sampling/local_sampling_rules.h"

#include <QDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class LocalSamplingRulesTest : public QObject {
    Q_OBJECT

private slots:
    void readsBothVersions_data();
    void readsBothVersions();
    void readsOverCommentsAndMark();
    void saysWhatIsWrongAndWhere_data();
    void saysWhatIsWrongAndWhere();
    void decidesOnTheFilesOfTheSdksAsTheyDo();
};

void LocalSamplingRulesTest::readsBothVersions_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("1") << QByteArray(R"({"version":1,"default":{"fixed_target":2,"rate":0.05},"rules":[
        {"description":"a","id":"1","service_name":"*.a.com","http_method":"GET","url_path":"/x","fixed_target":0,"rate":0},
        {"service_name":"*","http_method":"*","url_path":"/y/*","fixed_target":10,"rate":1}]})");
    QTest::newRow("2") << QByteArray(R"({"version":2,"default":{"fixed_target":2,"rate":0.05},"rules":[
        {"host":"*.a.com","http_method":"GET","url_path":"/x","fixed_target":0,"rate":0},
        {"host":"*","http_method":"*","url_path":"/y/*","fixed_target":10,"rate":1}]})");
}

void LocalSamplingRulesTest::readsBothVersions()
{
    QFETCH(QByteArray, text);
    const auto rules = localSamplingRules(text);
    QVERIFY2(rules, rules ? "" : qPrintable(rules.error().message));
    SamplingRule first;
    first.name = u"local-1"_s;
    first.priority = 1;
    first.fixedRate = 0;
    first.reservoirSize = 0;
    first.host = u"*.a.com"_s;
    first.httpMethod = u"GET"_s;
    first.urlPath = u"/x"_s;
    SamplingRule second;
    second.name = u"local-2"_s;
    second.priority = 2;
    second.reservoirSize = 10;
    second.urlPath = u"/y/*"_s;
    SamplingRule rest;
    rest.fixedRate = 0.05;
    rest.reservoirSize = 2;
    QCOMPARE(*rules, (std::vector<SamplingRule>{first, second, rest}));
}

void LocalSamplingRulesTest::readsOverCommentsAndMark()
{
    const auto rules = localSamplingRules("\xef\xbb\xbf{ // what\n \"version\": 2, /* rules: \n\n */ \"rules\": [\n"
                                          "  {\"host\":\"a//b\",\"http_method\":\"/*\\\"\",\"url_path\":\"*\","
                                          "\"fixed_target\":1,\"rate\":0.5}],\n"
                                          " \"default\":{\"fixed_target\":1,\"rate\":1}} // end");
    QVERIFY2(rules, rules ? "" : qPrintable(rules.error().message));
    QCOMPARE(rules->size(), 2U);
    QCOMPARE(rules->front().host, u"a//b"_s);
    QCOMPARE(rules->front().httpMethod, u"/*\""_s);
}

void LocalSamplingRulesTest::saysWhatIsWrongAndWhere_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QStringList>("said");
    const auto rule = [](const QByteArray& members) {
        return R"({"version":2,"default":{"fixed_target":1,"rate":0.1},"rules":[
            {"host":"*","http_method":"*","url_path":"*","fixed_target":1,"rate":0.1},{)"
            + members + "}]}";
    };
    QTest::newRow("no JSON") << QByteArray("{\"version\": 1,\n // note\n \"default\": }")
                             << QStringList{u"line 3, column 13"_s};
    QTest::newRow("empty") << QByteArray() << QStringList{u"line 1"_s};
    QTest::newRow("no object") << QByteArray("[]") << QStringList{u"version"_s};
    QTest::newRow("no version") << QByteArray("{}") << QStringList{u"version is missing"_s};
    QTest::newRow("version 3") << QByteArray(R"({"version":3})") << QStringList{u"1 or 2"_s};
    QTest::newRow("no default") << QByteArray(R"({"version":2,"rules":[]})") << QStringList{u"default is missing"_s};
    QTest::newRow("default of a path") << QByteArray(
        R"({"version":2,"default":{"fixed_target":1,"rate":0.1,"url_path":"*"}})")
                                       << QStringList{u"default.url_path"_s};
    QTest::newRow("default without rate")
        << QByteArray(R"({"version":2,"default":{"fixed_target":1}})") << QStringList{u"default.rate is missing"_s};
    QTest::newRow("rules by name") << QByteArray(R"({"version":2,"rules":{}})") << QStringList{u"rules"_s};
    QTest::newRow("no host") << rule(R"("http_method":"*","url_path":"*","fixed_target":1,"rate":0.1)")
                             << QStringList{u"rules[1].host is missing"_s};
    QTest::newRow("of the other version")
        << rule(R"("service_name":"*","http_method":"*","url_path":"*","fixed_target":1,"rate":0.1)")
        << QStringList{u"rules[1].service_name"_s, u"version 1"_s};
    QTest::newRow("part of a request") << rule(
        R"("host":"*","http_method":"*","url_path":"*","fixed_target":1.5,"rate":0.1)")
                                       << QStringList{u"rules[1].fixed_target"_s, u"whole"_s};
    QTest::newRow("per cent") << rule(R"("host":"*","http_method":"*","url_path":"*","fixed_target":1,"rate":5)")
                              << QStringList{u"rules[1].rate"_s, u"0 to 1"_s};
    QTest::newRow("rate as text") << rule(R"("host":"*","http_method":"*","url_path":"*","fixed_target":1,"rate":"1")")
                                  << QStringList{u"rules[1].rate"_s};
    QTest::newRow("no rule") << QByteArray(R"({"version":2,"rules":[7]})") << QStringList{u"rules[0]"_s};
    QByteArray many = R"({"version":2,"default":{"fixed_target":1,"rate":1},"rules":[)";
    for (int i = 0; i < 26; ++i) {
        many += R"({"host":"*","http_method":"*","url_path":"*","fixed_target":1,"rate":1},)";
    }
    many.chop(1);
    QTest::newRow("too many") << many + "]}" << QStringList{u"26"_s, u"25"_s};
}

void LocalSamplingRulesTest::saysWhatIsWrongAndWhere()
{
    QFETCH(QByteArray, text);
    QFETCH(QStringList, said);
    const auto rules = localSamplingRules(text);
    QVERIFY(!rules);
    for (const QString& word : said) {
        QVERIFY2(rules.error().message.contains(word), qPrintable(rules.error().message));
    }
}

void LocalSamplingRulesTest::decidesOnTheFilesOfTheSdksAsTheyDo()
{
    const QDir data(qEnvironmentVariable("FLUOROSCOPE_DATA") + u"/sampling/local"_s);
    if (!data.exists()) {
        QSKIP("The recorded data is not there: set FLUOROSCOPE_DATA to its folder.");
    }
    const QStringList bad{u"go/rule-v1-contains-host.json"_s, u"go/rule-v1-invalid.json"_s,
        u"go/rule-v2-contains-service-name.json"_s, u"java/OneRuleMissingAttributesSamplingRules.json"_s,
        u"java/ExtraAttributesOnDefaultSamplingRules.json"_s, u"java/EmptySamplingRules.json"_s,
        u"java/JustDefaultSamplingRules.json"_s, u"java/MissingAttributesSamplingRules.json"_s,
        u"dotnet/SamplingRulesWithoutDefault.json"_s, u"dotnet/InvalidSamplingRules.json"_s,
        u"dotnet/UnsupportedSamplingConfigurationVersion.json"_s, u"dotnet/SamplingRulesInvalidV1.json"_s,
        u"dotnet/SamplingRulesInvalidV2.json"_s};
    int files = 0;
    for (const QString& sdk : data.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const QDir folder(data.filePath(sdk));
        for (const QString& name : folder.entryList({u"*.json"_s})) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto rules = localSamplingRules(file.readAll());
            const QString path = sdk + u'/' + name;
            QVERIFY2(rules.has_value() != bad.contains(path),
                qPrintable(path + u": "_s + (rules ? u"taken"_s : rules.error().message)));
            ++files;
        }
    }
    QVERIFY(files >= 20);
}

QTEST_GUILESS_MAIN(LocalSamplingRulesTest)
#include "local_sampling_rules_test.moc"
