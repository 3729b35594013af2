// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_assembly.h"

#include "core/trace/inference.h"

#include <algorithm>
#include <deque>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

namespace fluoroscope {

namespace {

using Documents = std::span<const std::shared_ptr<const TraceDocument>>;
using Index = std::int32_t;

std::size_t at(Index index)
{
    return static_cast<std::size_t>(index);
}

// A node while the forest is being put together; children by index, in order of start in the end.
struct Node {
    const Segment* segment = nullptr;
    Index document = -1;
    SegmentId origin; // its document's own id; together with `place` it orders nodes that start at one time
    Index place = 0; // within its document
    Index parent = -1;
    std::vector<Index> children;
};

// The steps of assembly, in the order in which they are called. Nothing recurses: a chain of subsegments that were
// sent alone may be as long as the trace.
class Assembly {
public:
    explicit Assembly(Documents documents)
        : m_documents(documents)
    {
    }

    Trace run(const TraceId& id)
    {
        Trace trace;
        trace.id = id;
        trace.revision = static_cast<int>(m_documents.size());
        chooseVersions(trace);
        attachIndependents();
        breakCycles();
        infer();
        sortByStart();
        emitAll(trace);
        return trace;
    }

private:
    // Of the documents with one id, the complete one counts, and of those the last (reference 3.1).
    void chooseVersions(Trace& trace)
    {
        std::unordered_map<SegmentId, std::size_t> chosen;
        std::vector<const TraceDocument*> versions;
        for (const auto& document : m_documents) {
            const Segment& own = document->content.segments.front();
            const auto [it, isNew] = chosen.try_emplace(own.id, versions.size());
            if (isNew) {
                versions.push_back(document.get());
            } else if (!own.inProgress || versions[it->second]->content.segments.front().inProgress) {
                versions[it->second] = document.get();
            }
        }
        for (const TraceDocument* document : versions) {
            addTree(*document, static_cast<Index>(trace.documents.size()));
            trace.documents.push_back(document->bytes);
        }
    }

    void addTree(const TraceDocument& document, Index documentIndex)
    {
        const std::vector<Segment>& tree = document.content.segments;
        const Index base = static_cast<Index>(m_nodes.size());
        for (std::size_t i = 0; i < tree.size(); ++i) {
            const Index parent = tree[i].parent < 0 ? -1 : m_placed[at(base + tree[i].parent)];
            const auto [it, isNew] = m_byId.try_emplace(tree[i].id, static_cast<Index>(m_nodes.size()));
            // An embedded subsegment may have been sent alone as well: one of the two stays, with both their children.
            // Within a document only what is the same twice is one: the SDK for Go now and then lists a subsegment
            // again.
            const bool twice = !isNew && (it->second < base || isSame(*m_nodes[at(it->second)].segment, tree[i]));
            m_nodes.push_back({&tree[i], documentIndex, tree.front().id, static_cast<Index>(i), -1, {}});
            m_placed.push_back(twice ? it->second : static_cast<Index>(m_nodes.size()) - 1);
            if (twice) {
                Node& first = m_nodes[at(it->second)];
                if (!tree[i].inProgress || first.segment->inProgress) {
                    first.segment = &tree[i];
                    first.document = documentIndex;
                    first.origin = m_nodes.back().origin;
                    first.place = m_nodes.back().place;
                }
                m_nodes.back().segment = nullptr;
                if (first.parent < 0 && parent >= 0 && parent != it->second) {
                    setParent(it->second, parent);
                }
            } else if (parent >= 0) {
                setParent(static_cast<Index>(m_nodes.size()) - 1, parent);
            }
        }
    }

    static bool isSame(const Segment& a, const Segment& b) { return a.name == b.name && a.start == b.start; }

    void setParent(Index child, Index parent)
    {
        m_nodes[at(child)].parent = parent;
        m_nodes[at(parent)].children.push_back(child);
    }

    // A subsegment that was sent alone goes where its parent is, or under a placeholder for it.
    void attachIndependents()
    {
        const Index count = static_cast<Index>(m_nodes.size());
        for (Index i = 0; i < count; ++i) {
            const Segment* segment = m_nodes[at(i)].segment;
            if (!segment || m_nodes[at(i)].parent >= 0 || !segment->subsegment) {
                continue;
            }
            const auto parent = m_byId.find(segment->parentId);
            if (parent == m_byId.end()) {
                setParent(i, addPlaceholder(segment->parentId));
            } else if (parent->second != i) {
                setParent(i, parent->second);
            }
        }
    }

    Index addPlaceholder(SegmentId id)
    {
        Segment& placeholder = m_made.emplace_back();
        placeholder.id = id;
        placeholder.name = kPlaceholderName.toString();
        placeholder.placeholder = true;
        placeholder.start = Timestamp::max();
        const Index index = static_cast<Index>(m_nodes.size());
        m_nodes.push_back({&placeholder, -1, id, 0, -1, {}});
        m_byId.emplace(id, index);
        return index;
    }

    // Subsegments that are each other's parents hang on nothing: one of each ring becomes a top-level entry.
    void breakCycles()
    {
        for (const Index entry : ringEntries([&](Index i) { return m_nodes[at(i)].parent; })) {
            std::erase(m_nodes[at(m_nodes[at(entry)].parent)].children, entry);
            m_nodes[at(entry)].parent = -1;
        }
    }

    // The earliest node of each ring into which following `up` leads.
    template <typename Up> std::vector<Index> ringEntries(Up up) const
    {
        std::vector<Index> entries;
        std::vector<Index> walks(m_nodes.size(), -1); // from where each node was first reached
        for (Index start = 0; start < static_cast<Index>(m_nodes.size()); ++start) {
            Index i = start;
            while (i >= 0 && walks[at(i)] < 0) {
                walks[at(i)] = start;
                i = up(i);
            }
            if (i >= 0 && walks[at(i)] == start) {
                Index entry = i;
                for (Index other = up(i); other != i; other = up(other)) {
                    entry = isEarlier(other, entry) ? other : entry;
                }
                entries.push_back(entry);
            }
        }
        return entries;
    }

    // Adds the inferred segments that are not among the documents, and drops those whose service has answered since.
    void infer()
    {
        std::unordered_set<SegmentId> answered;
        std::unordered_multimap<SegmentId, Index> recorded;
        for (Index i = 0; i < static_cast<Index>(m_nodes.size()); ++i) {
            const Segment* segment = m_nodes[at(i)].segment;
            if (!segment || m_nodes[at(i)].parent >= 0 || segment->parentId.isNull() || segment->subsegment) {
                continue;
            }
            if (segment->inferred) {
                recorded.emplace(segment->parentId, i);
            } else {
                answered.insert(segment->parentId);
            }
        }
        const Index count = static_cast<Index>(m_nodes.size());
        for (Index i = 0; i < count; ++i) {
            const Segment* call = m_nodes[at(i)].segment;
            if (!call || !call->subsegment) {
                continue;
            }
            const bool isAnswered = answered.contains(call->id);
            const bool inferred = isInferred(*call, isAnswered);
            const auto [known, end] = recorded.equal_range(call->id);
            if (inferred && known == end) {
                m_made.push_back(inferSegment(*call));
                m_nodes.push_back({&m_made.back(), -1, m_made.back().id, 0, -1, {}});
            } else if (isAnswered && !inferred) {
                std::for_each(known, end, [&](const auto& entry) { drop(entry.second); });
            }
        }
    }

    // Unless something hangs on it: that would go, too.
    void drop(Index index)
    {
        Node& node = m_nodes[at(index)];
        if (node.segment && node.children.empty()) {
            if (const auto known = m_byId.find(node.segment->id); known != m_byId.end() && known->second == index) {
                m_byId.erase(known);
            }
            node.segment = nullptr;
        }
    }

    void sortByStart()
    {
        for (Node& node : m_nodes) {
            std::sort(node.children.begin(), node.children.end(), [&](Index a, Index b) { return isEarlier(a, b); });
        }
    }

    // A placeholder starts with its first child.
    Timestamp startOf(Index index) const
    {
        const Node& node = m_nodes[at(index)];
        return node.segment->placeholder ? m_nodes[at(node.children.front())].segment->start : node.segment->start;
    }

    // By start; at one time in an order that does not depend on which document arrived first.
    bool isEarlier(Index a, Index b) const
    {
        const auto key = [&](Index i) { return std::tuple(startOf(i), m_nodes[at(i)].origin, m_nodes[at(i)].place); };
        return key(a) < key(b);
    }

    // Top-level nodes by whom they were called from; those that nobody known called are roots.
    void emitAll(Trace& trace)
    {
        const std::vector<Index> tops = topsOfAll();
        std::vector<Index> callers(m_nodes.size(), -1); // the top-level node around the call
        std::vector<Index> roots;
        m_called.resize(m_nodes.size());
        for (Index i = 0; i < static_cast<Index>(m_nodes.size()); ++i) {
            const Node& node = m_nodes[at(i)];
            if (!node.segment || node.parent >= 0) {
                continue;
            }
            const bool callable = !node.segment->subsegment && !node.segment->placeholder;
            const auto caller = callable ? m_byId.find(node.segment->parentId) : m_byId.end();
            if (caller == m_byId.end()) {
                roots.push_back(i);
            } else {
                callers[at(i)] = tops[at(caller->second)];
                m_called[at(callers[at(i)])].push_back(i);
            }
        }
        const std::vector<Index> entries = ringEntries([&](Index i) { return callers[at(i)]; });
        roots.insert(roots.end(), entries.begin(), entries.end());
        // The root is the earliest without a parent; where none came, the earliest whose parent is unknown.
        const auto rank = [&](Index i) {
            const Segment& segment = *m_nodes[at(i)].segment;
            return segment.inferred ? 2 : segment.parentId.isNull() && !segment.placeholder ? 0 : 1;
        };
        std::sort(roots.begin(), roots.end(),
            [&](Index a, Index b) { return rank(a) != rank(b) ? rank(a) < rank(b) : isEarlier(a, b); });
        emitInOrder(roots, trace);
        linkCallers(trace);
        measure(trace);
    }

    // The top-level node that each node is part of.
    std::vector<Index> topsOfAll() const
    {
        std::vector<Index> tops(m_nodes.size(), -1);
        std::vector<Index> way;
        for (Index start = 0; start < static_cast<Index>(m_nodes.size()); ++start) {
            Index i = start;
            for (; tops[at(i)] < 0 && m_nodes[at(i)].parent >= 0; i = m_nodes[at(i)].parent) {
                way.push_back(i);
            }
            const Index top = tops[at(i)] < 0 ? i : tops[at(i)];
            tops[at(i)] = top;
            for (; !way.empty(); way.pop_back()) {
                tops[at(way.back())] = top;
            }
        }
        return tops;
    }

    // Depth first along the calls; inferred segments wait until all others are out (reference 3.8).
    void emitInOrder(const std::vector<Index>& roots, Trace& trace)
    {
        const auto isEarlierNode = [&](Index a, Index b) { return isEarlier(a, b); };
        std::vector<Index> inferred;
        std::vector<Index> stack(roots.rbegin(), roots.rend());
        std::vector<bool> seen(m_nodes.size());
        while (!stack.empty()) {
            const Index top = stack.back();
            stack.pop_back();
            if (seen[at(top)]) {
                continue; // round a ring
            }
            seen[at(top)] = true;
            m_nodes[at(top)].segment->inferred ? inferred.push_back(top) : emitTree(top, trace);
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
            Segment& segment = trace.segments.emplace_back(*m_nodes[at(node)].segment);
            segment.parent = parent;
            if (parent >= 0) { // embedded or sent alone, it looks the same
                segment.parentId = trace.segments[at(parent)].id;
                segment.subsegment = true;
            }
            segment.depth = parent < 0 ? 0 : trace.segments[at(parent)].depth + 1;
            segment.next = index + 1;
            segment.document = m_nodes[at(node)].document;
            const std::vector<Index>& children = m_nodes[at(node)].children;
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

    Documents m_documents;
    std::vector<Node> m_nodes;
    std::vector<Index> m_placed; // for each node as read: the node that stands for it
    std::unordered_map<SegmentId, Index> m_byId;
    std::vector<std::vector<Index>> m_called; // for each top-level node: the top-level nodes it called
    std::deque<Segment> m_made; // placeholders and inferred segments: addresses must not change
};

} // namespace

Trace assembleTrace(const TraceId& id, Documents documents)
{
    return Assembly(documents).run(id);
}

} // namespace fluoroscope
