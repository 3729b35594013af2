// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_assembly.h"

#include "core/trace/segment_forest.h"

#include <algorithm>

namespace fluoroscope {

namespace {

using Index = SegmentForest::Index;

std::size_t at(Index index)
{
    return static_cast<std::size_t>(index);
}

// Puts the trees of a forest into the order in which a trace is told.
class Telling {
public:
    explicit Telling(SegmentForest& forest)
        : m_forest(forest)
    {
    }

    // Top-level nodes by whom they were called from; those that nobody known called are roots.
    void emitAll(Trace& trace)
    {
        const std::vector<Index> tops = m_forest.tops();
        std::vector<Index> callers(static_cast<std::size_t>(m_forest.size()), -1); // the top-level node around the call
        std::vector<Index> roots;
        for (Index i = 0; i < m_forest.size(); ++i) {
            const SegmentForest::Node& node = m_forest.node(i);
            if (!node.segment || node.parent >= 0) {
                continue;
            }
            const bool callable = !node.segment->subsegment && !node.segment->placeholder;
            const Index caller = callable ? m_forest.find(node.segment->parentId) : -1;
            if (caller < 0) {
                roots.push_back(i);
            } else {
                callers[at(i)] = tops[at(caller)];
            }
        }
        const auto callerOf = [&](Index i) { return callers[at(i)]; };
        m_called = Branches(m_forest.size(), callerOf, [&](Index a, Index b) { return m_forest.isEarlier(a, b); });
        const std::vector<Index> entries = m_forest.ringEntries(callerOf);
        roots.insert(roots.end(), entries.begin(), entries.end());
        // The root is the earliest without a parent; where none came, the earliest whose parent is unknown.
        const auto rank = [&](Index i) {
            const Segment& segment = *m_forest.node(i).segment;
            return segment.inferred ? 2 : segment.parentId.isNull() && !segment.placeholder ? 0 : 1;
        };
        std::sort(roots.begin(), roots.end(),
            [&](Index a, Index b) { return rank(a) != rank(b) ? rank(a) < rank(b) : m_forest.isEarlier(a, b); });
        if (roots.empty()) {
            return;
        }
        trace.root = 0;
        trace.start = Timestamp::max();
        trace.end = Timestamp::min();
        trace.segments.reserve(at(m_forest.size()));
        m_places.assign(at(m_forest.size()), -1);
        emitInOrder(roots, trace);
        linkCallers(trace);
    }

private:
    // Depth first along the calls; inferred segments wait until all others are out (reference 3.8).
    void emitInOrder(const std::vector<Index>& roots, Trace& trace)
    {
        std::vector<Index> inferred;
        std::vector<Index> stack(roots.rbegin(), roots.rend());
        std::vector<bool> seen(static_cast<std::size_t>(m_forest.size()));
        while (!stack.empty()) {
            const Index top = stack.back();
            stack.pop_back();
            if (seen[at(top)]) {
                continue; // round a ring
            }
            seen[at(top)] = true;
            m_forest.node(top).segment->inferred ? inferred.push_back(top) : emitTree(top, trace);
            const std::span<const Index> called = m_called.of(top);
            stack.insert(stack.end(), called.rbegin(), called.rend());
        }
        m_forest.sort(inferred);
        for (const Index top : inferred) {
            emitTree(top, trace);
        }
    }

    void emitTree(Index top, Trace& trace)
    {
        std::vector<Open>& stack = m_open;
        stack.push_back({top, -1});
        while (!stack.empty()) {
            const auto [node, parent] = stack.back();
            stack.pop_back();
            const Index index = static_cast<Index>(trace.segments.size());
            Segment& segment = trace.segments.emplace_back(m_forest.take(node));
            m_places[at(node)] = index;
            measure(segment, trace);
            segment.parent = parent;
            if (parent >= 0) { // embedded or sent alone, it looks the same
                segment.parentId = trace.segments[at(parent)].id;
                segment.subsegment = true;
            }
            segment.depth = parent < 0 ? 0 : trace.segments[at(parent)].depth + 1;
            segment.next = index + 1;
            segment.document = m_forest.node(node).document;
            const std::span<const Index> children = m_forest.children(node);
            for (auto child = children.rbegin(); child != children.rend(); ++child) {
                stack.push_back({*child, index});
            }
        }
        // Backwards, every node hands its end on to its parent.
        for (Index i = static_cast<Index>(trace.segments.size()) - 1; i >= 0 && trace.segments[at(i)].parent >= 0;
             --i) {
            Segment& parent = trace.segments[at(trace.segments[at(i)].parent)];
            parent.next = std::max(parent.next, trace.segments[at(i)].next);
            if (parent.placeholder) {
                parent.start = std::min(parent.start, trace.segments[at(i)].start);
                parent.end = std::max(parent.end, trace.segments[at(i)].end);
            }
        }
    }

    void linkCallers(Trace& trace) const
    {
        forEachTopLevel(trace, [&](Index i) {
            Segment& segment = trace.segments[at(i)];
            const Index node = segment.subsegment ? -1 : m_forest.find(segment.parentId);
            const Index caller = node < 0 ? -1 : m_places[at(node)];
            segment.caller = caller == i ? -1 : caller;
        });
    }

    // Subsegments count, too: those of an asynchronous invocation outlast the segment that they belong to.
    static void measure(const Segment& segment, Trace& trace)
    {
        if (segment.placeholder) {
            return; // its children tell
        }
        trace.start = std::min(trace.start, segment.start);
        trace.end = std::max({trace.end, segment.start, segment.end}); // skewed clocks: an end may lie before its start
    }

    struct Open {
        Index node;
        Index parent;
    };

    SegmentForest& m_forest;
    Branches m_called; // for each top-level node: the top-level nodes it called
    std::vector<Index> m_places; // of each node in the trace; -1: it is not there
    std::vector<Open> m_open; // of emitTree()
};

Trace tell(const TraceId& id, std::size_t arrived, SegmentForest&& forest)
{
    Trace trace;
    trace.id = id;
    trace.revision = static_cast<int>(arrived);
    for (const TraceDocument* document : forest.documents()) {
        trace.documents.push_back(document->bytes);
        trace.documentSizes.push_back(static_cast<std::int32_t>(document->content.segments.size()));
    }
    Telling(forest).emitAll(trace);
    return trace;
}

} // namespace

Trace assembleTrace(const TraceId& id, std::span<const std::shared_ptr<const TraceDocument>> documents)
{
    std::vector<const TraceDocument*> arrived;
    arrived.reserve(documents.size());
    std::ranges::transform(documents, std::back_inserter(arrived), [](const auto& document) { return document.get(); });
    return tell(id, arrived.size(), SegmentForest(arrived));
}

Trace assembleTraceFrom(const TraceId& id, std::vector<TraceDocument>&& documents)
{
    std::vector<const TraceDocument*> arrived;
    arrived.reserve(documents.size());
    std::ranges::transform(
        documents, std::back_inserter(arrived), [](const TraceDocument& document) { return &document; });
    return tell(id, arrived.size(), SegmentForest(arrived, documents));
}

} // namespace fluoroscope
