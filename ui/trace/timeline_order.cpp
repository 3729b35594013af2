// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/timeline_order.h"

#include <algorithm>

namespace fluoroscope {

namespace {

std::size_t nth(TimelineOrder::Index index)
{
    return static_cast<std::size_t>(index);
}

} // namespace

TimelineOrder::TimelineOrder(std::shared_ptr<const TimelineSkeleton> skeleton, TimelineOptions options)
    : m_skeleton(std::move(skeleton))
    , m_options(options)
    , m_places(nth(runNode(m_skeleton->runs.count())), -1)
{
    for (auto* array : {&m_nodes, &m_ends, &m_parents, &m_levels}) {
        array->reserve(m_places.size());
    }
    for (Index group = 0; group < groupCount(); ++group) {
        list(headerNode(group));
    }
    close(0);
    std::vector<const TimelineBar*> bars;
    bars.reserve(m_nodes.size());
    for (const Index node : m_nodes) {
        bars.push_back(isSegment(node) ? &m_skeleton->bars[nth(node)] : nullptr);
    }
    m_pyramid = TimePyramid(std::move(bars));
}

// With a stack of its own: traces may be as deep as they like.
void TimelineOrder::list(Index header)
{
    struct Waiting {
        Index node;
        int level;
    };
    std::vector<Waiting> stack{{header, 0}};
    std::vector<Index> children;
    while (!stack.empty()) {
        const auto [node, level] = stack.back();
        stack.pop_back();
        close(level);
        m_places[nth(node)] = size();
        m_parents.push_back(level > 0 ? m_open.back() : -1);
        m_open.push_back(size());
        m_levels.push_back(level);
        m_ends.push_back(-1);
        m_nodes.push_back(node);
        children.clear();
        collect(node, children);
        if (m_options.longestFirst) {
            std::stable_sort(
                children.begin(), children.end(), [this](Index a, Index b) { return lengthOf(a) > lengthOf(b); });
        }
        for (auto child = children.rbegin(); child != children.rend(); ++child) {
            stack.push_back({*child, level + 1});
        }
    }
}

// Of the nodes being listed, those at `level` and below are complete.
void TimelineOrder::close(int level)
{
    while (m_open.size() > static_cast<std::size_t>(level)) {
        m_ends[nth(m_open.back())] = size();
        m_open.pop_back();
    }
}

// Those of equal length stay as they are.
void TimelineOrder::sortByLength(std::vector<Index>& children) const
{
    std::vector<std::pair<Duration, Index>> lengths; // beside what is sorted: looking them up takes longer than sorting
    lengths.reserve(children.size());
    for (const Index child : children) {
        lengths.emplace_back(lengthOf(child), child);
    }
    std::stable_sort(lengths.begin(), lengths.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
    std::transform(lengths.begin(), lengths.end(), children.begin(), [](const auto& entry) { return entry.second; });
}

void TimelineOrder::collect(Index node, std::vector<Index>& children) const
{
    if (isRun(node)) {
        const auto members = m_skeleton->runs.members(node - runNode(0));
        children.assign(members.begin(), members.end());
    } else if (isSegment(node)) {
        for (Index child = node + 1; child < m_skeleton->next[nth(node)]; child = m_skeleton->next[nth(child)]) {
            addSibling(child, children);
        }
    } else {
        for (const Index top : m_skeleton->groups[nth(node - headerNode(0))].segments) {
            addSibling(top, children);
        }
    }
}

// A run stands where its first member would.
void TimelineOrder::addSibling(Index segment, std::vector<Index>& children) const
{
    const Index run = m_options.foldRepeats ? m_skeleton->runs.runOf(segment) : -1;
    if (run < 0) {
        children.push_back(segment);
    } else if (m_skeleton->runs.members(run).front() == segment) {
        children.push_back(runNode(run));
    }
}

Duration TimelineOrder::lengthOf(Index node) const
{
    return isRun(node) ? m_skeleton->runs.at(node - runNode(0)).total : m_skeleton->bars[nth(node)].length();
}

TimelineOrder::Index TimelineOrder::groupAt(Index place) const
{
    // Headers are listed in the order of their groups.
    const auto first = m_places.begin() + headerNode(0);
    return static_cast<Index>(std::upper_bound(first, first + groupCount(), place) - first) - 1;
}

std::shared_ptr<const TimelineOrder> timelineOrder(
    std::shared_ptr<const Trace> trace, TimelineOptions options, const std::stop_token& stop)
{
    auto skeleton = std::make_shared<const TimelineSkeleton>(std::move(trace));
    return stop.stop_requested() ? nullptr : std::make_shared<const TimelineOrder>(std::move(skeleton), options);
}

} // namespace fluoroscope
