// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/check/rule_file.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace fluoroscope;

class RuleFileTest : public QObject {
    Q_OBJECT

private slots:
    void readsEveryAssertion();
    void readsTheSameFromJson();
    void knowsWhereARuleStands();
    void saysWhatARuleWithoutANameSays();
    void pointsAtWhatIsWrong_data();
    void pointsAtWhatIsWrong();
};

void RuleFileTest::readsEveryAssertion()
{
    const auto rules = parseRules(R"(
# what has to hold
rules:
  - name: nothing faults
    filter: service("orders") { fault }   # a filter expression
    count: 0
  - calls: {from: orders, to: {name: stock, type: AWS::DynamoDB::Table}, min: 1, max: 3}
  - response-time: {p95: 300ms, max: 2 s}
  - duration:
      p50: 1500us
  - edge: {from: {type: client}, to: orders}
  - annotation: tenant
  - annotation: {key: tenant, value: "5"}
  - annotation: {key: tenant, value: 5}
  - annotation: {key: tenant, value: true}
  - orphans: {max: 2}
)");
    QVERIFY2(rules.has_value(), qPrintable(rules ? QString() : rules.error().message));
    QCOMPARE(rules->size(), std::size_t(10));
    const Rule& first = rules->at(0);
    QCOMPARE(first.name, u"nothing faults"_s);
    QCOMPARE(first.filter.text(), u"service(\"orders\") { fault }"_s);
    QVERIFY(std::get<TraceCount>(first.assertion).traces.contains(0));
    QVERIFY(!std::get<TraceCount>(first.assertion).traces.contains(1));
    const auto& calls = std::get<CallCount>(rules->at(1).assertion);
    QCOMPARE(calls.from, (ServiceTarget{u"orders"_s, {}, {}}));
    QCOMPARE(calls.to, (ServiceTarget{u"stock"_s, u"AWS::DynamoDB::Table"_s, {}}));
    QVERIFY(!calls.calls.contains(0) && calls.calls.contains(1) && calls.calls.contains(3) && !calls.calls.contains(4));
    const auto& response = std::get<TimeBounds>(rules->at(2).assertion);
    QVERIFY(response.time == MeasuredTime::Response);
    QCOMPARE(response.bounds.size(), std::size_t(2));
    QCOMPARE(response.bounds[0].p, 0.95);
    QCOMPARE(response.bounds[0].most, Duration(300ms));
    QCOMPARE(response.bounds[1].p, 1.0);
    QCOMPARE(response.bounds[1].most, Duration(2s));
    QVERIFY(std::get<TimeBounds>(rules->at(3).assertion).time == MeasuredTime::Whole);
    QCOMPARE(std::get<TimeBounds>(rules->at(3).assertion).bounds[0].most, Duration(1500us));
    QCOMPARE(std::get<EdgeExists>(rules->at(4).assertion).from, (ServiceTarget{{}, u"client"_s, {}}));
    QVERIFY(!std::get<AnnotationExists>(rules->at(5).assertion).value);
    QCOMPARE(std::get<AnnotationExists>(rules->at(6).assertion).value, std::optional<FilterValue>(u"5"_s));
    QCOMPARE(std::get<AnnotationExists>(rules->at(7).assertion).value, std::optional<FilterValue>(5.0));
    QCOMPARE(std::get<AnnotationExists>(rules->at(8).assertion).value, std::optional<FilterValue>(true));
    QCOMPARE(std::get<OrphanCount>(rules->at(9).assertion).traces.most, std::optional<qint64>(2));
}

void RuleFileTest::readsTheSameFromJson()
{
    const auto rules = parseRules("{\n\t\"rules\": [\n\t\t{\"name\": \"a \\u00e9\\/\", \"filter\": \"fault = true\", "
                                  "\"count\": {\"max\": 3}},\n\t\t{\"orphans\": 0}\n\t]\n}\n");
    QVERIFY2(rules.has_value(), qPrintable(rules ? QString() : rules.error().message));
    QCOMPARE(rules->at(0).name, u"a é/"_s);
    QCOMPARE(rules->at(0).filter.text(), u"fault"_s);
    QCOMPARE(std::get<TraceCount>(rules->at(0).assertion).traces.most, std::optional<qint64>(3));
    QCOMPARE(rules->at(1).place.line, 4);
}

void RuleFileTest::knowsWhereARuleStands()
{
    const auto rules = parseRules("rules:\n- count: 1\n-\n  orphans: 0\n");
    QCOMPARE(rules->at(0).place.line, 2);
    QCOMPARE(rules->at(0).place.column, 3);
    QCOMPARE(rules->at(1).place.line, 4);
}

void RuleFileTest::saysWhatARuleWithoutANameSays()
{
    const auto rules = parseRules("rules:\n"
                                  "- {count: 0, filter: fault}\n"
                                  "- calls: {from: a, to: b, max: 1}\n"
                                  "- response-time: {p95: 300ms, max: 2s}\n");
    QCOMPARE(rules->at(0).name, u"traces: none, of fault"_s);
    QCOMPARE(rules->at(1).name, u"calls a → b in each trace: at most 1"_s);
    QCOMPARE(rules->at(2).name, u"response time p95 at most 300 ms, max at most 2 s"_s);
}

void RuleFileTest::pointsAtWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const QByteArray& text, int line, int column, const QString& message) {
        QTest::newRow(name) << text << line << column << message;
    };
    row("nothing", "", 1, 1, u"rules"_s);
    row("a list", "- count: 1", 1, 1, u"rules"_s);
    row("no rule", "rules: []", 1, 8, u"at least one"_s);
    row("no YAML", "rules:\n  - count: 1\n edge: 2", 3, 2, u"YAML"_s);
    row("another key at the top", "rules:\n- count: 1\nrule: 2", 3, 1, u"Did you mean \"rules\""_s);
    row("a mistyped assertion", "rules:\n- name: a\n  cuont: 1", 3, 3, u"Did you mean \"count\""_s);
    row("no assertion", "rules:\n- name: a", 2, 3, u"asserts nothing"_s);
    row("two assertions", "rules:\n- count: 1\n  orphans: 0", 3, 3, u"one thing"_s);
    row("a key twice", "rules:\n- count: 1\n  count: 2", 3, 3, u"twice"_s);
    row("a rule that is none", "rules:\n- count", 2, 3, u"A rule"_s);
    row("a negative count", "rules:\n- count: -1", 2, 10, u"whole number"_s);
    row("a text for a count", "rules:\n- count: \"1\"", 2, 10, u"whole number"_s);
    row("max below min", "rules:\n- count: {min: 3, max: 2}", 2, 24, u"less than"_s);
    row("no limit", "rules:\n- calls: {from: a, to: b}", 2, 10, u"how many"_s);
    row("no target", "rules:\n- calls: {from: a, max: 1}", 2, 10, u"\"to\" is missing"_s);
    row("a filter", "rules:\n- count: 0\n  filter: falt = true", 3, 11, u"Did you mean fault"_s);
    row("a quoted filter", "rules:\n- count: 0\n  filter: 'ok AND falt'", 3, 19, u"Did you mean fault"_s);
    row("a tag", "rules:\n- count: 0\n  filter: !fault", 3, 11, u"quotes"_s);
    row("a time without a unit", "rules:\n- duration: {p95: 300}", 2, 19, u"unit"_s);
    row("no measure", "rules:\n- duration: {p100: 300ms}", 2, 14, u"p95"_s);
    row("a percentile with a typo", "rules:\n- duration: {q95: 300ms}", 2, 14, u"p95"_s);
    row("an edge without ends", "rules:\n- edge: a", 2, 9, u"from"_s);
    row("a service without a name", "rules:\n- edge: {from: {}, to: b}", 2, 16, u"name"_s);
}

void RuleFileTest::pointsAtWhatIsWrong()
{
    QFETCH(QByteArray, text);
    const auto rules = parseRules(text);
    QVERIFY(!rules.has_value());
    QTEST(rules.error().place.line, "line");
    QTEST(rules.error().place.column, "column");
    QFETCH(QString, message);
    QVERIFY2(rules.error().message.contains(message), qPrintable(rules.error().message));
}

QTEST_GUILESS_MAIN(RuleFileTest)
#include "rule_file_test.moc"
