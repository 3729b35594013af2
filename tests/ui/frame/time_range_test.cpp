// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/shop_requests.h"
#include "ui/frame/activity_grid.h"
#include "ui/frame/activity_strip.h"
#include "ui/frame/main_window.h"
#include "ui/frame/range_popover.h"
#include "ui/frame/time_entry.h"

#include <QApplication>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <ctime>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;
using namespace std::chrono_literals;

namespace {
const Timestamp kNow{1716560306s}; // Friday 24 May 2024, 14:18:26 UTC, which is local here

// Where clocks are put back on 25 October 2026.
class Berlin {
public:
    Berlin()
    {
        qputenv("TZ", "Europe/Berlin");
        tzset();
    }
    ~Berlin()
    {
        qputenv("TZ", m_before);
        tzset();
    }
    Q_DISABLE_COPY_MOVE(Berlin)

private:
    QByteArray m_before = qgetenv("TZ");
};

} // namespace

class TimeRangeTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void readsATimeAsPeopleWriteIt_data();
    void readsATimeAsPeopleWriteIt();
    void refusesWhatIsNoTime_data();
    void refusesWhatIsNoTime();
    void readsBackWhatItWrote();
    void tellsTheHoursApartThatAreRepeated();
    void ticksFollowTheClockOnTheWall();
    void aRangeIncludesTheDayItEndsWith();
    void tellsWhichOfTheTwoIsWrong();
    void showsACustomRangeAndGoesBackToLive();
    void followsWhatIsCountedBackFromNow();
    void saysInPlaceWhatIsWrong();
    void offersRecentRangesAfterARestart();

private:
    RangePopover* popUp(MainWindow& window);

    FakeTraceSource m_source;
};

void TimeRangeTest::init()
{
    Theme::current().apply(*qApp, Scheme::Light);
    m_source.add(traceIdAt(kNow, 1), requestDocuments(traceIdAt(kNow, 1), kNow, 1, 200, 20ms));
}

void TimeRangeTest::readsATimeAsPeopleWriteIt_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("read");
    const auto row = [](const char* text, const char* read) {
        QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(read);
    };
    row("now", "2024-05-24 14:18:26");
    row("14:10", "2024-05-24 14:10:00");
    row(" 9:05:07 ", "2024-05-24 09:05:07");
    row("9:05:07.25", "2024-05-24 09:05:07.250");
    row("23:10", "2024-05-23 23:10:00"); // has not been today: it was yesterday
    row("-15m", "2024-05-24 14:03:26");
    row("15 min ago", "2024-05-24 14:03:26");
    row("2h", "2024-05-24 12:18:26");
    row("-1.5 hours", "2024-05-24 12:48:26");
    row("3 days ago", "2024-05-21 14:18:26");
    row("yesterday 9:05", "2024-05-23 09:05:00");
    row("today", "2024-05-24 00:00:00");
    row("21 May 14:30", "2024-05-21 14:30:00");
    row("May 21, 14:30", "2024-05-21 14:30:00");
    row("21 Nov 14:30", "2023-11-21 14:30:00"); // the last one
    row("29 Feb", "2024-02-29 00:00:00");
    row("21.11.2023 14:30", "2023-11-21 14:30:00");
    row("21.5. 14:30", "2024-05-21 14:30:00");
    row("2024-05-21", "2024-05-21 00:00:00");
    row("2024-05-21 14:30", "2024-05-21 14:30:00");
    row("2024-05-21T14:30:05Z", "2024-05-21 14:30:05");
    row("2024-05-21T14:30:05.250+02:00", "2024-05-21 12:30:05.250");
    row("14:30 +0200", "2024-05-24 12:30:00");
    row("1716560306", "2024-05-24 14:18:26");
    row("1716560306250", "2024-05-24 14:18:26.250");
}

void TimeRangeTest::readsATimeAsPeopleWriteIt()
{
    QFETCH(QString, text);
    QFETCH(QString, read);
    const auto entry = parseTimeEntry(text, kNow);
    QVERIFY2(entry, entry ? "" : qPrintable(entry.error().message));
    QCOMPARE(timeEntryText(entry->time), read);
}

void TimeRangeTest::refusesWhatIsNoTime_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text : {"", "soon", "25:00", "14:61", "31 Feb 14:00", "14:30 nowhere", "2024-13-01", "-", "12"}) {
        QTest::newRow(text) << QString::fromUtf8(text);
    }
}

void TimeRangeTest::refusesWhatIsNoTime()
{
    QFETCH(QString, text);
    const auto entry = parseTimeEntry(text, kNow);
    QVERIFY(!entry);
    QVERIFY(entry.error().message.contains(u"14:30")); // and says how to write one
}

void TimeRangeTest::readsBackWhatItWrote()
{
    for (const Timestamp time : {kNow, kNow + 250ms, kNow - 400 * 24h}) {
        QCOMPARE(parseTimeEntry(timeEntryText(time), kNow)->time, time);
    }
}

void TimeRangeTest::tellsTheHoursApartThatAreRepeated()
{
    const Berlin berlin;
    const Timestamp summer{1792889400s}; // 2026-10-25 02:50 CEST
    const Timestamp winter{1792890600s}; // 02:10 CET, twenty minutes later
    bool inTo = false;
    const auto range = parseTimeRange(timeEntryText(summer), timeEntryText(winter), winter + 240h, inTo);
    QVERIFY2(range, range ? "" : qPrintable(range.error().message));
    QCOMPARE(*range, (TimeRange{summer, winter}));
    QCOMPARE(timeEntryText(winter), u"2026-10-25 02:10:00 +01:00"_s);
    QCOMPARE(timeEntryText(winter + 1h), u"2026-10-25 03:10:00"_s);
    QCOMPARE(timeEntryText(summer - 1h), u"2026-10-25 01:50:00"_s);
}

void TimeRangeTest::ticksFollowTheClockOnTheWall()
{
    const Berlin berlin;
    const Timestamp begin{1792533600s}; // 2026-10-21 00:00 CEST
    const auto labels = [&](Duration length, int most) {
        const TimeTicks ticks = timeTicks({begin, begin + length}, most);
        QStringList texts;
        for (const Timestamp tick : ticks.times) {
            texts += tickLabel(tick, ticks.step);
        }
        return texts;
    };
    const QStringList days = labels(8 * 24h, 4);
    QVERIFY(days.size() >= 3);
    const auto dayOf = [](const QString& label) { return label.section(u' ', 0, 0).toInt(); };
    for (qsizetype i = 1; i < days.size(); ++i) {
        QCOMPARE(dayOf(days[i]) - dayOf(days[i - 1]), 2);
    }
    for (const QString& label : labels(6 * 24h, 12)) { // twelve hours apart
        QVERIFY2(label.endsWith(u"00:00"_s) || label.endsWith(u"12:00"_s), qPrintable(label));
    }
}

void TimeRangeTest::aRangeIncludesTheDayItEndsWith()
{
    bool inTo = false;
    const auto range = parseTimeRange(u"2024-05-20"_s, u"2024-05-21"_s, kNow, inTo);
    QVERIFY(range);
    QCOMPARE(range->end - range->begin, Duration(48h));
    QCOMPARE(parseTimeRange(u"-1h"_s, QString(), kNow, inTo)->end, kNow);
}

void TimeRangeTest::tellsWhichOfTheTwoIsWrong()
{
    bool inTo = true;
    QVERIFY(!parseTimeRange(u"soon"_s, u"later"_s, kNow, inTo));
    QVERIFY(!inTo);
    QVERIFY(!parseTimeRange(u"14:00"_s, u"13:00"_s, kNow, inTo));
    QVERIFY(inTo);
}

RangePopover* TimeRangeTest::popUp(MainWindow& window)
{
    window.show();
    if (!QTest::qWaitForWindowActive(&window)) {
        return nullptr;
    }
    QTest::keyClick(&window, Qt::Key_0, Qt::AltModifier);
    return window.findChild<RangePopover*>();
}

void TimeRangeTest::followsWhatIsCountedBackFromNow()
{
    QCOMPARE(parseSpan(u" -90 s"_s, u"now"_s, kNow), std::optional<Duration>(90s));
    QVERIFY(!parseSpan(u"-2h"_s, u"-1h"_s, kNow));
    QVERIFY(!parseSpan(u"14:10"_s, QString(), kNow));
    QVERIFY(!parseSpan(u"now"_s, QString(), kNow));
    Settings settings;
    MainWindow window({m_source}, settings);
    QPointer<RangePopover> popover = popUp(window);
    QVERIFY(popover);
    QTRY_VERIFY(popover->isVisible());
    const auto fields = popover->findChildren<QLineEdit*>();
    fields[0]->setText(u"-2h"_s);
    fields[1]->clear();
    QTest::keyClick(fields[1], Qt::Key_Return);
    QTRY_VERIFY(!popover);
    QVERIFY(window.location().scope.isLive());
    QCOMPARE(window.location().scope.span, Duration(2h));
    QCOMPARE(window.location().scope.label(), u"Last 2 h"_s);
    QCOMPARE(window.location().scope.over(90s).label(), u"Last 90 s"_s);
}

void TimeRangeTest::showsACustomRangeAndGoesBackToLive()
{
    Settings settings;
    MainWindow window({m_source}, settings);
    QPointer<RangePopover> popover = popUp(window);
    QVERIFY(popover);
    QTRY_VERIFY(popover->isVisible());
    const auto fields = popover->findChildren<QLineEdit*>();
    QCOMPARE(fields.size(), 2);
    fields[0]->setText(u"2024-05-24 14:10Z"_s);
    fields[1]->setText(u"2024-05-24 14:20Z"_s);
    QVERIFY(fields[0]->toolTip().contains(u"2024-05-24 14:10:00 UTC"));
    QTest::keyClick(fields[1], Qt::Key_Return);
    QTRY_VERIFY(!popover);
    const Scope& scope = window.location().scope;
    QVERIFY(!scope.isLive());
    QCOMPARE(*scope.fixed, (TimeRange{kNow - 8min - 26s, kNow + 1min + 34s}));
    auto* strip = window.findChild<ActivityStrip*>();
    QTRY_VERIFY(strip->grid().range.contains(scope.fixed->begin) && strip->grid().range.contains(kNow));
    window.goBack();
    QVERIFY(window.location().scope.isLive());
    window.goForward();
    QVERIFY(window.location().scope.fixed);
}

void TimeRangeTest::saysInPlaceWhatIsWrong()
{
    Settings settings;
    MainWindow window({m_source}, settings);
    QPointer<RangePopover> popover = popUp(window);
    QVERIFY(popover);
    const auto fields = popover->findChildren<QLineEdit*>();
    fields[1]->setText(u"half past nine"_s);
    QVERIFY(fields[1]->accessibleDescription().contains(u"half past nine"));
    fields[0]->setFocus();
    QTest::keyClick(fields[0], Qt::Key_Return);
    QVERIFY(popover && popover->isVisible()); // stays, with the cursor where it is wrong
    QTRY_VERIFY(fields[1]->hasFocus());
    QVERIFY(window.location().scope.isLive());
    QTest::keyClick(popover.data(), Qt::Key_Escape);
    QTRY_VERIFY(!popover);
}

void TimeRangeTest::offersRecentRangesAfterARestart()
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"settings.ini"_s);
    const TimeRange range{kNow - 10min, kNow};
    {
        Settings settings(file);
        MainWindow({m_source}, settings).setRange(range, {});
    }
    Settings settings(file);
    MainWindow window({m_source}, settings);
    QPointer<RangePopover> popover = popUp(window);
    QVERIFY(popover);
    QPushButton* recent = nullptr;
    for (auto* button : popover->findChildren<QPushButton*>()) {
        recent = button->isFlat() ? button : recent;
    }
    QVERIFY(recent);
    QTest::mouseClick(recent, Qt::LeftButton);
    QCOMPARE(window.location().scope.fixed, std::optional(range));
}

QTEST_MAIN(TimeRangeTest)
#include "time_range_test.moc"
