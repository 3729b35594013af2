// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/text/json_scanner.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class JsonScannerTest : public QObject {
    Q_OBJECT

private slots:
    void slicesByteForByte();
    void findsTheEndOfNastyValues_data();
    void findsTheEndOfNastyValues();
    void refusesWhatIsNotJson_data();
    void refusesWhatIsNotJson();
    void resolvesEscapes_data();
    void resolvesEscapes();
    void readsAnyDepthWithoutAStack();
    void givesWhatCameBeforeAFault();
};

void JsonScannerTest::slicesByteForByte()
{
    const QByteArray text =
        " { \"a\" : [ 1.50 , {\"b\":\"}]\\\"\"} ] ,\n \"\\u0063\":{ } , \"d\":-0.0e+1,\"e\":\"\" } ";
    const auto value = jsonValue(text);
    QVERIFY(value.has_value());
    QCOMPARE(value->toByteArray(), text.trimmed());
    const auto members = jsonChildren(*value);
    QCOMPARE(members.size(), std::size_t(4));
    QCOMPARE(members[0].key, QByteArray("a"));
    QCOMPARE(members[0].value.toByteArray(), QByteArray("[ 1.50 , {\"b\":\"}]\\\"\"} ]"));
    QCOMPARE(members[1].key, QByteArray("c"));
    QCOMPARE(members[1].value.toByteArray(), QByteArray("{ }"));
    QCOMPARE(members[2].value.toByteArray(), QByteArray("-0.0e+1"));
    QCOMPARE(members[3].value.toByteArray(), QByteArray("\"\""));
    const auto elements = jsonChildren(members[0].value);
    QCOMPARE(elements.size(), std::size_t(2));
    QCOMPARE(elements[1].value.toByteArray(), QByteArray("{\"b\":\"}]\\\"\"}"));
    QVERIFY(elements[0].key.isEmpty());
}

void JsonScannerTest::findsTheEndOfNastyValues_data()
{
    QTest::addColumn<QByteArray>("value");
    for (const char* value : {"{}", "[]", "[[],[{}]]", "\"\\\\\"", "\"\\\"\"", "\"]}\"", "0", "-1.5E-7", "true", "null",
             "{\"\":{\"\":[]}}", "{\"a\":1,\"a\":2}", "\"\xC3\xA9\xF0\x9F\x98\x80\"", "[1,\r\n\t 2]"}) {
        QTest::newRow(value) << QByteArray(value);
    }
}

void JsonScannerTest::findsTheEndOfNastyValues()
{
    QFETCH(QByteArray, value);
    for (const char* after : {"", " ", "\n{\"next\":1}", ",", "]"}) {
        const QByteArray text = "  " + value + after; // what is found is a view into it
        const auto found = jsonValue(text);
        QVERIFY(found.has_value());
        QCOMPARE(found->toByteArray(), value);
    }
}

void JsonScannerTest::refusesWhatIsNotJson_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text : {"", " ", "{", "[", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,}", "[1,]", "[,1]", "[1 2]",
             "{a:1}", "{'a':1}", "{\"a\" 1}", "{1:2}", "[}", "{]", "}", "]", ",", ":", "tru", "nul", "-", "1.", "1e",
             ".5", "+1", "\"", "\"a\nb\"", "\"\\", "[\"\\\"]", "NaN", "{\"a\":}"}) {
        QTest::newRow(text) << QByteArray(text);
    }
}

void JsonScannerTest::refusesWhatIsNotJson()
{
    QFETCH(QByteArray, text);
    QVERIFY(!jsonValue(text).has_value());
    JsonScanner scanner(text);
    for (int i = 0; i < 20; ++i) {
        scanner.next(); // ends somewhere and stays there
    }
    QVERIFY(scanner.next().kind == JsonToken::Kind::Error);
    QVERIFY(scanner.position() <= text.size());
}

void JsonScannerTest::resolvesEscapes_data()
{
    QTest::addColumn<QByteArray>("token");
    for (const char* token : {R"("plain")", R"("a\"b\\c\/d")", R"("\b\f\n\r\t")", R"("\u00e9\u20ac")",
             R"("\ud83d\ude00!")", R"("tab\u0009{\"x\":1}\n")", R"("\u0041")"}) {
        QTest::newRow(token) << QByteArray(token);
    }
}

void JsonScannerTest::resolvesEscapes()
{
    QFETCH(QByteArray, token);
    const QString expected = QJsonDocument::fromJson("{\"v\":" + token + '}').object().value(u"v").toString();
    QCOMPARE(QString::fromUtf8(jsonText(token)), expected);
}

void JsonScannerTest::readsAnyDepthWithoutAStack()
{
    constexpr qsizetype depth = 1'000'000;
    const QByteArray text = QByteArray(depth, '[') + QByteArray(depth, ']');
    QCOMPARE(jsonValue(text)->size(), 2 * depth);
    QVERIFY(!jsonValue(QByteArrayView(text).chopped(1)).has_value());
}

void JsonScannerTest::givesWhatCameBeforeAFault()
{
    const auto members = jsonChildren("{\"a\":1,\"b\":[2],\"c\":oops}");
    QCOMPARE(members.size(), std::size_t(2));
    QCOMPARE(members[1].value.toByteArray(), QByteArray("[2]"));
    QVERIFY(jsonChildren("\"text\"").empty());
}

QTEST_GUILESS_MAIN(JsonScannerTest)
#include "json_scanner_test.moc"
