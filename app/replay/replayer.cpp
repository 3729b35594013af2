// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/replay/replayer.h"

#include "app/replay/restamp.h"
#include "core/segment/datagram.h"

#include <QRandomGenerator>

#include <condition_variable>
#include <mutex>
#include <unordered_map>

namespace fluoroscope {

namespace {

using Clock = std::chrono::steady_clock;

// When each datagram is due, counted from the start.
class Schedule {
public:
    Schedule(Timestamp first, double speed)
        : m_first(first)
        , m_speed(speed)
    {
    }

    [[nodiscard]] Duration due(Timestamp time) const
    {
        return m_speed > 0 ? std::chrono::duration_cast<Duration>((time - m_first) / m_speed) : Duration();
    }

private:
    Timestamp m_first;
    double m_speed;
};

// Waits on the monotonic clock, without using the processor; false once a stop is requested.
bool waitUntil(Clock::time_point due, const std::stop_token& stop)
{
    std::mutex mutex;
    std::condition_variable_any never;
    std::unique_lock lock(mutex);
    never.wait_until(lock, stop, due, [] { return false; });
    return !stop.stop_requested();
}

// Gives every trace one offset, fixed when its first document is due: whatever the speed, a trace keeps its inner
// times.
class Restamper {
public:
    Restamper(const ReplayOptions& options, Timestamp firstTime, Timestamp started)
        : m_restamp(options.key != 0 ? options.key : QRandomGenerator::global()->generate64(), firstTime, started,
            options.speed)
        , m_started(started)
    {
    }

    QByteArray operator()(const RecordedDatagram& recorded, Duration due)
    {
        const auto document = documentOfDatagram(recorded.datagram);
        if (!document) {
            return recorded.datagram; // not a segment, then or now
        }
        const auto [offset, isNew] = m_offsets.try_emplace(stampOf(*document).traceId, m_started + due - recorded.time);
        return recorded.datagram.first(recorded.datagram.size() - document->size())
            + m_restamp(*document, offset->second);
    }

private:
    Restamp m_restamp;
    Timestamp m_started;
    std::unordered_map<TraceId, Duration> m_offsets;
};

} // namespace

Result<ReplayReport> replay(Recording& recording, const std::function<bool(const QByteArray&)>& send,
    const ReplayOptions& options, const std::stop_token& stop)
{
    ReplayReport report;
    auto next = recording.next();
    if (!next) {
        return tl::unexpected(next.error());
    }
    if (!*next) {
        return report;
    }
    const Schedule schedule((*next)->time, options.speed);
    const Clock::time_point started = Clock::now();
    Restamper restamper(options, (*next)->time, now());
    while (next && *next && !stop.stop_requested()) {
        const Duration due = schedule.due((*next)->time);
        const QByteArray datagram = options.restamp
            ? restamper(**next, options.speed > 0 ? due : std::chrono::duration_cast<Duration>(Clock::now() - started))
            : (*next)->datagram;
        if (options.speed > 0) {
            if (Clock::now() < started + due && !waitUntil(started + due, stop)) {
                break;
            }
            report.late = std::max(report.late, std::chrono::duration_cast<Duration>(Clock::now() - (started + due)));
        }
        ++(send(datagram) ? report.sent : report.failed);
        next = recording.next();
    }
    if (!next) {
        return tl::unexpected(next.error());
    }
    return report;
}

} // namespace fluoroscope
