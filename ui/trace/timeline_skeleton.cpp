// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/timeline_skeleton.h"

#include <algorithm>

namespace fluoroscope {

namespace {

// SDKs round to milliseconds: what differs by less is not a difference.
constexpr Duration kTolerance{1000};
constexpr Duration kLeastOpen{1000}; // a millisecond

std::size_t nth(std::int32_t index)
{
    return static_cast<std::size_t>(index);
}

Duration beyondTolerance(Duration difference)
{
    return difference > kTolerance ? difference : Duration{0};
}

// Where nothing has ended yet, what is in progress still has a length.
Duration lengthOf(const Trace& trace)
{
    const bool open = trace.duration() == Duration{0}
        && std::ranges::any_of(trace.segments, [](const Segment& segment) { return segment.inProgress; });
    return open ? kLeastOpen : trace.duration();
}

// The bars of `trace`, in the order of its segments.
std::vector<TimelineBar> barsOf(const Trace& trace, Duration length)
{
    std::vector<TimelineBar> bars;
    bars.reserve(trace.segments.size());
    for (const Segment& segment : trace.segments) {
        const Outcome outcome = outcomeOf(segment);
        const Duration begin = segment.start - trace.start;
        const Duration end = segment.inProgress ? length : segment.end - trace.start;
        bars.push_back({begin, std::max(begin, end), outcome, outcome});
    }
    for (std::size_t i = bars.size(); i-- > 0;) { // descendants come after their ancestors
        if (const std::int32_t parent = trace.segments[i].parent; parent >= 0) {
            bars[nth(parent)].worst = std::max(bars[nth(parent)].worst, bars[i].worst);
        }
    }
    return bars;
}

} // namespace

TimelineSkeleton::TimelineSkeleton(std::shared_ptr<const Trace> shown)
    : trace(std::move(shown))
    , length(lengthOf(*trace))
    , groups(timelineGroups(*trace))
    , bars(barsOf(*trace, length))
    , runs(*trace, groups, bars)
{
    next.reserve(bars.size());
    m_byId.reserve(bars.size());
    for (const Segment& segment : trace->segments) {
        m_byId.emplace_back(segment.id, static_cast<std::int32_t>(next.size()));
        next.push_back(segment.next);
    }
    std::sort(m_byId.begin(), m_byId.end());
}

std::int32_t TimelineSkeleton::indexOf(SegmentId id) const
{
    const auto found = std::lower_bound(m_byId.begin(), m_byId.end(), std::pair{id, std::int32_t{0}});
    return found != m_byId.end() && found->first == id ? found->second : -1;
}

TimelineSkew TimelineSkeleton::skewOf(std::int32_t index) const
{
    const Segment& segment = trace->segments[nth(index)];
    const std::int32_t outer = segment.parent >= 0 ? segment.parent : segment.caller;
    if (outer < 0 || segment.placeholder || trace->segments[nth(outer)].placeholder) {
        return {};
    }
    const Segment& encloses = trace->segments[nth(outer)];
    const bool open = segment.inProgress || encloses.inProgress;
    return {beyondTolerance(encloses.start - segment.start),
        open ? Duration{0} : beyondTolerance(segment.end - encloses.end)};
}

} // namespace fluoroscope
