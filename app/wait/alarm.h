// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Waits until somebody rings, a stop is requested or the time is up.
#pragma once

#include "core/time/timestamp.h"

#include <condition_variable>
#include <mutex>
#include <stop_token>

namespace fluoroscope {

class Alarm {
public:
    using Clock = std::chrono::steady_clock;

    Alarm(Duration timeout, std::stop_token stop)
        : m_deadline(Clock::now() + timeout)
        , m_stop(std::move(stop))
    {
    }

    // Any thread.
    void ring()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isRung = true;
        }
        m_told.notify_one();
    }

    // True: it was rung since the last time. False: the time is up, or a stop was requested.
    bool wait()
    {
        std::unique_lock lock(m_mutex);
        return m_told.wait_until(lock, m_stop, m_deadline, [this] { return m_isRung; }) && take();
    }

    // Waits for `pause`, rung or not. False as above.
    bool waitFor(Duration pause)
    {
        std::unique_lock lock(m_mutex);
        const auto until = std::min<Clock::time_point>(Clock::now() + pause, m_deadline);
        m_told.wait_until(lock, m_stop, until, [] { return false; });
        return !m_stop.stop_requested() && Clock::now() < m_deadline;
    }

private:
    bool take()
    {
        m_isRung = false;
        return !m_stop.stop_requested();
    }

    Clock::time_point m_deadline;
    std::stop_token m_stop;
    std::mutex m_mutex;
    std::condition_variable_any m_told;
    bool m_isRung = false;
};

} // namespace fluoroscope
