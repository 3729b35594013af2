// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Identifiers and numbers as text.

#include "core/segment/ids.h"
#include "core/text/units.h"

#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class IdsAndUnitsTest : public QObject {
    Q_OBJECT

private slots:
    void traceIdsHaveTwoForms_data();
    void traceIdsHaveTwoForms();
    void traceIdsSurviveTheirBytes();
    void newTraceIdsCarryTheirSecond();
    void segmentIdsAreSixteenDigits_data();
    void segmentIdsAreSixteenDigits();
    void newSegmentIdsAreNeverNull();
    void durations_data();
    void durations();
    void rates_data();
    void rates();
    void counts_data();
    void counts();
    void bytes_data();
    void bytes();
    void shares_data();
    void shares();
    void times();
    void secondsSurviveBothWays();
};

void IdsAndUnitsTest::traceIdsHaveTwoForms_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("id"); // empty: none
    const QString id = u"1-5759e988-bd862e3fe1be46a994272793"_s;
    QTest::newRow("X-Ray") << id << id;
    QTest::newRow("W3C") << u"5759e988bd862e3fe1be46a994272793"_s << id;
    QTest::newRow("capitals") << u"1-5759E988-BD862E3FE1BE46A994272793"_s << id;
    QTest::newRow("empty") << QString() << QString();
    QTest::newRow("version") << u"2-5759e988-bd862e3fe1be46a994272793"_s << QString();
    QTest::newRow("dash") << u"1-5759e988_bd862e3fe1be46a994272793"_s << QString();
    QTest::newRow("no dash") << u"1-5759e988bd862e3fe1be46a9942727930"_s << QString();
    QTest::newRow("short") << u"1-5759e988-bd862e3fe1be46a99427279"_s << QString();
    QTest::newRow("long") << u"1-5759e988-bd862e3fe1be46a9942727930"_s << QString();
    QTest::newRow("letters") << u"1-5759e988-bd862e3fe1be46a99427279g"_s << QString();
    QTest::newRow("full-width digits") << u"1-5759e988-bd862e3fe1be46a99427279３"_s << QString();
    QTest::newRow("blank") << u" -5759e988-bd862e3fe1be46a994272793"_s << QString();
}

void IdsAndUnitsTest::traceIdsHaveTwoForms()
{
    QFETCH(QString, text);
    const auto id = TraceId::fromString(text);
    QTEST(id ? id->toString() : QString(), "id");
}

void IdsAndUnitsTest::traceIdsSurviveTheirBytes()
{
    const TraceId id = TraceId::generate(0x6650a1b2);
    QCOMPARE(id.bytes().size(), 16);
    QCOMPARE(TraceId::fromBytes(id.bytes()), id);
    QCOMPARE(TraceId::fromString(id.toString()), id);
    QVERIFY(TraceId::fromBytes({}).isNull());
    QVERIFY(TraceId::fromBytes("abc") != TraceId::fromBytes("abd")); // neither reads past a short array
}

void IdsAndUnitsTest::newTraceIdsCarryTheirSecond()
{
    const TraceId id = TraceId::generate(0xfedcba98);
    QVERIFY(id.toString().startsWith("1-fedcba98-"_L1));
    QVERIFY(id != TraceId::generate(0xfedcba98));
}

void IdsAndUnitsTest::segmentIdsAreSixteenDigits_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("id");
    QTest::newRow("digits") << u"53995c3f42cd8ad8"_s << u"53995c3f42cd8ad8"_s;
    QTest::newRow("capitals") << u"FFFFFFFFFFFFFFFF"_s << u"ffffffffffffffff"_s;
    QTest::newRow("leading zeros") << u"0000000000000001"_s << u"0000000000000001"_s;
    QTest::newRow("short") << u"53995c3f42cd8ad"_s << QString();
    QTest::newRow("long") << u"53995c3f42cd8ad80"_s << QString();
    QTest::newRow("letters") << u"abcdefghijklmnop"_s << QString();
    QTest::newRow("sign") << u"-3995c3f42cd8ad8"_s << QString();
}

void IdsAndUnitsTest::segmentIdsAreSixteenDigits()
{
    QFETCH(QString, text);
    const auto id = SegmentId::fromString(text);
    QTEST(id ? id->toString() : QString(), "id");
}

void IdsAndUnitsTest::newSegmentIdsAreNeverNull()
{
    QVERIFY(SegmentId().isNull());
    for (int i = 0; i < 1000; ++i) {
        QVERIFY(!SegmentId::generate().isNull());
    }
}

void IdsAndUnitsTest::durations_data()
{
    QTest::addColumn<qint64>("microseconds");
    QTest::addColumn<QString>("text");
    const QList<std::pair<qint64, QString>> rows{{0, u"0 ms"_s}, {1, u"1 µs"_s}, {640, u"640 µs"_s}, {999, u"999 µs"_s},
        {1000, u"1 ms"_s}, {1004, u"1 ms"_s}, {1005, u"1 ms"_s}, {1240, u"1.24 ms"_s}, {9994, u"9.99 ms"_s},
        {9996, u"10 ms"_s}, {20500, u"20.5 ms"_s}, {99940, u"99.9 ms"_s}, {99960, u"100 ms"_s}, {209400, u"209 ms"_s},
        {999499, u"999 ms"_s}, {999500, u"1 s"_s}, {1240000, u"1.24 s"_s}, {59940000, u"59.9 s"_s},
        {59960000, u"60 s"_s}, {99940000, u"99.9 s"_s}, {99960000, u"1 min 40 s"_s}, {125000000, u"2 min 5 s"_s},
        {3599499999, u"59 min 59 s"_s}, {3599500001, u"1 h 0 min"_s}, {3600000000, u"1 h 0 min"_s},
        {7384000000, u"2 h 3 min"_s}, {3600000000 * 1500, u"1\u2009500 h 0 min"_s}, {-5000, u"-5 ms"_s},
        {-640, u"-640 µs"_s}, {-1240000, u"-1.24 s"_s}, {-125000000, u"-2 min 5 s"_s}, {-7384000000, u"-2 h 3 min"_s}};
    for (const auto& [microseconds, text] : rows) {
        QTest::addRow("%lld", static_cast<long long>(microseconds)) << microseconds << text;
    }
}

void IdsAndUnitsTest::durations()
{
    QFETCH(qint64, microseconds);
    QTEST(formatDuration(Duration(microseconds)), "text");
}

void IdsAndUnitsTest::rates_data()
{
    QTest::addColumn<double>("perMinute");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << 0.0 << u"0/min"_s;
    QTest::newRow("hardly any is not none") << 0.0007 << u"< 0.01/min"_s;
    QTest::newRow("half") << 0.5 << u"0.5/min"_s;
    QTest::newRow("some") << 26.04 << u"26/min"_s;
    QTest::newRow("edge") << 999.4 << u"999/min"_s;
    QTest::newRow("thousand") << 999.6 << u"1\u2009000/min"_s;
    QTest::newRow("many") << 1240.2 << u"1\u2009240/min"_s;
}

void IdsAndUnitsTest::rates()
{
    QFETCH(double, perMinute);
    QTEST(formatRate(perMinute), "text");
}

void IdsAndUnitsTest::counts_data()
{
    QTest::addColumn<qint64>("count");
    QTest::addColumn<QString>("text");
    QTest::newRow("0") << qint64(0) << u"0"_s;
    QTest::newRow("999") << qint64(999) << u"999"_s;
    QTest::newRow("1000") << qint64(1000) << u"1\u2009000"_s;
    QTest::newRow("million") << qint64(1234567) << u"1\u2009234\u2009567"_s;
    QTest::newRow("-999") << qint64(-999) << u"-999"_s;
    QTest::newRow("-1000") << qint64(-1000) << u"-1\u2009000"_s;
}

void IdsAndUnitsTest::counts()
{
    QFETCH(qint64, count);
    QTEST(formatCount(count), "text");
}

void IdsAndUnitsTest::bytes_data()
{
    QTest::addColumn<qint64>("count");
    QTest::addColumn<QString>("text");
    QTest::newRow("0") << qint64(0) << u"0 B"_s;
    QTest::newRow("999") << qint64(999) << u"999 B"_s;
    QTest::newRow("1000") << qint64(1000) << u"1 kB"_s;
    QTest::newRow("1234567") << qint64(1234567) << u"1.23 MB"_s;
    QTest::newRow("999500") << qint64(999500) << u"1 MB"_s;
    QTest::newRow("21 MB") << qint64(21'000'000) << u"21 MB"_s;
    QTest::newRow("2 GiB") << qint64(2147483648) << u"2.15 GB"_s;
    QTest::newRow("1 TB") << qint64(1'000'000'000'000) << u"1000 GB"_s;
}

void IdsAndUnitsTest::bytes()
{
    QFETCH(qint64, count);
    QTEST(formatBytes(count), "text");
}

void IdsAndUnitsTest::shares_data()
{
    QTest::addColumn<double>("share");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << 0.0 << u"0 %"_s;
    QTest::newRow("hardly any is not none") << 0.0001 << u"< 0.1 %"_s;
    QTest::newRow("few") << 0.004 << u"0.4 %"_s;
    QTest::newRow("some") << 0.0994 << u"9.9 %"_s;
    QTest::newRow("tenth") << 0.0996 << u"10 %"_s;
    QTest::newRow("most") << 0.85 << u"85 %"_s;
    QTest::newRow("nearly all is not all") << 0.9996 << u"> 99 %"_s;
    QTest::newRow("all") << 1.0 << u"100 %"_s;
}

void IdsAndUnitsTest::shares()
{
    QFETCH(double, share);
    QTEST(formatShare(share), "text");
    QCOMPARE(formatShare(0.18, true), u"18.0 %"_s);
    QCOMPARE(formatShare(1, true), u"100 %"_s);
}

void IdsAndUnitsTest::times()
{
    const Timestamp time = fromEpochSeconds(1716560306.1239);
    QCOMPARE(formatUtc(time), u"2024-05-24 14:18:26.123 UTC"_s);
    const QDateTime local = QDateTime::fromMSecsSinceEpoch(1716560306123);
    QCOMPARE(formatClock(time), local.toString(u"HH:mm:ss.zzz"_s));
    QCOMPARE(formatMoment(time), local.toString(u"d MMM yyyy HH:mm:ss.zzz"_s));
    const Timestamp today = std::chrono::floor<Duration>(std::chrono::system_clock::now());
    QCOMPARE(formatMoment(today), formatClock(today));
    QCOMPARE(formatMomentShort(today), formatClock(today));
    QCOMPARE(formatMomentShort(time), local.toString(u"d MMM yyyy HH:mm:ss"_s));
    const QDateTime first(QDate(QDate::currentDate().year(), 1, 1), QTime(12, 0));
    const QDateTime other = first.date() == QDate::currentDate() ? first.addDays(1) : first;
    QCOMPARE(formatDay(Timestamp(std::chrono::milliseconds(other.toMSecsSinceEpoch()))), other.toString(u"d MMM "_s));
}

void IdsAndUnitsTest::secondsSurviveBothWays()
{
    for (const qint64 microseconds : {qint64(0), qint64(1), qint64(1716560306123457), qint64(4102444799999999)}) {
        const Timestamp time{Duration(microseconds)};
        QCOMPARE(fromEpochSeconds(toEpochSeconds(time)), time);
    }
}

QTEST_GUILESS_MAIN(IdsAndUnitsTest)
#include "ids_and_units_test.moc"
