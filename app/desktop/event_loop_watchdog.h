// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Notices when the GUI thread does not come back to its event loop, and what it is at: for those who develop the
// window.
#pragma once

#include <QObject>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace fluoroscope {

struct Blockage {
    std::chrono::milliseconds length{}; // until the loop went on
    std::chrono::milliseconds running{}; // of it, with a processor
    std::chrono::milliseconds queued{}; // of it, waiting for one. Both 0 where the system does not tell
    std::vector<void*> frames; // of the GUI thread when it was found blocked, innermost first
};

// Asks the loop twenty times a second to answer. Where no answer comes in time, a signal makes the GUI thread note its
// stack. There is one at a time.
class EventLoopWatchdog : public QObject {
    Q_OBJECT

public:
    using Report = std::function<void(const Blockage&)>; // on the watchdog's thread

    // On the GUI thread. Without `report` blockages are written to standard error.
    explicit EventLoopWatchdog(std::chrono::milliseconds limit = std::chrono::milliseconds(100), Report report = {});
    ~EventLoopWatchdog() override;

    [[nodiscard]] int blockages() const { return m_blockages; }

    // Whether the environment or the kind of build asks for one: FLUOROSCOPE_WATCHDOG=1, 0, or a debug build.
    static bool isWanted();

signals:
    void asked(); // internal: from the watchdog's thread, queued to the GUI thread

private:
    void watch(const std::stop_token& stop);

    std::chrono::milliseconds m_limit;
    Report m_report;
    unsigned long m_guiThread;
    int m_guiThreadId; // the system's
    std::atomic<int> m_blockages = 0;
    std::mutex m_mutex;
    std::condition_variable_any m_answer;
    bool m_isAnswered = true;
    std::jthread m_thread; // last: stops before the rest goes
};

} // namespace fluoroscope
