// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Documents of one trace, put together to trees of segments and subsegments.
#pragma once

#include "core/trace/branches.h"
#include "core/trace/segment_places.h"
#include "core/trace/trace_assembly.h"

#include <deque>
#include <tuple>

namespace fluoroscope {

// Nothing here recurses: a chain of subsegments that were sent alone may be as long as the trace.
class SegmentForest {
public:
    using Index = std::int32_t;

    struct Node {
        const Segment* segment = nullptr; // null: another node stands for it, or it was dropped
        Timestamp start; // the segment's
        Index document = -1; // into documents(); -1: made by us
        Index place = 0; // within its document
        SegmentId origin; // its document's own id; together with `place` it orders nodes that start at one time
        Index parent = -1;
    };

    // Of `documents`, no two with one id. Those that lie in `own` may be taken apart.
    explicit SegmentForest(std::vector<const TraceDocument*> documents, std::span<TraceDocument> own = {});
    SegmentForest(const SegmentForest&) = delete;
    SegmentForest& operator=(const SegmentForest&) = delete;

    [[nodiscard]] Index size() const { return static_cast<Index>(m_nodes.size()); }
    [[nodiscard]] const Node& node(Index index) const { return m_nodes[static_cast<std::size_t>(index)]; }
    // The children of a node, in order of start.
    [[nodiscard]] std::span<const Index> children(Index index) const { return m_children.of(index); }
    // Has `segment` be that of a node that has one: to be asked for once. Several threads may ask for several nodes.
    void take(Index index, Segment& segment);
    // The node with `id`, or -1.
    [[nodiscard]] Index find(SegmentId id) const { return m_byId.find(id); }
    // The nodes of calls whose service sent nothing: one is to be inferred for each (reference 3.3).
    [[nodiscard]] const std::vector<Index>& unanswered() const { return m_unanswered; }
    // The top-level node that each node is part of.
    [[nodiscard]] std::vector<Index> tops() const;
    // By start, a placeholder's being that of its first child; at one time in an order that does not depend on which
    // document arrived first.
    [[nodiscard]] bool isEarlier(Index a, Index b) const;
    // What that order goes by.
    using Key = std::tuple<Timestamp, SegmentId, Index>;
    [[nodiscard]] Key keyOf(Index index) const;
    // The earliest node of each ring into which following `up` leads; `up` gives -1 where a way ends.
    template <typename Up> std::vector<Index> ringEntries(Up up) const;

private:
    void addTree(const TraceDocument& document, Index documentIndex);
    void attachIndependents();
    Index addPlaceholder(SegmentId id);
    void breakCycles();
    void infer();
    void drop(const std::vector<Index>& unwanted);

    std::vector<const TraceDocument*> m_documents;
    std::span<TraceDocument> m_own;
    std::vector<Node> m_nodes;
    std::vector<Index> m_placed; // for each node as read: the node that stands for it
    SegmentPlaces m_byId;
    std::deque<Segment> m_made; // placeholders: addresses must not change
    Index m_firstMade = 0; // from here on the nodes stand for m_made
    std::vector<Index> m_unanswered;
    Branches m_children;
};

template <typename Up> std::vector<SegmentForest::Index> SegmentForest::ringEntries(Up up) const
{
    std::vector<Index> entries;
    std::vector<Index> walks(m_nodes.size(), -1); // from where each node was first reached
    for (Index start = 0; start < size(); ++start) {
        Index i = start;
        while (i >= 0 && walks[static_cast<std::size_t>(i)] < 0) {
            walks[static_cast<std::size_t>(i)] = start;
            i = up(i);
        }
        if (i >= 0 && walks[static_cast<std::size_t>(i)] == start) {
            Index entry = i;
            for (Index other = up(i); other != i; other = up(other)) {
                entry = isEarlier(other, entry) ? other : entry;
            }
            entries.push_back(entry);
        }
    }
    return entries;
}

} // namespace fluoroscope
