// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The rows of the timeline: of all that is listed, what is not folded away and lies below the root that was chosen.
#pragma once

#include "ui/trace/timeline_order.h"

#include <functional>

namespace fluoroscope {

// A header, a (sub)segment below it, or a run of siblings.
struct TimelineRow {
    std::int32_t group = -1; // index into the skeleton's groups
    std::int32_t segment = -1; // index into Trace::segments; -1: a header or a run
    std::int32_t run = -1; // index into the skeleton's runs

    [[nodiscard]] bool isSegment() const { return segment >= 0; }
    [[nodiscard]] bool isRun() const { return run >= 0; }
    [[nodiscard]] bool isHeader() const { return segment < 0 && run < 0; }
    [[nodiscard]] bool isNull() const { return group < 0; }
    bool operator==(const TimelineRow&) const = default;
};

class TimelineRows {
public:
    // Lists `trace` as the one before was listed. Takes time: see setOrder(). A null trace empties the rows.
    void setTrace(std::shared_ptr<const Trace> trace);
    // What is folded stays so, and the root as well: segments and runs are known by id, groups by service. Null empties
    // the rows. A trace other than the one before starts with all runs folded, and nothing else.
    void setOrder(std::shared_ptr<const TimelineOrder> order);
    [[nodiscard]] std::shared_ptr<const TimelineOrder> order() const { return m_order; }
    [[nodiscard]] const Trace* trace() const { return m_order ? m_order->skeleton().trace.get() : nullptr; }
    [[nodiscard]] std::shared_ptr<const Trace> sharedTrace() const;
    [[nodiscard]] TimelineOptions options() const { return m_options; }

    // Visible rows, in order.
    [[nodiscard]] int count() const { return static_cast<int>(m_visible.size()); }
    [[nodiscard]] TimelineRow at(int row) const { return rowAt(m_visible[static_cast<std::size_t>(row)]); }
    [[nodiscard]] int indexOf(TimelineRow row) const; // -1: not visible

    [[nodiscard]] const TimelineGroup& group(TimelineRow row) const;
    [[nodiscard]] const Segment& segment(TimelineRow row) const; // of a run: its first member
    [[nodiscard]] const SiblingRun& run(TimelineRow row) const { return m_order->skeleton().runs.at(row.run); }
    [[nodiscard]] std::span<const std::int32_t> members(TimelineRow run) const;
    // What is inspected where `row`, no header, is selected: of a run the first member that ended as badly as any.
    [[nodiscard]] std::int32_t shownSegment(TimelineRow row) const;
    // The places in order() of `row` and all that is below it, from the first to behind the last.
    [[nodiscard]] std::pair<std::int32_t, std::int32_t> placesOf(TimelineRow row) const;
    [[nodiscard]] const TimelineBar& bar(std::int32_t segment) const;
    [[nodiscard]] TimelineBar bar(TimelineRow row) const; // not of a header
    [[nodiscard]] TimelineSkew skew(std::int32_t segment) const { return m_order->skeleton().skewOf(segment); }
    [[nodiscard]] std::int32_t indexOf(SegmentId id) const { return m_order ? m_order->skeleton().indexOf(id) : -1; }
    // What lies below `row`, in `width` columns that divide `window`.
    [[nodiscard]] std::vector<TimeColumn> columnsBelow(TimelineRow row, TimeWindow window, int width) const;
    // From the first begin to the last end of `row` and what lies below it.
    [[nodiscard]] TimeWindow timeOf(TimelineRow row) const;
    [[nodiscard]] Outcome worstBelow(TimelineRow header) const;

    [[nodiscard]] int level(TimelineRow row) const; // 0: header; below a root that is no header from 1
    [[nodiscard]] bool hasChildren(TimelineRow row) const;
    [[nodiscard]] bool isExpanded(TimelineRow row) const;
    [[nodiscard]] TimelineRow parent(TimelineRow row) const; // null for a header and the root
    // The row of `segment`, visible or not; null where the trace has no such segment.
    [[nodiscard]] TimelineRow rowOf(std::int32_t segment) const;

    void setExpanded(TimelineRow row, bool expanded);
    void setAllExpanded(bool expanded);
    // Unfolds whatever hides `row`, and leaves the root where it lies outside of it.
    void reveal(TimelineRow row);

    // Only `row` and what is below it; null: the whole trace.
    void setRoot(TimelineRow row);
    [[nodiscard]] TimelineRow root() const;
    // From the header down to `row`, which comes last; at most `most` of them, the innermost.
    [[nodiscard]] std::vector<TimelineRow> pathTo(TimelineRow row, int most) const;
    // The places in order() that are looked at.
    [[nodiscard]] std::int32_t firstPlace() const { return m_first; }
    [[nodiscard]] std::int32_t lastPlace() const { return m_last; } // behind the last

    // Segments among them, folded away or not.
    [[nodiscard]] std::int32_t segmentsListed() const;

    // The next (sub)segment after `row`, or before it, that `wanted` is true of, folded away or not; null: none.
    [[nodiscard]] TimelineRow next(
        TimelineRow row, bool forward, const std::function<bool(std::int32_t)>& wanted) const;
    // As next(), for segments that did not end well.
    [[nodiscard]] TimelineRow nextProblem(TimelineRow row, bool forward) const;

    // Calls `visit(segment)` for each that the visible rows from `first` to `last` stand for; a folded run stands for
    // its members.
    template <typename Visit> void forEachSegmentBetween(int first, int last, Visit&& visit) const;

private:
    using Index = TimelineOrder::Index;

    [[nodiscard]] TimelineRow rowAt(Index place) const;
    [[nodiscard]] Index nodeOf(TimelineRow row) const;
    [[nodiscard]] Index placeOf(TimelineRow row) const; // -1: not listed
    [[nodiscard]] Index sameNode(const TimelineOrder& before, Index node) const; // -1: it is gone
    [[nodiscard]] bool isFoldedAtFirst(Index node) const { return m_order->isRun(node); }
    void list(Index from, Index to, std::vector<Index>& places) const;
    void rebuild();

    std::shared_ptr<const TimelineOrder> m_order;
    TimelineOptions m_options; // of the last order
    std::vector<bool> m_folded; // by node
    Index m_root = -1; // a node; -1: the whole trace
    Index m_first = 0;
    Index m_last = 0;
    std::vector<Index> m_visible; // places, ascending
};

template <typename Visit> void TimelineRows::forEachSegmentBetween(int first, int last, Visit&& visit) const
{
    for (int row = first; row <= last; ++row) {
        const Index node = m_order->node(m_visible[static_cast<std::size_t>(row)]);
        if (m_order->isSegment(node)) {
            visit(node);
        } else if (m_order->isRun(node) && m_folded[static_cast<std::size_t>(node)]) {
            for (const Index member : m_order->skeleton().runs.members(node - m_order->runNode(0))) {
                visit(member);
            }
        }
    }
}

} // namespace fluoroscope
