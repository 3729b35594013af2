// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_order.h"

#include "core/trace/inference.h"

#include <algorithm>

namespace fluoroscope {

namespace {

using Index = TraceOrder::Index;

std::size_t at(Index index)
{
    return static_cast<std::size_t>(index);
}

} // namespace

TraceOrder::TraceOrder(const SegmentForest& forest)
    : m_forest(forest)
    , m_calls(at(forest.size()), -1)
    , m_callers(at(forest.size()), -1)
    , m_placeOf(at(forest.size()), -1)
{
    m_places.reserve(at(forest.size()) + forest.unanswered().size());
    findCalls();
    m_called = Branches(
        forest.size(), [&](Index i) { return m_callers[at(i)]; },
        [&](Index a, Index b) { return forest.isEarlier(a, b); });
    tellInOrder(roots());
}

void TraceOrder::findCalls()
{
    const std::vector<Index> tops = m_forest.tops();
    for (Index i = 0; i < m_forest.size(); ++i) {
        const SegmentForest::Node& node = m_forest.node(i);
        if (!node.segment || node.parent >= 0 || node.segment->subsegment || node.segment->placeholder) {
            continue;
        }
        if (const Index call = m_forest.find(node.segment->parentId); call >= 0) {
            m_calls[at(i)] = call;
            m_callers[at(i)] = tops[at(call)];
        }
    }
}

// The top-level nodes that nobody known called, and one of each ring of calls. The root comes first: the earliest
// without a parent; where none came, the earliest whose parent is unknown.
std::vector<Index> TraceOrder::roots() const
{
    std::vector<Index> roots;
    for (Index i = 0; i < m_forest.size(); ++i) {
        if (m_forest.node(i).segment && m_forest.node(i).parent < 0 && m_callers[at(i)] < 0) {
            roots.push_back(i);
        }
    }
    const std::vector<Index> entries = m_forest.ringEntries([&](Index i) { return m_callers[at(i)]; });
    roots.insert(roots.end(), entries.begin(), entries.end());
    const auto rank = [&](Index i) {
        const Segment& segment = *m_forest.node(i).segment;
        return segment.inferred ? 2 : segment.parentId.isNull() && !segment.placeholder ? 0 : 1;
    };
    std::sort(roots.begin(), roots.end(),
        [&](Index a, Index b) { return rank(a) != rank(b) ? rank(a) < rank(b) : m_forest.isEarlier(a, b); });
    return roots;
}

void TraceOrder::tellInOrder(const std::vector<Index>& roots)
{
    std::vector<Index> inferred;
    std::vector<Index> stack(roots.rbegin(), roots.rend());
    std::vector<bool> seen(at(m_forest.size()));
    while (!stack.empty()) {
        const Index top = stack.back();
        stack.pop_back();
        if (seen[at(top)]) {
            continue; // round a ring
        }
        seen[at(top)] = true;
        m_forest.node(top).segment->inferred ? inferred.push_back(top) : tellTree(top);
        const std::span<const Index> called = m_called.of(top);
        stack.insert(stack.end(), called.rbegin(), called.rend());
    }
    tellInferred(inferred);
    for (Index i = 0; i < static_cast<Index>(m_places.size()); i = m_places[at(i)].next) {
        Place& place = m_places[at(i)];
        const Index caller = placeOf(place.inferred ? place.node : m_calls[at(place.node)]);
        place.caller = caller == i ? -1 : caller;
    }
}

void TraceOrder::tellTree(Index top)
{
    const Index first = static_cast<Index>(m_places.size());
    m_open.push_back({top, -1});
    while (!m_open.empty()) {
        const auto [node, parent] = m_open.back();
        m_open.pop_back();
        const Index index = static_cast<Index>(m_places.size());
        const Index depth = parent < 0 ? 0 : m_places[at(parent)].depth + 1;
        m_places.push_back({.node = node, .inferred = false, .parent = parent, .next = index + 1, .depth = depth});
        m_placeOf[at(node)] = index;
        const std::span<const Index> children = m_forest.children(node);
        for (auto child = children.rbegin(); child != children.rend(); ++child) {
            m_open.push_back({*child, index});
        }
    }
    // Backwards, every node hands its end on to its parent.
    for (Index i = static_cast<Index>(m_places.size()) - 1; i > first; --i) {
        Place& parent = m_places[at(m_places[at(i)].parent)];
        parent.next = std::max(parent.next, m_places[at(i)].next);
    }
}

// Those that came as documents and those that are to be made, by start like all.
void TraceOrder::tellInferred(const std::vector<Index>& received)
{
    struct Inferred {
        SegmentForest::Key key; // side by side: looked up, they would be two cache misses for each look
        Index node;
        bool received;
    };
    std::vector<Inferred> all;
    all.reserve(received.size() + m_forest.unanswered().size());
    for (const Index node : received) {
        all.push_back({m_forest.keyOf(node), node, true});
    }
    for (const Index call : m_forest.unanswered()) {
        const SegmentForest::Node& node = m_forest.node(call);
        all.push_back({{node.start, inferredId(node.segment->id), 0}, call, false});
    }
    std::ranges::sort(all, {}, &Inferred::key);
    for (const Inferred& each : all) {
        if (each.received) {
            tellTree(each.node);
        } else {
            m_places.push_back({.node = each.node, .inferred = true, .next = static_cast<Index>(m_places.size()) + 1});
        }
    }
}

} // namespace fluoroscope
