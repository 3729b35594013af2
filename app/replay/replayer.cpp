// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/replay/replayer.h"

#include <condition_variable>
#include <mutex>

namespace fluoroscope {

namespace {

using Clock = std::chrono::steady_clock;

// Waits on the monotonic clock, without using the processor; false once a stop is requested.
bool waitUntil(Clock::time_point due, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_until(lock, stop, due, [] { return false; });
    return !stop.stop_requested();
}

} // namespace

void sendDue(Playback& playback, const SendDatagram& send, ReplayReport& report)
{
    const auto departure = playback.take(Clock::now());
    report.lost = playback.lost();
    if (!departure) {
        return;
    }
    if (playback.speed() > 0) {
        report.late = std::max(report.late, std::chrono::duration_cast<Duration>(Clock::now() - departure->due));
    }
    ++(send(departure->datagram) ? report.sent : report.failed);
}

Result<ReplayReport> replay(
    Recording& recording, const SendDatagram& send, const ReplayOptions& options, const std::stop_token& stop)
{
    ReplayReport report;
    Playback playback(recording, options);
    playback.play(Clock::now());
    while (!stop.stop_requested()) {
        const auto due = playback.due();
        if (!due || (Clock::now() < *due && !waitUntil(*due, stop))) {
            break;
        }
        sendDue(playback, send, report);
    }
    if (!playback.problem().isEmpty()) {
        return failure(playback.problem());
    }
    return report;
}

} // namespace fluoroscope
