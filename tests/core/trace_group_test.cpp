// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// An expression that names groups says the same of a trace once their filters stand in the names' place.

#include "core/filter/filter_evaluation.h"
#include "core/filter/filter_parser.h"
#include "core/group/trace_group.h"
#include "tests/core/documents.h"
#include "tests/core/filter_generator.h"
#include "tests/core/made_documents.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class TraceGroupTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void knowsMembersByNameAndArn_data();
    void knowsMembersByNameAndArn();
    void meansTheSameOnceExpanded();
    void leavesOtherExpressionsAlone();

private:
    // What `expression` says, by the rules in words: a trace is in Default and in each group whose filter it matches.
    bool isMet(const FilterExpression& expression, const FilterSubject& subject) const;
    bool isMember(const KeywordCondition& condition, const FilterSubject& subject) const;

    std::vector<TraceGroup> m_groups;
    std::vector<Trace> m_traces;
};

void TraceGroupTest::initTestCase()
{
    const auto group = [&](const QString& name, const QString& filter) {
        m_groups.push_back(
            {name, u"arn:aws:xray:local:000000000000:group/"_s + name + u"/1"_s, parseFilter(filter).value()});
    };
    group(u"shop"_s, u"service(\"shop\")"_s);
    group(u"shopping"_s, u"annotation.tier = \"gold\""_s);
    group(u"faults"_s, u"fault OR service() { fault }"_s);
    group(u"all"_s, u""_s);
    group(u"none"_s, u"ok AND !ok"_s);
    using test::made;
    m_traces = {test::traceOf({made(u"shop", 1)}), test::traceOf({made(u"cart", 1).member(u"fault", true)}),
        test::traceOf({made(u"shop", 1).member(u"annotations", QJsonObject{{u"tier"_s, u"gold"_s}})}),
        test::traceOf({made(u"cart", 1)}), Trace()};
}

bool TraceGroupTest::isMember(const KeywordCondition& condition, const FilterSubject& subject) const
{
    const bool byName = condition.keyword == FilterKeyword::GroupName;
    const FilterOperator op = condition.op == FilterOperator::NotEqual ? FilterOperator::Equal : condition.op;
    const QString wanted = std::get<QString>(condition.value);
    bool any = byName && holds(op, u"Default"_s, wanted);
    for (const TraceGroup& group : m_groups) {
        any = any || (holds(op, byName ? group.name : group.arn, wanted) && matches(group.filter, subject));
    }
    return any == (condition.op != FilterOperator::NotEqual);
}

bool TraceGroupTest::isMet(const FilterExpression& expression, const FilterSubject& subject) const
{
    if (expression.isEmpty()) {
        return true;
    }
    const auto& content = expression.node().content;
    const auto met = [&](const FilterExpression& operand) { return isMet(operand, subject); };
    if (const auto* all = std::get_if<FilterAll>(&content)) {
        return std::all_of(all->operands.begin(), all->operands.end(), met);
    }
    if (const auto* any = std::get_if<FilterAny>(&content)) {
        return std::any_of(any->operands.begin(), any->operands.end(), met);
    }
    if (const auto* negated = std::get_if<FilterNot>(&content)) {
        return !met(negated->operand);
    }
    const auto* condition = std::get_if<KeywordCondition>(&content);
    const bool isOfGroups =
        condition && (condition->keyword == FilterKeyword::GroupName || condition->keyword == FilterKeyword::GroupArn);
    return isOfGroups ? isMember(*condition, subject) : matches(expression, subject);
}

void TraceGroupTest::knowsMembersByNameAndArn_data()
{
    QTest::addColumn<QString>("expression");
    QTest::addColumn<QList<bool>>("expected"); // of each trace
    const auto row = [](const char* expression, const QList<bool>& expected) {
        QTest::newRow(expression) << QString::fromLatin1(expression) << expected;
    };
    row("group.name = \"Default\"", {true, true, true, true, true});
    row("group.name = shop", {true, false, true, false, false});
    row("groupname = shopping", {false, false, true, false, false});
    row("group.name BEGINSWITH shop", {true, false, true, false, false});
    row("group.name ENDSWITH ing", {false, false, true, false, false});
    row("group.name CONTAINS aul AND fault", {false, true, false, false, false});
    row("group.name != shop", {false, true, false, true, true});
    row("!group.name = shop", {false, true, false, true, true});
    row("group.name = all", {true, true, true, true, true});
    row("group.name = none", {false, false, false, false, false});
    row("group.name = \"no such\"", {false, false, false, false, false});
    row("group.name", {true, true, true, true, true});
    row("group.arn CONTAINS \"group/faults/\"", {false, true, false, false, false});
    row("group.arn = \"arn:aws:xray:local:000000000000:group/shop/1\" AND group.name = shopping",
        {false, false, true, false, false});
}

void TraceGroupTest::knowsMembersByNameAndArn()
{
    QFETCH(QString, expression);
    QFETCH(QList<bool>, expected);
    const FilterExpression parsed = parseFilter(expression).value();
    QVERIFY(namesGroups(parsed));
    const FilterExpression expanded = expandGroups(parsed, m_groups);
    QVERIFY(!namesGroups(expanded));
    QList<bool> found;
    for (const Trace& trace : m_traces) {
        found << matches(expanded, FilterSubject(trace));
    }
    QCOMPARE(found, expected);
}

void TraceGroupTest::meansTheSameOnceExpanded()
{
    test::FilterGenerator generator(5);
    int named = 0;
    for (int i = 0; i < 4000; ++i) {
        const FilterExpression expression = generator.expression(3);
        const FilterExpression expanded = expandGroups(expression, m_groups);
        QVERIFY(!namesGroups(expanded));
        named += namesGroups(expression) ? 1 : 0;
        for (const Trace& trace : m_traces) {
            const FilterSubject subject(trace);
            QVERIFY2(matches(expanded, subject) == isMet(expression, subject), qPrintable(expression.text()));
        }
    }
    QVERIFY(named > 200);
}

void TraceGroupTest::leavesOtherExpressionsAlone()
{
    for (const char* text : {"", "ok", "service(\"shop\") { fault } OR !http.status = 200"}) {
        const FilterExpression expression = parseFilter(QString::fromLatin1(text)).value();
        QVERIFY(!namesGroups(expression));
        QVERIFY(expandGroups(expression, m_groups) == expression);
    }
}

QTEST_GUILESS_MAIN(TraceGroupTest)
#include "trace_group_test.moc"
