// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// In which order the timeline lists a trace: headers, segments and runs of siblings as one tree in pre-order, folded or
// not. Immutable, and made off the GUI thread where the trace is large.
#pragma once

#include "ui/trace/time_pyramid.h"
#include "ui/trace/timeline_skeleton.h"

#include <stop_token>

namespace fluoroscope {

struct TimelineOptions {
    bool foldRepeats = true; // SiblingRuns get rows of their own
    bool longestFirst = false; // siblings by duration, not by start
    bool operator==(const TimelineOptions&) const = default;
};

// Nodes are numbered: segments as in the trace, then headers (one for each group), then runs. A place is the position
// of a node in the order.
class TimelineOrder {
public:
    using Index = std::int32_t;

    TimelineOrder(std::shared_ptr<const TimelineSkeleton> skeleton, TimelineOptions options);

    [[nodiscard]] const TimelineSkeleton& skeleton() const { return *m_skeleton; }
    [[nodiscard]] std::shared_ptr<const TimelineSkeleton> sharedSkeleton() const { return m_skeleton; }
    [[nodiscard]] TimelineOptions options() const { return m_options; }

    [[nodiscard]] Index size() const { return static_cast<Index>(m_nodes.size()); }
    [[nodiscard]] Index nodeCount() const { return static_cast<Index>(m_places.size()); }
    [[nodiscard]] Index headerNode(Index group) const { return m_skeleton->segmentCount() + group; }
    [[nodiscard]] Index runNode(Index run) const { return headerNode(groupCount()) + run; }
    [[nodiscard]] bool isSegment(Index node) const { return node < m_skeleton->segmentCount(); }
    [[nodiscard]] bool isRun(Index node) const { return node >= runNode(0); }

    [[nodiscard]] Index node(Index place) const { return m_nodes[static_cast<std::size_t>(place)]; }
    [[nodiscard]] Index place(Index node) const { return m_places[static_cast<std::size_t>(node)]; } // -1: not listed
    [[nodiscard]] Index end(Index place) const { return m_ends[static_cast<std::size_t>(place)]; } // of its descendants
    [[nodiscard]] Index parent(Index place) const { return m_parents[static_cast<std::size_t>(place)]; } // -1: header
    [[nodiscard]] int level(Index place) const { return m_levels[static_cast<std::size_t>(place)]; } // 0: header
    [[nodiscard]] Index groupAt(Index place) const;
    // The bars of segments, by place.
    [[nodiscard]] const TimePyramid& pyramid() const { return m_pyramid; }

private:
    [[nodiscard]] Index groupCount() const { return static_cast<Index>(m_skeleton->groups.size()); }
    void list(Index header);
    void collect(Index node, std::vector<Index>& children) const;
    void addSibling(Index segment, std::vector<Index>& children) const;
    void sortByLength(std::vector<Index>& children) const;
    [[nodiscard]] Duration lengthOf(Index node) const;
    void close(int level);

    std::shared_ptr<const TimelineSkeleton> m_skeleton;
    TimelineOptions m_options;
    std::vector<Index> m_nodes;
    std::vector<Index> m_places; // by node
    std::vector<Index> m_ends;
    std::vector<Index> m_parents;
    std::vector<std::int32_t> m_levels;
    std::vector<Index> m_open; // while listing: the place of each level
    TimePyramid m_pyramid;
};

// Null when it was stopped.
std::shared_ptr<const TimelineOrder> timelineOrder(
    std::shared_ptr<const Trace> trace, TimelineOptions options, const std::stop_token& stop = {});

} // namespace fluoroscope
