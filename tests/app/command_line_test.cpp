// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/cli/command_line.h"
#include "app/cli/waterfall.h"
#include "tests/core/documents.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class CommandLineTest : public QObject {
    Q_OBJECT

private slots:
    void guessesWhatWasMeant();
    void endsWithTwoOnAMistake_data();
    void endsWithTwoOnAMistake();
    void readsLimitAndOptions();
    void drawsBarsWhereTheTimesAre();
    void fitsTheWidth();
    void letsNoNameSteerTheTerminal();
};

void CommandLineTest::guessesWhatWasMeant()
{
    const QStringList names{u"serve"_s, u"traces"_s, u"show"_s, u"map"_s, u"status"_s};
    QCOMPARE(nearest(u"sevre"_s, names), u"serve"_s);
    QCOMPARE(nearest(u"trace"_s, names), u"traces"_s);
    QCOMPARE(nearest(u"stat"_s, names), u"status"_s);
    QCOMPARE(nearest(u"frobnicate"_s, names), QString());
}

void CommandLineTest::endsWithTwoOnAMistake_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown option") << QStringList{u"show"_s, u"--jsn"_s, u"x"_s};
    QTest::newRow("nothing to show") << QStringList{u"show"_s};
    QTest::newRow("too much") << QStringList{u"show"_s, u"a"_s, u"b"_s, u"c"_s};
    QTest::newRow("no number") << QStringList{u"show"_s, u"a"_s, u"--limit"_s, u"many"_s};
    QTest::newRow("negative") << QStringList{u"show"_s, u"a"_s, u"--limit=-4"_s};
    QTest::newRow("no value") << QStringList{u"show"_s, u"a"_s, u"--limit"_s};
}

void CommandLineTest::endsWithTwoOnAMistake()
{
    QFETCH(QStringList, arguments);
    CommandLine line(u"show ID…"_s, u"Shows."_s);
    line.addJson();
    line.addLimit();
    QCOMPARE(line.parse(arguments, 1, 2), std::optional<int>(kMisused));
}

void CommandLineTest::readsLimitAndOptions()
{
    CommandLine line(u"show ID…"_s, u"Shows."_s);
    line.addSession();
    line.addJson();
    line.addLimit();
    QCOMPARE(
        line.parse({u"show"_s, u"a"_s, u"--session"_s, u"f"_s, u"--limit"_s, u"5"_s, u"--json"_s}, 1, 2), std::nullopt);
    QCOMPARE(line.limit(), 5);
    QVERIFY(line.json());
    QCOMPARE(line.value(u"session"_s), u"f"_s);
    QCOMPARE(line.positional(), QStringList{u"a"_s});
}

namespace {

Trace traceOf(const QByteArray& name)
{
    return test::traceOf({R"({"id":"0000000000000001","name":")" + name
        + R"(","trace_id":"1-5759e988-bd862e3fe1be46a994272793",)"
          R"("start_time":1000,"end_time":1000.1,"http":{"request":{"method":"GET","url":"http://a/b"},"response":{"status":403}},"error":true,)"
          R"("subsegments":[{"id":"0000000000000002","name":"half","start_time":1000.05,"end_time":1000.1,"fault":true}]})"});
}

} // namespace

void CommandLineTest::drawsBarsWhereTheTimesAre()
{
    const QStringList lines = waterfall(traceOf("svc"), {100, false, false}).split(u'\n');
    QCOMPARE(lines[0], u"GET http://a/b"_s);
    QVERIFY(lines[1].startsWith(u"1-5759e988-bd862e3fe1be46a994272793  !  403  100 ms"_s));
    QVERIFY(lines[2].endsWith(u"100 ms"_s));
    QCOMPARE(lines[3], u"svc"_s);
    QVERIFY(lines[4].contains(u"! "_s) && lines[4].contains(u"403"_s) && lines[4].contains(u"100 ms"_s));
    QVERIFY(lines[5].contains(u"✕"_s) && lines[5].contains(u"50 ms"_s));
    QCOMPARE(lines[5].indexOf(u'█') - lines[4].indexOf(u'█'), lines[4].count(u'█') / 2);
    QCOMPARE(lines[5].count(u'█'), (lines[4].count(u'█') + 1) / 2);
    const QString ascii = waterfall(traceOf("svc"), {100, true, false});
    for (const QChar c : ascii) {
        QVERIFY2(c.unicode() < 128, qPrintable(ascii));
    }
}

void CommandLineTest::fitsTheWidth()
{
    for (const int width : {60, 80, 100, 200}) {
        const QStringList lines = waterfall(traceOf(QByteArray(150, 'n')), {width, false, false}).split(u'\n');
        for (const QString& line : lines.mid(2) + lines.mid(0, 1)) { // the second line's id is never cut
            QVERIFY2(line.size() <= width, qPrintable(line));
        }
    }
}

void CommandLineTest::letsNoNameSteerTheTerminal()
{
    QVERIFY(!waterfall(traceOf("a\\u001b[31mb\\u0007"), {100, false, false}).contains(QChar(0x1b)));
}

QTEST_GUILESS_MAIN(CommandLineTest)
#include "command_line_test.moc"
