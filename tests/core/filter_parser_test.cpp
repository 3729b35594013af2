// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The grammar of filter expressions: what binds how, what is wrong where, and what may come next.

#include "core/filter/filter_parser.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class FilterParserTest : public QObject {
    Q_OBJECT

private slots:
    void readsAsIfItWereWritten_data();
    void readsAsIfItWereWritten();
    void writesInOneSpelling_data();
    void writesInOneSpelling();
    void typesValues();
    void saysWhatIsWrongAndWhere_data();
    void saysWhatIsWrongAndWhere();
    void offersWhatIsAllowedInPlaceOfAnError();
    void bearsNestingUpToItsLimit();
    void completesWhatMayComeNext_data();
    void completesWhatMayComeNext();
    void namesTheBlankToFillIn_data();
    void namesTheBlankToFillIn();
    void joinsExpressions();
};

namespace {

FilterExpression parsed(const QString& text)
{
    const auto expression = parseFilter(text);
    return expression ? *expression : FilterExpression();
}

} // namespace

void FilterParserTest::readsAsIfItWereWritten_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("same");
    QTest::newRow("AND binds closer than OR") << u"ok OR error AND fault"_s << u"ok OR (error AND fault)"_s;
    QTest::newRow("so does an implied AND") << u"ok OR error fault"_s << u"ok OR (error AND fault)"_s;
    QTest::newRow("implied AND") << u"ok !partial duration <3"_s << u"ok AND (!partial) AND duration < 3"_s;
    QTest::newRow("! binds closest") << u"!ok AND fault"_s << u"(!ok) AND fault"_s;
    QTest::newRow("! takes the whole comparison") << u"!http.url CONTAINS \"x\""_s << u"!(http.url CONTAINS \"x\")"_s;
    QTest::newRow("! takes the braces, too") << u"!service(\"a\") { fault }"_s << u"!(service(\"a\") { fault })"_s;
    QTest::newRow("twice negated") << u"!!ok"_s << u"!(!(ok))"_s;
    QTest::newRow("keywords in any case") << u"OK and ResponseTime > 2 Or HTTP.URL contains \"X\""_s
                                          << u"ok AND responsetime > 2 OR http.url CONTAINS \"X\""_s;
    QTest::newRow("a bare boolean is true") << u"ok"_s << u"ok = TRUE"_s;
    QTest::newRow("no spaces") << u"(service(id(name:\"n\",type:\"t\")){fault})OR!ok"_s
                               << u"service(id(name: \"n\", type: \"t\")) { fault } OR !ok"_s;
    QTest::newRow("lines and tabs") << u"ok\n\tAND\r\nfault"_s << u"ok AND fault"_s;
    QTest::newRow("a bare word is text") << u"name = traces and type = x"_s << u"name = \"traces\" AND type = \"x\""_s;
    QTest::newRow("a number is text where text belongs") << u"user = 42"_s << u"user = \"42\""_s;
    QTest::newRow("single quotes") << u"user = 'al\"ice'"_s << u"user = \"al\\\"ice\""_s;
    QTest::newRow("id() of a name alone") << u"service(id(name: \"a\"))"_s << u"service(\"a\")"_s;
    QTest::newRow("empty braces ask nothing") << u"service(\"a\") { }"_s << u"service(\"a\")"_s;
    QTest::newRow("an older spelling of group.name") << u"groupname = \"Default\""_s << u"group.name = \"Default\""_s;
    QTest::newRow("annotation in brackets") << u"Annotation[tier] = \"gold\""_s << u"annotation.tier = \"gold\""_s;
    QTest::newRow("one root cause, or a list of one")
        << u"rootcause.json = #{\"A\": 1}"_s << u"rootcause.json = #[{\"A\":1}]"_s;
}

void FilterParserTest::readsAsIfItWereWritten()
{
    QFETCH(QString, text);
    QFETCH(QString, same);
    QVERIFY(parseFilter(text));
    QVERIFY(parseFilter(same));
    QVERIFY(!parsed(text).isEmpty());
    QCOMPARE(parsed(text).text(), parsed(same).text());
    QVERIFY(parsed(text) == parsed(same));
    QVERIFY(parsed(text) != parsed(u"partial AND "_s + text));
}

void FilterParserTest::writesInOneSpelling_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("spelled");
    QTest::newRow("nothing") << u" \t\n"_s << QString();
    QTest::newRow("parentheses only where they matter")
        << u"((ok) OR ((error))) fault"_s << u"(ok OR error) AND fault"_s;
    QTest::newRow("not of a group") << u"!(ok fault)"_s << u"!(ok AND fault)"_s;
    QTest::newRow("false stays as it was asked") << u"ok=false"_s << u"ok = false"_s;
    QTest::newRow("numbers") << u"responsetime > 2.50 duration<1e3 http.status!=0200"_s
                             << u"responsetime > 2.5 AND duration < 1000 AND http.status != 200"_s;
    QTest::newRow("a dotted annotation") << u"annotation[aws.local.operation]='GET /'"_s
                                         << u"annotation[aws.local.operation] = \"GET /\""_s;
    QTest::newRow("an edge from anywhere") << u"edge(,\"b\")"_s << u"edge(, \"b\")"_s;
    QTest::newRow("an edge to anywhere") << u"edge(\"a\"){fault}"_s << u"edge(\"a\") { fault }"_s;
    QTest::newRow("escapes") << uR"(user = "a\"b\\c\d")"_s << uR"(user = "a\"b\\c\\d")"_s;
    QTest::newRow("a root cause as such") << u"ROOTCAUSE.FAULT.SERVICE"_s << u"rootcause.fault.service"_s;
}

void FilterParserTest::writesInOneSpelling()
{
    QFETCH(QString, text);
    const auto expression = parseFilter(text);
    QVERIFY(expression);
    QTEST(expression->text(), "spelled");
}

void FilterParserTest::typesValues()
{
    const auto value = [](const QString& text) {
        return std::get<AnnotationCondition>(parsed(text).node().content).value;
    };
    QCOMPARE(value(u"annotation.k = \"5\""_s), FilterValue(u"5"_s));
    QCOMPARE(value(u"annotation.k = 5"_s), FilterValue(5.0));
    QCOMPARE(value(u"annotation.k = -0.5"_s), FilterValue(-0.5));
    QCOMPARE(value(u"annotation.k = True"_s), FilterValue(true));
    QCOMPARE(value(u"annotation.k = \"true\""_s), FilterValue(u"true"_s));
    QCOMPARE(value(u"annotation.k = gold"_s), FilterValue(u"gold"_s));
    QCOMPARE(value(u"annotation.k CONTAINS 5"_s), FilterValue(u"5"_s));
    QCOMPARE(value(u"annotation.k = 1-5759e988"_s), FilterValue(u"1-5759e988"_s));
    QCOMPARE(std::get<AnnotationCondition>(parsed(u"annotation.Key"_s).node().content).key, u"Key"_s);
}

void FilterParserTest::saysWhatIsWrongAndWhere_data()
{
    QTest::addColumn<QString>("text"); // ‹what is wrong›; ‹› where something is missing
    QTest::addColumn<QString>("message");
    const auto row = [](const char* name, const QString& text, const QString& message) {
        QTest::newRow(name) << text << message;
    };
    row("an abbreviation", u"‹resptime› > 3"_s, u"resptime is not a keyword. Did you mean responsetime?"_s);
    row("a slip", u"ok AND ‹fualt›"_s, u"fualt is not a keyword. Did you mean fault?"_s);
    row("a word of no kind", u"‹xyzzy› = 3"_s, u"xyzzy is not a keyword; expected one such as ok, error, throttle."_s);
    row("no value", u"http.url CONTAINS‹›"_s, u"The expression ends here; expected text in quotes."_s);
    row("an operator in place of a value", u"user = ‹CONTAINS›"_s, u"Found CONTAINS; expected text in quotes."_s);
    row("no operator", u"responsetime ‹5›"_s, u"Found 5; expected =, !=, <, <=, > or >=."_s);
    row("a number that always is", u"duration‹›"_s, u"The expression ends here; expected =, !=, <, <=, > or >=."_s);
    row("text for a number", u"http.status = ‹\"200\"›"_s, u"Found \"200\"; expected a number."_s);
    row("a unit", u"responsetime > ‹5s›"_s, u"Found 5s; expected a number without a unit (times are in seconds)."_s);
    row("neither true nor false", u"ok = ‹1›"_s, u"Found 1; expected true or false."_s);
    row("an order of texts", u"http.url ‹<› \"x\""_s,
        u"Found <; expected =, !=, CONTAINS, BEGINSWITH, ENDSWITH, AND, a condition, OR or the end."_s);
    row("text ordered", u"annotation.age > ‹\"29\"›"_s, u"Found \"29\"; expected a number."_s);
    row("a parenthesis left open", u"(ok OR fault‹›"_s,
        u"The expression ends here; expected =, !=, AND, a condition, OR or \")\"."_s);
    row("a parenthesis too many", u"ok‹)›"_s, u"Found \")\"; expected =, !=, AND, a condition, OR or the end."_s);
    row("nothing in parentheses", u"(‹)›"_s, u"Found \")\"; expected a condition."_s);
    row("AND at the end", u"ok AND‹›"_s, u"The expression ends here; expected a condition."_s);
    row("AND at the start", u"‹AND› ok"_s, u"Found AND; expected a condition."_s);
    row("a lone !", u"!‹›"_s, u"The expression ends here; expected a condition."_s);
    row("a text without its end", u"user = ‹\"alice›"_s, u"The text that begins here has no closing \"."_s);
    row("C's equality", u"user ‹==› \"a\""_s, u"Write a single =."_s);
    row("C's and", u"ok ‹&&› fault"_s, u"&& is not part of filter expressions. Write AND."_s);
    row("no parenthesis", u"service ‹\"a\"›"_s, u"Found \"a\"; expected \"(\"."_s);
    row("two names", u"service(\"a\" ‹\"b\"›)"_s, u"Found \"b\"; expected \")\"."_s);
    row("an unknown part of id", u"service(id(‹nam›: \"a\"))"_s, u"Found nam; expected name, type or account.id."_s);
    row("no colon", u"service(id(name ‹=› \"a\"))"_s, u"Found =; expected \":\"."_s);
    row("an empty id", u"service(id(‹)›)"_s, u"Found \")\"; expected name, type or account.id."_s);
    row("three ends of an edge", u"edge(\"a\", \"b\"‹,› \"c\")"_s, u"Found \",\"; expected \")\"."_s);
    row("a service in a service", u"service(\"a\") { ‹service›(\"b\") }"_s,
        u"service has no meaning in service { }; it is known outside braces."_s);
    row("root outside a service", u"‹root›"_s, u"root has no meaning outside braces; it is known in service { }."_s);
    row("coverage of a fault", u"rootcause.fault.entity { ‹coverage› > 0.5 }"_s,
        u"coverage has no meaning in rootcause.*.entity { }; it is known in rootcause.responsetime.entity { }."_s);
    row("half a root cause", u"‹rootcause.fault›"_s,
        u"rootcause.fault is not a keyword. Did you mean rootcause.fault.service?"_s);
    row("a key with dots", u"‹annotation.a.b› = 1"_s, u"A key with dots needs brackets: write annotation[a.b]."_s);
    row("no key", u"‹annotation.› = 1"_s, u"The annotation's key is missing after the dot."_s);
    row("no bracket", u"annotation ‹=› 1"_s, u"Found =; expected \"[\"."_s);
    row("an open bracket", u"annotation[a ‹=› 1"_s, u"Found =; expected \"]\"."_s);
    row("no JSON", u"rootcause.json = ‹\"x\"›"_s, u"Found \"x\"; expected JSON after a #."_s);
    row("JSON without an end", u"rootcause.json = ‹#[{›"_s, u"The JSON that begins here has no end."_s);
    row("wrong JSON", u"rootcause.json = #[{\"A\" 1‹›}]"_s, u"This is not JSON: "_s);
    row("a # alone", u"rootcause.json = ‹#›x"_s, u"After # comes JSON: #[…] or #{…}."_s);
}

void FilterParserTest::saysWhatIsWrongAndWhere()
{
    QFETCH(QString, text);
    QFETCH(QString, message);
    const qsizetype position = text.indexOf(u'‹');
    const qsizetype length = text.indexOf(u'›') - position - 1;
    const auto result = parseFilter(text.remove(u'‹').remove(u'›'));
    QVERIFY(!result);
    QVERIFY2(result.error().message.startsWith(message), qPrintable(result.error().message));
    QCOMPARE(result.error().position, position);
    QCOMPARE(result.error().length, length);
}

void FilterParserTest::offersWhatIsAllowedInPlaceOfAnError()
{
    const auto words = [](const QString& text) { return parseFilter(text).error().completions; };
    QCOMPARE(words(u"responsetime ?"_s), (QStringList{u"="_s, u"!="_s, u"<"_s, u"<="_s, u">"_s, u">="_s}));
    QVERIFY(words(u"ok AND"_s).contains(u"service("_s));
    QVERIFY(!words(u"service() { x }"_s).contains(u"service("_s));
    QVERIFY(words(u"service() { x }"_s).contains(u"root"_s));
    QCOMPARE(words(u"service(id(name"_s), QStringList{u":"_s});
}

void FilterParserTest::bearsNestingUpToItsLimit()
{
    const auto nested = [](qsizetype levels) { return QString(levels, u'(') + u"ok"_s + QString(levels, u')'); };
    QVERIFY(parseFilter(nested(kMaxFilterDepth - 1)));
    const auto tooDeep = parseFilter(nested(kMaxFilterDepth));
    QVERIFY(!tooDeep);
    QCOMPARE(tooDeep.error().position, kMaxFilterDepth);
    QVERIFY(!parseFilter(QString(100'000, u'(')));
    QVERIFY(!parseFilter(QString(100'000, u'!')));
    QVERIFY(parseFilter(u"ok AND "_s.repeated(10'000) + u"ok"_s)); // as long as one likes
}

void FilterParserTest::completesWhatMayComeNext_data()
{
    QTest::addColumn<QString>("text"); // ‹what is replaced›, | is the cursor
    QTest::addColumn<QStringList>("some"); // are offered
    QTest::addColumn<QStringList>("none"); // are not
    QTest::newRow("at the start") << u"‹|›"_s << QStringList{u"ok"_s, u"service("_s, u"annotation."_s, u"!"_s}
                                  << QStringList{u"AND"_s, u"coverage"_s, u"="_s};
    QTest::newRow("a word begun") << u"ok AND ‹fa|›"_s << QStringList{u"fault"_s} << QStringList{u"AND"_s};
    QTest::newRow("within a word") << u"‹fa|ult› AND ok"_s << QStringList{u"fault"_s} << QStringList();
    QTest::newRow("after a condition") << u"http.url ‹|›"_s
                                       << QStringList{u"CONTAINS"_s, u"="_s, u"AND"_s, u"OR"_s, u"user"_s}
                                       << QStringList{u"<"_s, u")"_s};
    QTest::newRow("in parentheses") << u"(ok ‹|›"_s << QStringList{u")"_s, u"AND"_s} << QStringList();
    QTest::newRow("in a service") << u"service(\"a\") { ‹|› }"_s << QStringList{u"root"_s, u"fault"_s, u"}"_s}
                                  << QStringList{u"service("_s, u"group.name"_s};
    QTest::newRow("in a root cause") << u"rootcause.responsetime.entity { ‹|›"_s
                                     << QStringList{u"coverage"_s, u"last"_s} << QStringList{u"ok"_s};
    QTest::newRow("a boolean's value") << u"ok = ‹|›"_s << QStringList{u"true"_s, u"false"_s} << QStringList{u"ok"_s};
    QTest::newRow("where the text before is wrong") << u"xyzzy AND ‹|›"_s << QStringList() << QStringList{u"ok"_s};
}

void FilterParserTest::completesWhatMayComeNext()
{
    QFETCH(QString, text);
    QFETCH(QStringList, some);
    QFETCH(QStringList, none);
    const qsizetype position = text.indexOf(u'‹');
    const qsizetype cursor = text.remove(u'‹').indexOf(u'|');
    const qsizetype length = text.remove(u'|').indexOf(u'›') - position;
    const FilterCompletion completion = completeFilter(text.remove(u'›'), cursor);
    QCOMPARE(completion.position, position);
    QCOMPARE(completion.length, length);
    for (const QString& word : some) {
        QVERIFY2(completion.words.contains(word), qPrintable(word));
    }
    for (const QString& word : none) {
        QVERIFY2(!completion.words.contains(word), qPrintable(word));
    }
}

void FilterParserTest::namesTheBlankToFillIn_data()
{
    QTest::addColumn<QString>("text"); // up to the cursor
    QTest::addColumn<FilterBlank>("blank");
    QTest::addColumn<QString>("replaced");
    QTest::newRow("a service") << u"service("_s << FilterBlank::ServiceName << QString();
    QTest::newRow("a service begun") << u"service(\"or"_s << FilterBlank::ServiceName << u"\"or"_s;
    QTest::newRow("the other end") << u"edge(\"a\", "_s << FilterBlank::ServiceName << QString();
    QTest::newRow("a type") << u"service(id(type: "_s << FilterBlank::ServiceType << QString();
    QTest::newRow("an account") << u"service(id(account.id: "_s << FilterBlank::AccountId << QString();
    QTest::newRow("a key") << u"ok annotation.ti"_s << FilterBlank::AnnotationKey << u"ti"_s;
    QTest::newRow("a key in brackets") << u"annotation[ti"_s << FilterBlank::AnnotationKey << u"ti"_s;
    QTest::newRow("an annotation's value") << u"annotation.tier = \"g"_s << FilterBlank::ValueOfAnnotation << u"\"g"_s;
    QTest::newRow("a keyword's value") << u"http.method = "_s << FilterBlank::ValueOfKeyword << QString();
    QTest::newRow("neither") << u"ok "_s << FilterBlank::None << QString();
}

void FilterParserTest::namesTheBlankToFillIn()
{
    QFETCH(QString, text);
    const FilterCompletion completion = completeFilter(text, text.size());
    QTEST(completion.blank, "blank");
    QTEST(text.sliced(completion.position, completion.length), "replaced");
    QCOMPARE(completion.annotation, completion.blank == FilterBlank::ValueOfAnnotation ? u"tier"_s : QString());
    if (completion.blank == FilterBlank::ValueOfKeyword) {
        QCOMPARE(completion.keyword, FilterKeyword::HttpMethod);
    }
}

void FilterParserTest::joinsExpressions()
{
    const FilterExpression fast = parsed(u"responsetime < 1 OR ok"_s);
    QCOMPARE(FilterExpression::allOf({}).text(), QString());
    QVERIFY(FilterExpression::allOf({FilterExpression(), fast}) == fast);
    QCOMPARE(FilterExpression::allOf({fast, parsed(u"user = \"a\" AND partial"_s)}).text(),
        u"(responsetime < 1 OR ok) AND user = \"a\" AND partial"_s);
    QVERIFY(FilterExpression::anyOf({fast, FilterExpression()}).isEmpty());
    QCOMPARE(FilterExpression::notOf(fast).text(), u"!(responsetime < 1 OR ok)"_s);
}

QTEST_GUILESS_MAIN(FilterParserTest)
#include "filter_parser_test.moc"
