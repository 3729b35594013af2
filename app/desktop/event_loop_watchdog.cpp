// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/desktop/event_loop_watchdog.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <execinfo.h>
#include <fstream>
#include <pthread.h>
#include <string>
#include <unistd.h>

namespace fluoroscope {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kMostFrames = 64;
constexpr milliseconds kPause(50); // between two questions
const int kSignal = SIGRTMIN + 5; // used by nobody else here

// Written by the handler, on the GUI thread; read by the watchdog once `taken` says so.
std::array<void*, kMostFrames> frames;
std::atomic<int> taken = -1;

void takeStack(int)
{
    taken.store(backtrace(frames.data(), kMostFrames), std::memory_order_release);
}

struct Scheduled {
    long long running = 0; // ns
    long long queued = 0; // ns
};

// What the scheduler has given a thread until now.
Scheduled scheduled(int thread)
{
    Scheduled sum;
    const std::string file = "/proc/self/task/" + std::to_string(thread) + "/schedstat";
    std::ifstream(file) >> sum.running >> sum.queued;
    return sum;
}

milliseconds between(long long begin, long long end)
{
    return std::chrono::duration_cast<milliseconds>(std::chrono::nanoseconds(end - begin));
}

void print(const Blockage& blockage)
{
    const auto count = [](milliseconds time) { return static_cast<long long>(time.count()); };
    std::fprintf(stderr,
        "fluoroscope: the window was blocked for %lld ms (%lld ms with a processor, %lld ms waiting for one), at\n",
        count(blockage.length), count(blockage.running), count(blockage.queued));
    std::fflush(stderr);
    backtrace_symbols_fd(blockage.frames.data(), static_cast<int>(blockage.frames.size()), STDERR_FILENO);
}

} // namespace

EventLoopWatchdog::EventLoopWatchdog(milliseconds limit, Report report)
    : m_limit(limit)
    , m_report(report ? std::move(report) : print)
    , m_guiThread(pthread_self())
    , m_guiThreadId(gettid())
{
    backtrace(frames.data(), 1); // loads what it needs now, and not within the handler
    struct sigaction action { };
    action.sa_handler = takeStack;
    action.sa_flags = SA_RESTART;
    sigaction(kSignal, &action, nullptr);
    connect(
        this, &EventLoopWatchdog::asked, this,
        [this] {
            {
                const std::scoped_lock lock(m_mutex);
                m_isAnswered = true;
            }
            m_answer.notify_one();
        },
        Qt::QueuedConnection);
    m_thread = std::jthread([this](const std::stop_token& stop) { watch(stop); });
}

EventLoopWatchdog::~EventLoopWatchdog() = default;

bool EventLoopWatchdog::isWanted()
{
#ifdef QT_NO_DEBUG
    constexpr bool kDebug = false;
#else
    constexpr bool kDebug = true;
#endif
    return qEnvironmentVariableIsSet("FLUOROSCOPE_WATCHDOG") ? qEnvironmentVariableIntValue("FLUOROSCOPE_WATCHDOG") > 0
                                                             : kDebug;
}

void EventLoopWatchdog::watch(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    while (!m_answer.wait_for(lock, stop, kPause, [&] { return stop.stop_requested(); })) {
        if (stop.stop_requested()) {
            return;
        }
        m_isAnswered = false;
        lock.unlock();
        const auto begin = steady_clock::now();
        const Scheduled before = scheduled(m_guiThreadId);
        emit asked();
        lock.lock();
        if (m_answer.wait_for(lock, stop, m_limit, [this] { return m_isAnswered; })) {
            continue;
        }
        if (stop.stop_requested()) {
            return;
        }
        taken = -1;
        pthread_kill(m_guiThread, kSignal);
        m_answer.wait(lock, stop, [this] { return m_isAnswered; });
        if (stop.stop_requested() && !m_isAnswered) {
            return;
        }
        lock.unlock();
        const int count = std::max(taken.load(std::memory_order_acquire), 0);
        ++m_blockages;
        // The handler and the signal's own frame stand before what was going on.
        const auto first = frames.begin() + std::min(count, 2);
        const Scheduled after = scheduled(m_guiThreadId);
        m_report({std::chrono::duration_cast<milliseconds>(steady_clock::now() - begin),
            between(before.running, after.running), between(before.queued, after.queued),
            std::vector<void*>(first, frames.begin() + count)});
        lock.lock();
    }
}

} // namespace fluoroscope
