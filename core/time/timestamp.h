// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Points and spans of time as the whole program counts them: microseconds on the system clock.
#pragma once

#include <QtGlobal>
#include <chrono>
#include <cmath>

namespace fluoroscope {

using Duration = std::chrono::microseconds;
using Timestamp = std::chrono::sys_time<Duration>;

// X-Ray writes epoch seconds as JSON doubles; today's have a resolution of 0.24 µs, so a microsecond survives both
// ways.
inline Duration durationFromSeconds(double seconds)
{
    return Duration{qRound64(seconds * 1e6)};
}
inline double toSeconds(Duration duration)
{
    return static_cast<double>(duration.count()) / 1e6;
}
inline Timestamp fromEpochSeconds(double seconds)
{
    return Timestamp{durationFromSeconds(seconds)};
}
inline double toEpochSeconds(Timestamp time)
{
    return toSeconds(time.time_since_epoch());
}
inline Timestamp now()
{
    return std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
}

// Half-open, [begin, end), as in X-Ray's queries. The default holds every time.
struct TimeRange {
    Timestamp begin = Timestamp::min();
    Timestamp end = Timestamp::max();

    [[nodiscard]] bool contains(Timestamp time) const { return begin <= time && time < end; }
    bool operator==(const TimeRange&) const = default;
};

} // namespace fluoroscope
