// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_assembly.h"

#include "core/trace/segment_forest.h"

#include <algorithm>
#include <unordered_map>

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
    explicit Telling(const SegmentForest& forest)
        : m_forest(forest)
    {
    }

    // Top-level nodes by whom they were called from; those that nobody known called are roots.
    void emitAll(Trace& trace)
    {
        const std::vector<Index> tops = m_forest.tops();
        std::vector<Index> callers(static_cast<std::size_t>(m_forest.size()), -1); // the top-level node around the call
        std::vector<Index> roots;
        m_called.resize(static_cast<std::size_t>(m_forest.size()));
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
                m_called[at(callers[at(i)])].push_back(i);
            }
        }
        const std::vector<Index> entries = m_forest.ringEntries([&](Index i) { return callers[at(i)]; });
        roots.insert(roots.end(), entries.begin(), entries.end());
        // The root is the earliest without a parent; where none came, the earliest whose parent is unknown.
        const auto rank = [&](Index i) {
            const Segment& segment = *m_forest.node(i).segment;
            return segment.inferred ? 2 : segment.parentId.isNull() && !segment.placeholder ? 0 : 1;
        };
        std::sort(roots.begin(), roots.end(),
            [&](Index a, Index b) { return rank(a) != rank(b) ? rank(a) < rank(b) : m_forest.isEarlier(a, b); });
        emitInOrder(roots, trace);
        linkCallers(trace);
        measure(trace);
    }

private:
    // Depth first along the calls; inferred segments wait until all others are out (reference 3.8).
    void emitInOrder(const std::vector<Index>& roots, Trace& trace)
    {
        const auto isEarlierNode = [&](Index a, Index b) { return m_forest.isEarlier(a, b); };
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
            std::vector<Index>& called = m_called[at(top)];
            std::sort(called.begin(), called.end(), isEarlierNode);
            stack.insert(stack.end(), called.rbegin(), called.rend());
        }
        std::sort(inferred.begin(), inferred.end(), isEarlierNode);
        for (const Index top : inferred) {
            emitTree(top, trace);
        }
    }

    void emitTree(Index top, Trace& trace)
    {
        struct Open {
            Index node;
            Index parent;
        };
        std::vector<Open> stack{{top, -1}};
        while (!stack.empty()) {
            const auto [node, parent] = stack.back();
            stack.pop_back();
            const Index index = static_cast<Index>(trace.segments.size());
            Segment& segment = trace.segments.emplace_back(*m_forest.node(node).segment);
            segment.parent = parent;
            if (parent >= 0) { // embedded or sent alone, it looks the same
                segment.parentId = trace.segments[at(parent)].id;
                segment.subsegment = true;
            }
            segment.depth = parent < 0 ? 0 : trace.segments[at(parent)].depth + 1;
            segment.next = index + 1;
            segment.document = m_forest.node(node).document;
            const std::vector<Index>& children = m_forest.node(node).children;
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

    static void linkCallers(Trace& trace)
    {
        std::unordered_map<SegmentId, Index> byId;
        for (Index i = 0; i < static_cast<Index>(trace.segments.size()); ++i) {
            byId.try_emplace(trace.segments[at(i)].id, i);
        }
        forEachTopLevel(trace, [&](Index i) {
            Segment& segment = trace.segments[at(i)];
            const auto caller = segment.subsegment ? byId.end() : byId.find(segment.parentId);
            segment.caller = caller == byId.end() || caller->second == i ? -1 : caller->second;
        });
    }

    static void measure(Trace& trace)
    {
        if (trace.segments.empty()) {
            return;
        }
        trace.root = 0;
        trace.start = Timestamp::max();
        trace.end = Timestamp::min();
        // Subsegments count, too: those of an asynchronous invocation outlast the segment that they belong to.
        for (const Segment& segment : trace.segments) {
            trace.start = std::min(trace.start, segment.start);
            trace.end =
                std::max({trace.end, segment.start, segment.end}); // skewed clocks: an end may lie before its start
        }
    }

    const SegmentForest& m_forest;
    std::vector<std::vector<Index>> m_called; // for each top-level node: the top-level nodes it called
};

} // namespace

Trace assembleTrace(const TraceId& id, std::span<const std::shared_ptr<const TraceDocument>> documents)
{
    Trace trace;
    trace.id = id;
    trace.revision = static_cast<int>(documents.size());
    const SegmentForest forest(documents);
    for (const TraceDocument* document : forest.documents()) {
        trace.documents.push_back(document->bytes);
        trace.documentSizes.push_back(static_cast<std::int32_t>(document->content.segments.size()));
    }
    Telling(forest).emitAll(trace);
    return trace;
}

} // namespace fluoroscope
