// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/segment_forest.h"

#include "core/trace/inference.h"

#include <algorithm>
#include <tuple>
#include <unordered_set>

namespace fluoroscope {

namespace {

std::size_t at(std::int32_t index)
{
    return static_cast<std::size_t>(index);
}

bool isSame(const Segment& a, const Segment& b)
{
    return a.name == b.name && a.start == b.start;
}

} // namespace

SegmentForest::SegmentForest(std::span<const std::shared_ptr<const TraceDocument>> documents)
{
    // Of the documents with one id, the complete one counts, and of those the last (reference 3.1).
    std::unordered_map<SegmentId, std::size_t> chosen;
    for (const auto& document : documents) {
        const Segment& own = document->content.segments.front();
        const auto [it, isNew] = chosen.try_emplace(own.id, m_documents.size());
        if (isNew) {
            m_documents.push_back(document.get());
        } else if (!own.inProgress || m_documents[it->second]->content.segments.front().inProgress) {
            m_documents[it->second] = document.get();
        }
    }
    for (std::size_t i = 0; i < m_documents.size(); ++i) {
        addTree(*m_documents[i], static_cast<Index>(i));
    }
    attachIndependents();
    breakCycles();
    infer();
    for (Node& node : m_nodes) {
        std::sort(node.children.begin(), node.children.end(), [&](Index a, Index b) { return isEarlier(a, b); });
    }
}

void SegmentForest::addTree(const TraceDocument& document, Index documentIndex)
{
    const std::vector<Segment>& tree = document.content.segments;
    const Index base = size();
    for (std::size_t i = 0; i < tree.size(); ++i) {
        const Index parent = tree[i].parent < 0 ? -1 : m_placed[at(base + tree[i].parent)];
        const auto [it, isNew] = m_byId.try_emplace(tree[i].id, size());
        // An embedded subsegment may have been sent alone as well: one of the two stays, with both their children.
        // Within a document only what is the same twice is one: the SDK for Go now and then lists a subsegment again.
        const bool twice = !isNew && (it->second < base || isSame(*m_nodes[at(it->second)].segment, tree[i]));
        m_nodes.push_back({&tree[i], documentIndex, tree.front().id, static_cast<Index>(i), -1, {}});
        m_placed.push_back(twice ? it->second : size() - 1);
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
            setParent(size() - 1, parent);
        }
    }
}

void SegmentForest::addMade(const Segment& segment)
{
    m_made.push_back(segment);
    m_nodes.push_back({&m_made.back(), -1, segment.id, 0, -1, {}});
}

void SegmentForest::setParent(Index child, Index parent)
{
    m_nodes[at(child)].parent = parent;
    m_nodes[at(parent)].children.push_back(child);
}

// A subsegment that was sent alone goes where its parent is, or under a placeholder for it.
void SegmentForest::attachIndependents()
{
    const Index count = size();
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

SegmentForest::Index SegmentForest::addPlaceholder(SegmentId id)
{
    Segment placeholder;
    placeholder.id = id;
    placeholder.name = kPlaceholderName.toString();
    placeholder.placeholder = true;
    placeholder.start = Timestamp::max();
    m_byId.emplace(id, size());
    addMade(placeholder);
    return size() - 1;
}

// Subsegments that are each other's parents hang on nothing: one of each ring becomes a top-level entry.
void SegmentForest::breakCycles()
{
    for (const Index entry : ringEntries([&](Index i) { return m_nodes[at(i)].parent; })) {
        std::erase(m_nodes[at(m_nodes[at(entry)].parent)].children, entry);
        m_nodes[at(entry)].parent = -1;
    }
}

// Adds the inferred segments that are not among the documents, and drops those whose service has answered since.
void SegmentForest::infer()
{
    std::unordered_set<SegmentId> answered;
    std::unordered_multimap<SegmentId, Index> recorded;
    for (Index i = 0; i < size(); ++i) {
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
    const Index count = size();
    for (Index i = 0; i < count; ++i) {
        const Segment* call = m_nodes[at(i)].segment;
        if (!call || !call->subsegment) {
            continue;
        }
        const bool isAnswered = answered.contains(call->id);
        const bool inferred = isInferred(*call, isAnswered);
        const auto [known, end] = recorded.equal_range(call->id);
        if (inferred && known == end) {
            addMade(inferSegment(*call));
        } else if (isAnswered && !inferred) {
            std::for_each(known, end, [&](const auto& entry) { drop(entry.second); });
        }
    }
}

// Unless something hangs on it: that would go, too.
void SegmentForest::drop(Index index)
{
    Node& node = m_nodes[at(index)];
    if (node.segment && node.children.empty()) {
        if (const auto known = m_byId.find(node.segment->id); known != m_byId.end() && known->second == index) {
            m_byId.erase(known);
        }
        node.segment = nullptr;
    }
}

SegmentForest::Index SegmentForest::find(SegmentId id) const
{
    const auto known = m_byId.find(id);
    return known == m_byId.end() ? -1 : known->second;
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

Timestamp SegmentForest::startOf(Index index) const
{
    const Node& node = m_nodes[at(index)];
    return node.segment->placeholder ? m_nodes[at(node.children.front())].segment->start : node.segment->start;
}

bool SegmentForest::isEarlier(Index a, Index b) const
{
    const auto key = [&](Index i) { return std::tuple(startOf(i), m_nodes[at(i)].origin, m_nodes[at(i)].place); };
    return key(a) < key(b);
}

} // namespace fluoroscope
