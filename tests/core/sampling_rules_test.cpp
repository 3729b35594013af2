// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sampling rules by X-Ray's rules: what may be made, changed and removed, and what an SDK is told of it
// (reference 5.9).

#include "core/sampling/sampling_rules.h"
#include "tests/core/memory_state.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace fluoroscope;

class SamplingRulesTest : public QObject {
    Q_OBJECT

private slots:
    void samplesEverythingFromTheStart();
    void writesEveryMemberThatSdksWant();
    void readsWhatItWrote();
    void ordersByPriorityThenName();
    void refusesWhatIsNoRule_data();
    void refusesWhatIsNoRule();
    void stopsAtTheLimit();
    void changesOnlyWhatIsGiven();
    void protectsDefault();
    void tellsOfEveryChange();
    void replacesAllAtOnce();
    void keepsTagsWithTheRule();
};

namespace {

const ServicePlace kPlace;
const Timestamp kNow = fromEpochSeconds(1'700'000'000);

SamplingRule ruleNamed(const QString& name, int priority = 1)
{
    SamplingRule rule;
    rule.name = name;
    rule.priority = priority;
    return rule;
}

QStringList namesIn(StateStore& store)
{
    QStringList names;
    const auto rules = samplingRules(store, kPlace);
    for (const SamplingRuleRecord& record : rules->records) {
        names.append(record.rule.name);
    }
    return names;
}

Timestamp modifiedIn(StateStore& store)
{
    return samplingRules(store, kPlace)->modified;
}

} // namespace

void SamplingRulesTest::samplesEverythingFromTheStart()
{
    test::MemoryState store;
    const auto rules = samplingRules(store, kPlace);
    QVERIFY(rules);
    QCOMPARE(rules->records.size(), 1U);
    QCOMPARE(toJson(rules->records.front()),
        (QJsonObject{{u"CreatedAt"_s, 0.0}, {u"ModifiedAt"_s, 0.0},
            {u"SamplingRule"_s,
                QJsonObject{{u"RuleName"_s, u"Default"_s},
                    {u"RuleARN"_s, u"arn:aws:xray:us-east-1:000000000000:sampling-rule/Default"_s},
                    {u"ResourceARN"_s, u"*"_s}, {u"Priority"_s, 10000}, {u"FixedRate"_s, 1.0}, {u"ReservoirSize"_s, 1},
                    {u"ServiceName"_s, u"*"_s}, {u"ServiceType"_s, u"*"_s}, {u"Host"_s, u"*"_s},
                    {u"HTTPMethod"_s, u"*"_s}, {u"URLPath"_s, u"*"_s}, {u"Version"_s, 1},
                    {u"Attributes"_s, QJsonObject()}}}}));
}

void SamplingRulesTest::writesEveryMemberThatSdksWant()
{
    const QJsonObject json = toJson(SamplingRuleRecord{ruleNamed(u"r"_s), kNow, kNow});
    QVERIFY(json["CreatedAt"_L1].isDouble() && json["ModifiedAt"_L1].isDouble());
    QVERIFY(json["SamplingRule"_L1]["Attributes"_L1].isObject());
    QCOMPARE(json["SamplingRule"_L1]["Version"_L1], 1);
}

void SamplingRulesTest::readsWhatItWrote()
{
    SamplingRule rule = ruleNamed(u"r"_s, 7);
    rule.arn = u"arn"_s;
    rule.fixedRate = 0.125;
    rule.reservoirSize = 3;
    rule.resourceArn = u"res"_s;
    rule.serviceName = u"svc"_s;
    rule.serviceType = u"AWS::EC2::Instance"_s;
    rule.host = u"*.example.com"_s;
    rule.httpMethod = u"GET"_s;
    rule.urlPath = u"/a/?"_s;
    rule.attributes = {{u"k"_s, u"v"_s}};
    rule.boost = SamplingBoost{0.5, 10};
    QCOMPARE(samplingRuleFromJson(toJson(rule)), rule);
    const SamplingRuleRecord record{rule, kNow, kNow + 1s};
    QCOMPARE(samplingRuleRecordFromJson(toJson(record)), record);
}

void SamplingRulesTest::ordersByPriorityThenName()
{
    test::MemoryState store;
    for (const auto& [name, priority] :
        std::vector<std::pair<QString, int>>{{u"late"_s, 9999}, {u"b"_s, 5}, {u"first"_s, 1}, {u"a"_s, 5}}) {
        QVERIFY(createSamplingRule(store, kPlace, ruleNamed(name, priority), {}, kNow));
    }
    QCOMPARE(namesIn(store), (QStringList{u"first"_s, u"a"_s, u"b"_s, u"late"_s, u"Default"_s}));
}

void SamplingRulesTest::refusesWhatIsNoRule_data()
{
    QTest::addColumn<QJsonObject>("changes");
    QTest::addColumn<QString>("said");
    QTest::newRow("taken") << QJsonObject{{u"RuleName"_s, u"taken"_s}} << u"already"_s;
    QTest::newRow("Default") << QJsonObject{{u"RuleName"_s, u"Default"_s}} << u"already"_s;
    QTest::newRow("no name") << QJsonObject{{u"RuleName"_s, u""_s}} << u"RuleName"_s;
    QTest::newRow("priority of Default") << QJsonObject{{u"Priority"_s, 10000}} << u"Priority"_s;
    QTest::newRow("priority 0") << QJsonObject{{u"Priority"_s, 0}} << u"Priority"_s;
    QTest::newRow("more than all") << QJsonObject{{u"FixedRate"_s, 1.5}} << u"FixedRate"_s;
    QTest::newRow("negative rate") << QJsonObject{{u"FixedRate"_s, -0.1}} << u"FixedRate"_s;
    QTest::newRow("negative reservoir") << QJsonObject{{u"ReservoirSize"_s, -1}} << u"ReservoirSize"_s;
    QTest::newRow("reservoir of no integer") << QJsonObject{{u"ReservoirSize"_s, 1e12}} << u"ReservoirSize"_s;
}

void SamplingRulesTest::refusesWhatIsNoRule()
{
    QFETCH(QJsonObject, changes);
    QFETCH(QString, said);
    test::MemoryState store;
    QVERIFY(createSamplingRule(store, kPlace, ruleNamed(u"taken"_s), {}, kNow));
    QJsonObject json = toJson(ruleNamed(u"new"_s, 2));
    for (auto change = changes.begin(); change != changes.end(); ++change) {
        json.insert(change.key(), change.value());
    }
    const auto created = createSamplingRule(store, kPlace, samplingRuleFromJson(json), {}, kNow);
    QVERIFY(!created);
    QCOMPARE(created.error().type, u"InvalidRequestException"_s);
    QVERIFY2(created.error().message.contains(said), qPrintable(created.error().message));
    if (!changes.contains("RuleName"_L1)) {
        const auto updated = updateSamplingRule(store, kPlace, {u"taken"_s, {}}, changes, kNow);
        QVERIFY(!updated);
        QVERIFY2(updated.error().message.contains(said), qPrintable(updated.error().message));
    }
    QCOMPARE(namesIn(store), (QStringList{u"taken"_s, u"Default"_s}));
    QCOMPARE(modifiedIn(store), kNow);
}

void SamplingRulesTest::stopsAtTheLimit()
{
    test::MemoryState store;
    for (int i = 1; i <= kMaxCustomRules; ++i) {
        QVERIFY(createSamplingRule(store, kPlace, ruleNamed(QString::number(i), i), {}, kNow));
    }
    const auto more = createSamplingRule(store, kPlace, ruleNamed(u"more"_s), {}, kNow);
    QVERIFY(!more);
    QCOMPARE(more.error().type, u"RuleLimitExceededException"_s);
    QVERIFY(deleteSamplingRule(store, kPlace, {u"1"_s, {}}, kNow));
    QVERIFY(createSamplingRule(store, kPlace, ruleNamed(u"more"_s), {}, kNow));
}

void SamplingRulesTest::changesOnlyWhatIsGiven()
{
    test::MemoryState store;
    const auto made = createSamplingRule(store, kPlace, ruleNamed(u"r"_s, 4), {}, kNow);
    QVERIFY(made);
    QCOMPARE(made->rule.arn, u"arn:aws:xray:us-east-1:000000000000:sampling-rule/r"_s);
    const auto changed = updateSamplingRule(store, kPlace, {{}, made->rule.arn},
        {{u"RuleARN"_s, made->rule.arn}, {u"FixedRate"_s, 0.25}, {u"Host"_s, QJsonValue()},
            {u"Attributes"_s, QJsonObject{{u"k"_s, u"v"_s}}}},
        kNow + 5s);
    QVERIFY(changed);
    SamplingRuleRecord wanted = *made;
    wanted.rule.fixedRate = 0.25;
    wanted.rule.attributes = {{u"k"_s, u"v"_s}};
    wanted.modified = kNow + 5s;
    QCOMPARE(*changed, wanted);
    QCOMPARE(samplingRules(store, kPlace)->records.front(), wanted);

    QVERIFY(!updateSamplingRule(store, kPlace, {}, {}, kNow));
    QVERIFY(!updateSamplingRule(store, kPlace, {u"r"_s, made->rule.arn}, {}, kNow)); // not by both
    QVERIFY(!updateSamplingRule(store, kPlace, {u"R"_s, {}}, {}, kNow));
    QCOMPARE(*deleteSamplingRule(store, kPlace, {u"r"_s, {}}, kNow), wanted);
    QVERIFY(!deleteSamplingRule(store, kPlace, {u"r"_s, {}}, kNow));
}

void SamplingRulesTest::protectsDefault()
{
    test::MemoryState store;
    const SamplingRuleKey key{u"Default"_s, {}};
    QVERIFY(!deleteSamplingRule(store, kPlace, key, kNow));
    QVERIFY(!updateSamplingRule(store, kPlace, key, {{u"Priority"_s, 5}}, kNow));
    QVERIFY(!updateSamplingRule(store, kPlace, key, {{u"Host"_s, u"x"_s}}, kNow));
    const auto changed = updateSamplingRule(store, kPlace, key,
        {{u"RuleName"_s, u"Default"_s}, {u"FixedRate"_s, 0.0}, {u"ReservoirSize"_s, 0}, {u"Host"_s, u"*"_s},
            {u"SamplingRateBoost"_s, QJsonObject{{u"MaxRate"_s, 0.5}, {u"CooldownWindowMinutes"_s, 1}}}},
        kNow);
    QVERIFY(changed);
    QCOMPARE(changed->rule.fixedRate, 0.0);
    QCOMPARE(changed->rule.priority, 10000);
    QCOMPARE(changed->created, Timestamp());
    QCOMPARE(changed->modified, kNow);
    QCOMPARE(samplingRules(store, kPlace)->records.front(), *changed);
    QCOMPARE(namesIn(store), QStringList{u"Default"_s});
}

void SamplingRulesTest::tellsOfEveryChange()
{
    test::MemoryState store;
    QCOMPARE(modifiedIn(store), Timestamp());
    QVERIFY(createSamplingRule(store, kPlace, ruleNamed(u"r"_s), {}, kNow));
    const Timestamp created = modifiedIn(store);
    QVERIFY(updateSamplingRule(store, kPlace, {u"r"_s, {}}, {{u"FixedRate"_s, 0.5}}, kNow - 1h)); // clock set back
    const Timestamp updated = modifiedIn(store);
    QVERIFY(updated > created);
    QVERIFY(deleteSamplingRule(store, kPlace, {u"r"_s, {}}, kNow + 1s));
    QVERIFY(modifiedIn(store) > updated);
}

void SamplingRulesTest::replacesAllAtOnce()
{
    test::MemoryState store;
    QVERIFY(createSamplingRule(store, kPlace, ruleNamed(u"stays"_s), {{u"a"_s, u"b"_s}}, kNow));
    QVERIFY(createSamplingRule(store, kPlace, ruleNamed(u"goes"_s), {}, kNow));
    SamplingRule stays = ruleNamed(u"stays"_s);
    SamplingRule rest;
    rest.fixedRate = 0.1;
    QVERIFY(replaceSamplingRules(store, kPlace, {stays, ruleNamed(u"new"_s, 2), rest}, kNow + 1s));
    const auto rules = samplingRules(store, kPlace);
    QCOMPARE(namesIn(store), (QStringList{u"stays"_s, u"new"_s, u"Default"_s}));
    QCOMPARE(rules->records[0].modified, kNow);
    QCOMPARE(rules->records[1].created, kNow + 1s);
    QCOMPARE(rules->records[2].rule.fixedRate, 0.1);
    QCOMPARE(rules->modified, kNow + 1s);
    QCOMPARE(tagsOf(store, kPlace, rules->records[0].rule.arn)->size(), 1);

    QVERIFY(replaceSamplingRules(store, kPlace, {stays, ruleNamed(u"new"_s, 2), rest}, kNow + 2s));
    QCOMPARE(modifiedIn(store), kNow + 1s); // nothing to fetch again
    QVERIFY(replaceSamplingRules(store, kPlace, {SamplingRule()}, kNow + 3s));
    QCOMPARE(namesIn(store), QStringList{u"Default"_s});
    QCOMPARE(modifiedIn(store), kNow + 3s);
}

void SamplingRulesTest::keepsTagsWithTheRule()
{
    test::MemoryState store;
    const auto made = createSamplingRule(store, kPlace, ruleNamed(u"r"_s), {{u"a"_s, u"b"_s}}, kNow);
    QVERIFY(made);
    QVERIFY(updateSamplingRule(store, kPlace, {u"r"_s, {}}, {{u"FixedRate"_s, 0.5}}, kNow));
    QCOMPARE(*tagsOf(store, kPlace, made->rule.arn), (Tags{{u"a"_s, u"b"_s}}));
    QVERIFY(deleteSamplingRule(store, kPlace, {u"r"_s, {}}, kNow));
    QVERIFY(!tagsOf(store, kPlace, made->rule.arn));
    QVERIFY(createSamplingRule(store, kPlace, ruleNamed(u"r"_s), {}, kNow));
    QVERIFY(tagsOf(store, kPlace, made->rule.arn)->isEmpty());
}

QTEST_GUILESS_MAIN(SamplingRulesTest)
#include "sampling_rules_test.moc"
