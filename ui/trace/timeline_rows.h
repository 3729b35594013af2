// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The rows of the timeline: a trace and what is unfolded of it, as flat arrays that a hundred thousand subsegments do
// not strain.
#pragma once

#include "core/trace/timeline.h"

#include <functional>
#include <memory>
#include <vector>

namespace fluoroscope {

// A header (segment -1) or a (sub)segment below it.
struct TimelineRow {
    std::int32_t group = -1; // index into groups()
    std::int32_t segment = -1; // index into Trace::segments

    [[nodiscard]] bool isHeader() const { return segment < 0; }
    [[nodiscard]] bool isNull() const { return group < 0; }
    bool operator==(const TimelineRow&) const = default;
};

// What painting needs of a segment, without touching it.
struct TimelineBar {
    Duration begin{}; // since the trace's start
    Duration end{}; // of a segment in progress: the trace's
    Outcome outcome = Outcome::Ok;
    Outcome worst = Outcome::Ok; // of the segment and everything in it
    Duration early{}; // by how much it starts before the one that encloses or called it; 0: it does not
    Duration late{}; // by how much it ends after that one; 0: it does not, or that one is in progress
};

class TimelineRows {
public:
    // Keeps what is folded: segments by id, groups by service. A null trace empties the rows.
    void setTrace(std::shared_ptr<const Trace> trace);
    [[nodiscard]] const Trace* trace() const { return m_trace.get(); }

    // Visible rows, in order.
    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
    [[nodiscard]] TimelineRow at(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
    [[nodiscard]] int indexOf(TimelineRow row) const; // -1: not visible

    [[nodiscard]] const TimelineGroup& group(TimelineRow row) const
    {
        return m_groups[static_cast<std::size_t>(row.group)];
    }
    [[nodiscard]] const Segment& segment(TimelineRow row) const;
    [[nodiscard]] const TimelineBar& bar(std::int32_t segment) const
    {
        return m_bars[static_cast<std::size_t>(segment)];
    }

    [[nodiscard]] int level(TimelineRow row) const; // 0: header
    [[nodiscard]] bool hasChildren(TimelineRow row) const;
    [[nodiscard]] bool isExpanded(TimelineRow row) const;
    [[nodiscard]] TimelineRow parent(TimelineRow row) const; // null for a header
    // The row of `segment`, visible or not; null where the trace has no such segment.
    [[nodiscard]] TimelineRow rowOf(std::int32_t segment) const;

    void setExpanded(TimelineRow row, bool expanded);
    void setAllExpanded(bool expanded);
    // Unfolds whatever hides `row`.
    void reveal(TimelineRow row);
    // The next (sub)segment after `row`, or before it, that `wanted` is true of, folded away or not; null: none.
    [[nodiscard]] TimelineRow next(
        TimelineRow row, bool forward, const std::function<bool(std::int32_t)>& wanted) const;

private:
    void measure();
    void rebuild();
    [[nodiscard]] std::int32_t groupOf(std::int32_t segment) const;
    [[nodiscard]] std::size_t position(TimelineRow row) const;

    std::shared_ptr<const Trace> m_trace;
    std::vector<TimelineGroup> m_groups;
    std::vector<TimelineBar> m_bars; // by segment
    std::vector<TimelineRow> m_all; // every row, folded away or not
    std::vector<bool> m_foldedSegment; // by segment
    std::vector<bool> m_foldedGroup; // by group
    std::vector<TimelineRow> m_rows;
};

} // namespace fluoroscope
