// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the timeline needs of every (sub)segment of a trace, in arrays that a million of them do not strain; immutable,
// so that it can be made off the GUI thread.
#pragma once

#include "core/trace/timeline.h"
#include "ui/trace/sibling_runs.h"

#include <memory>

namespace fluoroscope {

// By how much a segment starts before the one that encloses or called it, and ends after it; 0: it does not, or that
// one is in progress.
struct TimelineSkew {
    Duration early{};
    Duration late{};
};

struct TimelineSkeleton {
    explicit TimelineSkeleton(std::shared_ptr<const Trace> shown);

    [[nodiscard]] std::int32_t indexOf(SegmentId id) const; // -1: the trace has no such segment
    [[nodiscard]] std::int32_t segmentCount() const { return static_cast<std::int32_t>(bars.size()); }
    [[nodiscard]] TimelineSkew skewOf(std::int32_t segment) const;

    std::shared_ptr<const Trace> trace; // not null
    Duration length; // of the time axis: the trace's, but never 0 where something is in progress
    std::vector<TimelineGroup> groups;
    std::vector<TimelineBar> bars; // by segment
    std::vector<std::int32_t> next; // by segment, as Segment::next
    SiblingRuns runs;

private:
    std::vector<std::pair<SegmentId, std::int32_t>> m_byId; // in order of the ids
};

} // namespace fluoroscope
