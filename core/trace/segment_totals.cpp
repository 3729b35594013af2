// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/segment_totals.h"

#include <algorithm>
#include <cmath>

namespace fluoroscope {

namespace {

constexpr std::size_t kLook = 4096; // segments between two looks at the stop token

const Segment& nth(const Trace& trace, std::int32_t index)
{
    return trace.segments[static_cast<std::size_t>(index)];
}

// The least of `sorted` that `share` of them do not exceed.
Duration quantile(std::vector<Duration>& durations, double share)
{
    if (durations.empty()) {
        return {};
    }
    const auto rank = std::lround(share * static_cast<double>(durations.size() - 1));
    std::nth_element(durations.begin(), durations.begin() + rank, durations.end());
    return durations[static_cast<std::size_t>(rank)];
}

} // namespace

Duration selfTime(const Trace& trace, std::int32_t index)
{
    const Segment& own = nth(trace, index);
    std::vector<std::pair<Timestamp, Timestamp>> within;
    for (std::int32_t child = index + 1; child < own.next; child = nth(trace, child).next) {
        const Segment& segment = nth(trace, child);
        const Timestamp begin = std::max(segment.start, own.start);
        const Timestamp end = std::min(segment.inProgress ? own.end : segment.end, own.end);
        if (begin < end) {
            within.emplace_back(begin, end);
        }
    }
    if (!std::is_sorted(within.begin(), within.end())) {
        std::sort(within.begin(), within.end());
    }
    Duration self = std::max(own.duration(), Duration{0});
    Timestamp reached = own.start;
    for (const auto& [begin, end] : within) {
        if (end > reached) {
            self -= end - std::max(begin, reached);
            reached = end;
        }
    }
    return self;
}

SegmentTotals totalsOf(const Trace& trace, std::span<const std::int32_t> segments, const std::stop_token& stop)
{
    SegmentTotals totals;
    std::vector<Duration> durations;
    durations.reserve(segments.size());
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (i % kLook == 0 && stop.stop_requested()) {
            return {};
        }
        const Segment& segment = nth(trace, segments[i]);
        if (segment.inferred && std::ranges::binary_search(segments, segment.caller)) {
            continue;
        }
        const Outcome outcome = outcomeOf(segment);
        ++totals.count;
        totals.errors += outcome == Outcome::Error ? 1 : 0;
        totals.throttles += outcome == Outcome::Throttle ? 1 : 0;
        totals.faults += outcome == Outcome::Fault ? 1 : 0;
        if (segment.inProgress || segment.placeholder) {
            ++totals.pending;
            continue;
        }
        durations.push_back(std::max(segment.duration(), Duration{0}));
        totals.total += durations.back();
        totals.self += selfTime(trace, segments[i]);
    }
    totals.p50 = quantile(durations, 0.5);
    totals.p95 = quantile(durations, 0.95);
    return totals;
}

} // namespace fluoroscope
