// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What some (sub)segments of a trace come to: how many, how long together and each, how they ended.
#pragma once

#include "core/trace/trace.h"

#include <span>
#include <stop_token>

namespace fluoroscope {

struct SegmentTotals {
    qint64 count = 0;
    qint64 pending = 0; // in progress or never received: without times
    qint64 errors = 0;
    qint64 throttles = 0;
    qint64 faults = 0;
    Duration total{}; // sum of the durations
    Duration self{}; // the same without the time in which a subsegment of it was at work
    Duration p50{}; // of the durations: the least that half of them do not exceed
    Duration p95{};
    bool operator==(const SegmentTotals&) const = default;
};

// `segments` are indices into Trace::segments, ascending. Among them, an inferred segment counts only where its call is
// not: the two are one piece of work. O(n log n) in them and their subsegments.
SegmentTotals totalsOf(
    const Trace& trace, std::span<const std::int32_t> segments, const std::stop_token& stop = std::stop_token());

// The duration of a (sub)segment without the time in which at least one of its direct subsegments was at work.
Duration selfTime(const Trace& trace, std::int32_t segment);

} // namespace fluoroscope
