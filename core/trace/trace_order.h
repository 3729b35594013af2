// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The order in which a trace is told: where in it each node of a forest goes.
#pragma once

#include "core/trace/segment_forest.h"

namespace fluoroscope {

// Told before a segment is moved, so that a large trace can be filled in from several ends at once.
class TraceOrder {
public:
    using Index = SegmentForest::Index;

    // One entry of the trace. The indices but `node` count in places().
    struct Place {
        Index node; // the segment's own, or that of the call behind which one is inferred
        bool inferred; // the latter
        Index parent = -1;
        Index caller = -1; // of a top-level segment; -1: none that is known
        Index next = -1; // after the last descendant
        Index depth = 0;
    };

    explicit TraceOrder(const SegmentForest& forest);

    // Depth first along the calls, the root first, inferred segments last (reference 3.8).
    [[nodiscard]] const std::vector<Place>& places() const { return m_places; }

private:
    void findCalls();
    [[nodiscard]] std::vector<Index> roots() const;
    void tellInOrder(const std::vector<Index>& roots);
    void tellTree(Index top);
    void tellInferred(const std::vector<Index>& received);
    [[nodiscard]] Index placeOf(Index node) const { return node < 0 ? -1 : m_placeOf[static_cast<std::size_t>(node)]; }

    struct Open {
        Index node;
        Index parent; // in m_places
    };

    const SegmentForest& m_forest;
    std::vector<Index> m_calls; // for each top-level node: the node that called it, or -1
    std::vector<Index> m_callers; // for each top-level node: the top-level node around that call, or -1
    Branches m_called; // for each top-level node: the top-level nodes that it called
    std::vector<Place> m_places;
    std::vector<Index> m_placeOf; // of each node; -1: it is not there
    std::vector<Open> m_open; // of tellTree()
};

} // namespace fluoroscope
