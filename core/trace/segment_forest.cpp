// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/segment_forest.h"

#include "core/trace/inference.h"

#include <algorithm>
#include <unordered_map>

namespace fluoroscope {

namespace {

// The start of a placeholder, until its children say more.
constexpr Timestamp kNotKnown = Timestamp::max();

std::size_t at(std::int32_t index)
{
    return static_cast<std::size_t>(index);
}

// How many ids ahead memory is asked for their slots.
constexpr std::size_t kAhead = 8;

bool isSame(const Segment& a, const Segment& b)
{
    return a.name == b.name && a.start == b.start;
}

} // namespace

SegmentForest::SegmentForest(std::vector<const TraceDocument*> documents, std::span<TraceDocument> own)
    : m_documents(std::move(documents))
    , m_own(own)
{
    std::size_t count = 0;
    for (const TraceDocument* document : m_documents) {
        count += document->content.segments.size();
    }
    m_nodes.reserve(count);
    m_placed.reserve(count);
    m_byId = SegmentPlaces(count);
    for (std::size_t i = 0; i < m_documents.size(); ++i) {
        addTree(*m_documents[i], static_cast<Index>(i));
    }
    m_placed = {};
    m_firstMade = size();
    attachIndependents();
    breakCycles();
    infer();
    m_children = Branches(
        size(), [&](Index i) { return node(i).parent; }, [&](Index a, Index b) { return isEarlier(a, b); });
}

void SegmentForest::addTree(const TraceDocument& document, Index documentIndex)
{
    const std::vector<Segment>& tree = document.content.segments;
    const Index base = size();
    for (std::size_t i = 0; i < tree.size(); ++i) {
        if (i + kAhead < tree.size()) {
            m_byId.prefetch(tree[i + kAhead].id);
        }
        const Index own = size();
        const Index parent = tree[i].parent < 0 ? -1 : m_placed[at(base + tree[i].parent)];
        const auto [known, isNew] = m_byId.tryInsert(tree[i].id, own);
        // An embedded subsegment may have been sent alone as well: one of the two stays, with both their children.
        // Within a document only what is the same twice is one: the SDK for Go now and then lists a subsegment again.
        const bool twice = !isNew && (known < base || isSame(*node(known).segment, tree[i]));
        m_nodes.push_back({&tree[i], tree[i].start, documentIndex, static_cast<Index>(i), tree.front().id, -1});
        m_placed.push_back(twice ? known : own);
        if (twice) {
            Node& first = m_nodes[at(known)];
            if (!tree[i].inProgress || first.segment->inProgress) {
                const Index firstParent = first.parent;
                first = m_nodes.back();
                first.parent = firstParent;
            }
            m_nodes.back().segment = nullptr;
            if (first.parent < 0 && parent != known) {
                first.parent = parent;
            }
        } else {
            m_nodes.back().parent = parent;
        }
    }
}

void SegmentForest::take(Index index, Segment& segment)
{
    if (index >= m_firstMade) {
        segment = std::move(m_made[at(index - m_firstMade)]);
    } else if (m_own.empty()) {
        segment = *node(index).segment;
    } else {
        const std::ptrdiff_t document = m_documents[at(node(index).document)] - m_own.data();
        segment = std::move(m_own[static_cast<std::size_t>(document)].content.segments[at(node(index).place)]);
    }
}

// A subsegment that was sent alone goes where its parent is, or under a placeholder for it.
void SegmentForest::attachIndependents()
{
    const Index count = size();
    for (Index i = 0; i < count; ++i) {
        const Segment* segment = node(i).segment;
        if (!segment || node(i).parent >= 0 || !segment->subsegment) {
            continue;
        }
        const Index parent = find(segment->parentId);
        if (parent < 0) {
            const Index placeholder = addPlaceholder(segment->parentId); // nodes may have moved
            m_nodes[at(i)].parent = placeholder;
        } else if (parent != i) {
            m_nodes[at(i)].parent = parent;
        }
    }
}

SegmentForest::Index SegmentForest::addPlaceholder(SegmentId id)
{
    Segment& placeholder = m_made.emplace_back();
    placeholder.id = id;
    placeholder.name = kPlaceholderName.toString();
    placeholder.placeholder = true;
    placeholder.start = kNotKnown;
    m_byId.tryInsert(id, size());
    m_nodes.push_back({&placeholder, placeholder.start, -1, 0, id, -1});
    return size() - 1;
}

// Subsegments that are each other's parents hang on nothing: one of each ring becomes a top-level entry.
void SegmentForest::breakCycles()
{
    for (const Index entry : ringEntries([&](Index i) { return node(i).parent; })) {
        m_nodes[at(entry)].parent = -1;
    }
}

// Finds the calls whose inferred segments are not among the documents, and drops those whose service has answered
// since.
void SegmentForest::infer()
{
    SegmentPlaces answered; // calls of which the called service sent a segment; the place says nothing
    std::unordered_multimap<SegmentId, Index> recorded;
    for (Index i = 0; i < size(); ++i) {
        const Segment* segment = node(i).segment;
        if (!segment || node(i).parent >= 0 || segment->parentId.isNull() || segment->subsegment) {
            continue;
        }
        if (segment->inferred) {
            recorded.emplace(segment->parentId, i);
        } else {
            answered.tryInsert(segment->parentId, i);
        }
    }
    std::vector<Index> unwanted;
    for (Index i = 0; i < size(); ++i) {
        const Segment* call = node(i).segment;
        if (!call || !call->subsegment) {
            continue;
        }
        const bool isAnswered = answered.find(call->id) >= 0;
        const bool inferred = isInferred(*call, isAnswered);
        const auto [known, end] = recorded.equal_range(call->id);
        if (inferred && known == end) {
            m_unanswered.push_back(i);
        } else if (isAnswered && !inferred) {
            std::for_each(known, end, [&](const auto& entry) { unwanted.push_back(entry.second); });
        }
    }
    drop(unwanted);
}

// Unless something hangs on it: that would go, too.
void SegmentForest::drop(const std::vector<Index>& unwanted)
{
    if (unwanted.empty()) {
        return;
    }
    std::vector<bool> holds(m_nodes.size());
    for (const Node& node : m_nodes) {
        if (node.parent >= 0) {
            holds[at(node.parent)] = true;
        }
    }
    for (const Index index : unwanted) {
        Node& node = m_nodes[at(index)];
        if (node.segment && !holds[at(index)]) {
            if (find(node.segment->id) == index) {
                m_byId.remove(node.segment->id);
            }
            node.segment = nullptr;
        }
    }
}

std::vector<SegmentForest::Index> SegmentForest::tops() const
{
    std::vector<Index> tops(m_nodes.size(), -1);
    std::vector<Index> way;
    for (Index start = 0; start < size(); ++start) {
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

SegmentForest::Key SegmentForest::keyOf(Index index) const
{
    const Node& own = node(index);
    return {own.start == kNotKnown ? node(children(index).front()).start : own.start, own.origin, own.place};
}

bool SegmentForest::isEarlier(Index a, Index b) const
{
    return keyOf(a) < keyOf(b);
}

} // namespace fluoroscope
