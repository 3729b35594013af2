// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/event_loop_watchdog.h"

#include <QTest>
#include <QTimer>
#include <poll.h>

using namespace fluoroscope;
using namespace std::chrono_literals;

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
    for (int i = 0; i < 2; ++i) {
        const std::size_t before = count();
        bool isOver = false;
        // What must not be done in a window; it ends when it is found, for no signal lets poll() go on.
        QTimer::singleShot(0, this, [&] {
            ::poll(nullptr, 0, 30'000);
            isOver = true;
        });
        QTRY_VERIFY(isOver && count() > before); // a busy machine may have blocked the loop besides
    }
    QVERIFY(watchdog.blockages() >= 2);
    const std::scoped_lock lock(mutex);
    for (const Blockage& blockage : told) {
        QVERIFY(blockage.length >= 100ms);
        QVERIFY(blockage.frames.size() > 3); // the loop, the timer, and what it did
    }
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
