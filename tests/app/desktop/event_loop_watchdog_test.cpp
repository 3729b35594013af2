// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/event_loop_watchdog.h"

#include <QTest>
#include <QTimer>

using namespace fluoroscope;
using namespace std::chrono_literals;
using std::chrono::steady_clock;

class EventLoopWatchdogTest : public QObject {
    Q_OBJECT

private slots:
    void tellsHowLongAndWhereTheLoopWasBlocked();
    void isSilentWhileTheLoopRuns();
};

void EventLoopWatchdogTest::tellsHowLongAndWhereTheLoopWasBlocked()
{
    std::mutex mutex;
    std::vector<Blockage> told;
    EventLoopWatchdog watchdog(100ms, [&](const Blockage& blockage) {
        const std::scoped_lock lock(mutex);
        told.push_back(blockage);
    });
    const auto count = [&] {
        const std::scoped_lock lock(mutex);
        return told.size();
    };
    const auto block = [](std::chrono::milliseconds length) {
        QTimer::singleShot(0, [length] {
            const auto end = steady_clock::now() + length;
            while (steady_clock::now() < end) { } // what must not be done in a window
        });
    };
    block(400ms);
    QTRY_COMPARE(count(), 1U);
    block(400ms);
    QTRY_COMPARE(count(), 2U);
    QCOMPARE(watchdog.blockages(), 2);
    QVERIFY(told[0].length >= 100ms);
    QVERIFY(told[0].frames.size() > 3); // the loop, the timer, and what it did
}

void EventLoopWatchdogTest::isSilentWhileTheLoopRuns()
{
    // With a limit that a busy machine does not reach either.
    EventLoopWatchdog watchdog(20s);
    int turns = 0;
    QTimer timer;
    connect(&timer, &QTimer::timeout, this, [&] { ++turns; });
    timer.start(10ms);
    QTRY_VERIFY(turns > 30); // a few questions
    QCOMPARE(watchdog.blockages(), 0);
}

QTEST_GUILESS_MAIN(EventLoopWatchdogTest)
#include "event_loop_watchdog_test.moc"
