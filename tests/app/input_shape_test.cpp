// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/api/input_shape.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

namespace {

InputShape wholeShape()
{
    return structureShape({
        required(u"Name"_s, textShape(1, 5)),
        optional(u"Pattern"_s, textShape({}, {}, u"[\\w-]+"_s)),
        optional(u"Choice"_s, choiceShape({u"NONE"_s, u"KMS"_s})),
        optional(u"Integer"_s, integerShape(1, 9999)),
        optional(u"Number"_s, numberShape(0, 1)),
        optional(u"Flag"_s, booleanShape()),
        optional(u"Time"_s, timeShape()),
        optional(u"List"_s, listShape(textShape(1), {}, 2)),
        optional(u"Map"_s, mapShape(textShape(1, 3), textShape({}, 3), 2)),
        optional(u"Inner"_s, structureShape({required(u"Rate"_s, numberShape({}, 1))})),
    });
}

} // namespace

class InputShapeTest : public QObject {
    Q_OBJECT

private slots:
    void takesWhatMeetsTheShape_data();
    void takesWhatMeetsTheShape();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void tellsSeveralMistakesAtOnce();
    void boundsItsMessage();
};

void InputShapeTest::takesWhatMeetsTheShape_data()
{
    QTest::addColumn<QByteArray>("members");
    QTest::newRow("nothing else") << QByteArray();
    QTest::newRow("null as left out") << QByteArray(R"("Integer": null, "Inner": null)");
    QTest::newRow("unknown members") << QByteArray(R"("More": {"Deep": [1]})");
    QTest::newRow("bounds, inclusive") << QByteArray(R"("Integer": 9999, "Number": 0, "List": ["a", "b"])");
    QTest::newRow("whole number with a fraction of zero") << QByteArray(R"("Integer": 5.0)");
    QTest::newRow("a time with a fraction") << QByteArray(R"("Time": 1528317567.25)");
    QTest::newRow("pattern and choice") << QByteArray(R"("Pattern": "a-b_9", "Choice": "KMS")");
    QTest::newRow("map") << QByteArray(R"("Map": {"a": "", "abc": "xyz"})");
    QTest::newRow("empty containers") << QByteArray(R"("List": [], "Map": {})");
    QTest::newRow("structure") << QByteArray(R"("Inner": {"Rate": 0.5})");
}

void InputShapeTest::takesWhatMeetsTheShape()
{
    QFETCH(QByteArray, members);
    // Five characters, though more bytes and UTF-16 units.
    const QByteArray json = R"({"Name": "äöü€😀")" + (members.isEmpty() ? members : ", " + members) + "}";
    const auto error = violations(wholeShape(), QJsonDocument::fromJson(json).object());
    QVERIFY2(!error, error ? qPrintable(error->message) : "");
}

void InputShapeTest::saysWhatIsWrong_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::addColumn<QString>("problem");
    const auto wrong = [](const char* name, const char* member, const QString& problem) {
        QTest::newRow(name) << R"({"Name": "a", )" + QByteArray(member) + "}" << problem;
    };
    QTest::newRow("left out") << QByteArray("{}") << u"Name is required"_s;
    QTest::newRow("null for what is required") << QByteArray(R"({"Name": null})") << u"Name is required"_s;
    QTest::newRow("too short") << QByteArray(R"({"Name": ""})") << u"Name must have at least 1 characters, not 0"_s;
    QTest::newRow("too long") << QByteArray(R"({"Name": "äöüäöü"})") << u"Name must have at most 5 characters, not 6"_s;
    wrong("too small", R"("Integer": 0)", u"Integer must be at least 1, not 0"_s);
    wrong("too large", R"("Number": 1.5)", u"Number must be at most 1, not 1.5"_s);
    wrong("fraction", R"("Integer": 1.5)", u"Integer is 1.5 but must be a whole number of 32 bits"_s);
    wrong(
        "beyond 32 bits", R"("Integer": 4294967296)", u"Integer is 4294967296 but must be a whole number of 32 bits"_s);
    wrong("string for a number", R"("Number": "1")", u"Number must be a number, not a string"_s);
    wrong("number for a string", R"("Pattern": 1)", u"Pattern must be a string, not a number"_s);
    wrong("string for a boolean", R"("Flag": "true")", u"Flag must be true or false, not a string"_s);
    wrong("string for a time", R"("Time": "2026-01-01")",
        u"Time must be a time, in seconds since 1970 as a number, not a string"_s);
    wrong("object for a list", R"("List": {})", u"List must be a list, not an object"_s);
    wrong("list for an object", R"("Inner": [])", u"Inner must be an object, not a list"_s);
    wrong("list for a map", R"("Map": [])", u"Map must be an object, not a list"_s);
    wrong("pattern in part", R"("Pattern": "a b")", u"Pattern is \"a b\" but must match the pattern [\\w-]+"_s);
    wrong("a line feed behind the pattern", "\"Pattern\": \"a\\n\"",
        u"Pattern is \"a\n\" but must match the pattern [\\w-]+"_s);
    wrong("choice", R"("Choice": "none")", u"Choice is \"none\" but must be one of NONE, KMS"_s);
    wrong("long list", R"("List": ["a", "b", "c"])", u"List must have at most 2 entries, not 3"_s);
    wrong("element", R"("List": ["a", ""])", u"List[1] must have at least 1 characters, not 0"_s);
    wrong("null in a list", R"("List": [null])", u"List[0] must be a string, not null"_s);
    wrong("large map", R"("Map": {"a": "", "b": "", "c": ""})", u"Map must have at most 2 entries, not 3"_s);
    wrong("key", R"("Map": {"abcd": ""})", u"The key Map[\"abcd\"] must have at most 3 characters, not 4"_s);
    wrong("value", R"("Map": {"a": "abcd"})", u"Map[\"a\"] must have at most 3 characters, not 4"_s);
    wrong("required within", R"("Inner": {})", u"Inner.Rate is required"_s);
    wrong("bound within", R"("Inner": {"Rate": 2})", u"Inner.Rate must be at most 1, not 2"_s);
}

void InputShapeTest::saysWhatIsWrong()
{
    QFETCH(QByteArray, json);
    QFETCH(QString, problem);
    const auto error = violations(wholeShape(), QJsonDocument::fromJson(json).object());
    QVERIFY(error.has_value());
    QCOMPARE(error->status, 400);
    QCOMPARE(error->type, u"InvalidRequestException"_s);
    QCOMPARE(error->message, u"1 validation error: %1."_s.arg(problem));
}

void InputShapeTest::tellsSeveralMistakesAtOnce()
{
    const auto error =
        violations(wholeShape(), QJsonObject{{u"Integer"_s, 0}, {u"Inner"_s, QJsonObject{{u"Rate"_s, u"x"_s}}}});
    QVERIFY(error.has_value());
    QCOMPARE(error->message,
        u"3 validation errors: Name is required; Integer must be at least 1, not 0; "
        u"Inner.Rate must be a number, not a string."_s);
}

void InputShapeTest::boundsItsMessage()
{
    QJsonArray many;
    for (int i = 0; i < 10'000; ++i) {
        many.append(QString(10'000, u'x'));
    }
    const auto error = violations(
        structureShape({required(u"List"_s, listShape(choiceShape({u"a"_s})))}), QJsonObject{{u"List"_s, many}});
    QVERIFY(error.has_value());
    QVERIFY(error->message.startsWith("10000 validation errors: "_L1));
    QVERIFY(error->message.endsWith("and 9990 more."_L1));
    QVERIFY(error->message.size() < 2000);
}

QTEST_GUILESS_MAIN(InputShapeTest)
#include "input_shape_test.moc"
