// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What has to hold for every filter expression, shown on thousands made at random.

#include "core/filter/filter_evaluation.h"
#include "core/filter/filter_parser.h"
#include "tests/core/documents.h"
#include "tests/core/filter_generator.h"
#include "tests/core/made_documents.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class FilterPropertyTest : public QObject {
    Q_OBJECT

private slots:
    void readsBackWhatItWrote();
    void survivesSpoiledText();
    void obeysLogic();
    void costsLittleOnAKnownTrace();

private:
    static Trace trace();
};

Trace FilterPropertyTest::trace()
{
    using test::made;
    const QJsonObject http{
        {u"request"_s, QJsonObject{{u"method"_s, u"GET"_s}, {u"url"_s, u"http://shop.example.com/cart/7"_s}}},
        {u"response"_s, QJsonObject{{u"status"_s, 200}}}};
    return test::traceOf({made(u"shop", 1)
                              .member(u"http", http)
                              .member(u"annotations", QJsonObject{{u"tier"_s, u"gold"_s}, {u"items"_s, 1}})
                              .with(made(u"stock.internal", 2).at(1, 9).member(u"namespace", u"remote"_s))
                              .with(made(u"DynamoDB", 3)
                                        .member(u"namespace", u"aws"_s)
                                        .member(u"aws", QJsonObject{{u"table_name"_s, u"Carts"_s}})),
        made(u"stock.internal", 4).child(2).at(2, 8).member(u"fault", true)});
}

void FilterPropertyTest::readsBackWhatItWrote()
{
    test::FilterGenerator generator(1);
    for (int i = 0; i < 5000; ++i) {
        const FilterExpression expression = generator.expression(5);
        const QString text = expression.text();
        const auto parsed = parseFilter(text);
        QVERIFY2(parsed, qPrintable(text + u" — "_s + (parsed ? QString() : parsed.error().message)));
        QVERIFY2(*parsed == expression, qPrintable(text + u" — "_s + parsed->text()));
    }
}

void FilterPropertyTest::survivesSpoiledText()
{
    static const QString kMarks = u"(){}[]\"'#$!=<>,:.\\ a5\n&\u00e4"_s;
    test::FilterGenerator generator(2);
    for (int i = 0; i < 5000; ++i) {
        QString text = generator.expression(3).text();
        for (int changes = 1 + generator.below(4); changes > 0 && !text.isEmpty(); --changes) {
            const int at = generator.below(static_cast<int>(text.size()));
            switch (generator.below(4)) {
            case 0:
                text.remove(at, 1 + generator.below(5));
                break;
            case 1:
                text.insert(at, kMarks[generator.below(static_cast<int>(kMarks.size()))]);
                break;
            case 2:
                text.truncate(at);
                break;
            default:
                text[at] = QChar(static_cast<char16_t>(generator.below(0x10000)));
                break;
            }
        }
        const auto parsed = parseFilter(text);
        if (parsed) {
            const auto again = parseFilter(parsed->text());
            QVERIFY2(again && *again == *parsed, qPrintable(text));
        } else {
            QVERIFY(!parsed.error().message.isEmpty());
            QVERIFY(parsed.error().position >= 0 && parsed.error().length >= 0);
            QVERIFY2(parsed.error().position + parsed.error().length <= text.size(), qPrintable(text));
        }
        const qsizetype cursor = generator.below(static_cast<int>(text.size()) + 1);
        const FilterCompletion completion = completeFilter(text, cursor);
        QVERIFY(completion.position <= cursor && cursor <= completion.position + completion.length);
        QVERIFY2(completion.position + completion.length <= text.size(), qPrintable(text));
    }
}

void FilterPropertyTest::obeysLogic()
{
    const Trace made = trace();
    const Trace none;
    const FilterSubject subject(made);
    const FilterSubject nothing(none);
    test::FilterGenerator generator(3);
    int matching = 0;
    for (int i = 0; i < 3000; ++i) {
        const FilterExpression a = generator.expression(3);
        const FilterExpression b = generator.expression(3);
        for (const FilterSubject* each : {&subject, &nothing}) {
            const bool matchesA = matches(a, *each);
            const bool matchesB = matches(b, *each);
            QCOMPARE(matches(FilterExpression::notOf(a), *each), !matchesA);
            QCOMPARE(matches(FilterExpression::allOf({a, b}), *each), matchesA && matchesB);
            QCOMPARE(matches(FilterExpression::anyOf({a, b}), *each), matchesA || matchesB);
            QVERIFY2(matches(a, FilterSubject(each->trace())) == matchesA,
                qPrintable(a.text())); // whatever was asked before
        }
        matching += matches(a, subject) ? 1 : 0;
    }
    QVERIFY(matching > 300 && matching < 2700); // or it would prove nothing
}

void FilterPropertyTest::costsLittleOnAKnownTrace()
{
    const Trace made = trace();
    const FilterSubject subject(made);
    const FilterExpression expression = parseFilter(
        u"service(\"shop\") { fault } OR edge(\"shop\", \"Carts\") { error } OR annotation.tier = \"silver\"")
                                            .value();
    bool any = false;
    QBENCHMARK
    {
        any |= matches(expression, subject);
    }
    QVERIFY(!any);
}

QTEST_GUILESS_MAIN(FilterPropertyTest)
#include "filter_property_test.moc"
