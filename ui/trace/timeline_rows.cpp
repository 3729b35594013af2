// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/timeline_rows.h"

#include <algorithm>

namespace fluoroscope {

namespace {

std::size_t nth(std::int32_t index)
{
    return static_cast<std::size_t>(index);
}

} // namespace

void TimelineRows::setTrace(std::shared_ptr<const Trace> trace)
{
    setOrder(trace ? timelineOrder(std::move(trace), m_options) : nullptr);
}

void TimelineRows::setOrder(std::shared_ptr<const TimelineOrder> order)
{
    const std::shared_ptr<const TimelineOrder> before = std::exchange(m_order, std::move(order));
    const std::vector<bool> folded = std::exchange(m_folded, {});
    const Index root = std::exchange(m_root, -1);
    if (m_order) {
        m_options = m_order->options();
        m_folded.resize(nth(m_order->nodeCount()));
        std::fill(m_folded.begin() + m_order->runNode(0), m_folded.end(), true);
    }
    if (m_order && before && trace()->id == before->skeleton().trace->id) {
        for (Index node = 0; node < before->nodeCount(); ++node) {
            if (folded[nth(node)] != before->isRun(node)) {
                if (const Index same = sameNode(*before, node); same >= 0) {
                    m_folded[nth(same)] = folded[nth(node)];
                }
            }
        }
        m_root = root < 0 ? -1 : sameNode(*before, root);
    }
    rebuild();
}

// A run is known by its first member.
TimelineRows::Index TimelineRows::sameNode(const TimelineOrder& before, Index node) const
{
    const TimelineSkeleton& old = before.skeleton();
    const TimelineSkeleton& now = m_order->skeleton();
    if (before.sharedSkeleton() == m_order->sharedSkeleton()) {
        return node;
    }
    if (before.isSegment(node)) {
        return now.indexOf(old.trace->segments[nth(node)].id);
    }
    if (before.isRun(node)) {
        const Index first = old.runs.members(node - before.runNode(0)).front();
        const Index member = now.indexOf(old.trace->segments[nth(first)].id);
        const Index run = member < 0 ? -1 : now.runs.runOf(member);
        return run < 0 ? -1 : m_order->runNode(run);
    }
    const ServiceKey& service = old.groups[nth(node - before.headerNode(0))].service;
    const auto group = std::find_if(now.groups.begin(), now.groups.end(),
        [&](const TimelineGroup& candidate) { return candidate.service == service; });
    return group == now.groups.end() ? -1 : m_order->headerNode(static_cast<Index>(group - now.groups.begin()));
}

std::shared_ptr<const Trace> TimelineRows::sharedTrace() const
{
    return m_order ? m_order->skeleton().trace : nullptr;
}

void TimelineRows::list(Index from, Index to, std::vector<Index>& places) const
{
    for (Index place = from; place < to;
         place = m_folded[nth(m_order->node(place))] ? m_order->end(place) : place + 1) {
        places.push_back(place);
    }
}

void TimelineRows::rebuild()
{
    m_visible.clear();
    const Index root = m_root < 0 ? -1 : m_order->place(m_root);
    m_first = std::max(root, 0);
    m_last = !m_order ? 0 : root < 0 ? m_order->size() : m_order->end(root);
    if (root < 0) {
        m_root = -1; // it may be listed no more
    }
    list(m_first, m_last, m_visible);
}

TimelineRow TimelineRows::rowAt(Index place) const
{
    const Index node = m_order->node(place);
    const Index group = m_order->groupAt(place);
    return m_order->isSegment(node) ? TimelineRow{group, node}
        : m_order->isRun(node)      ? TimelineRow{group, -1, node - m_order->runNode(0)}
                                    : TimelineRow{group};
}

TimelineRows::Index TimelineRows::nodeOf(TimelineRow row) const
{
    return row.isSegment() ? row.segment : row.isRun() ? m_order->runNode(row.run) : m_order->headerNode(row.group);
}

TimelineRows::Index TimelineRows::placeOf(TimelineRow row) const
{
    return row.isNull() || !m_order ? -1 : m_order->place(nodeOf(row));
}

int TimelineRows::indexOf(TimelineRow row) const
{
    const Index place = placeOf(row);
    const auto found = std::lower_bound(m_visible.begin(), m_visible.end(), place);
    return place < 0 || found == m_visible.end() || *found != place ? -1 : static_cast<int>(found - m_visible.begin());
}

const TimelineGroup& TimelineRows::group(TimelineRow row) const
{
    return m_order->skeleton().groups[nth(row.group)];
}

const Segment& TimelineRows::segment(TimelineRow row) const
{
    return trace()->segments[nth(row.isRun() ? members(row).front() : row.segment)];
}

std::span<const std::int32_t> TimelineRows::members(TimelineRow run) const
{
    return m_order->skeleton().runs.members(run.run);
}

std::int32_t TimelineRows::shownSegment(TimelineRow row) const
{
    if (!row.isRun()) {
        return row.segment;
    }
    const auto of = members(row);
    return *std::find_if(
        of.begin(), of.end(), [&](std::int32_t member) { return bar(member).outcome == run(row).outcome; });
}

std::pair<std::int32_t, std::int32_t> TimelineRows::placesOf(TimelineRow row) const
{
    const Index place = placeOf(row);
    return place < 0 ? std::pair<Index, Index>() : std::pair(place, m_order->end(place));
}

const TimelineBar& TimelineRows::bar(std::int32_t segment) const
{
    return m_order->skeleton().bars[nth(segment)];
}

TimelineBar TimelineRows::bar(TimelineRow row) const
{
    return row.isRun() ? TimelineBar{run(row).from, run(row).to, run(row).outcome, run(row).worst} : bar(row.segment);
}

std::vector<TimeColumn> TimelineRows::columnsBelow(TimelineRow row, TimeWindow window, int width) const
{
    const Index place = placeOf(row);
    return place < 0 ? std::vector<TimeColumn>()
                     : m_order->pyramid().columns(place + 1, m_order->end(place), window, width);
}

TimeWindow TimelineRows::timeOf(TimelineRow row) const
{
    TimeWindow time{Duration::max(), Duration::min()};
    for (Index place = placeOf(row); place < m_order->end(placeOf(row)); ++place) {
        if (const Index node = m_order->node(place); m_order->isSegment(node)) {
            time.begin = std::min(time.begin, bar(node).begin);
            time.end = std::max(time.end, bar(node).end);
        }
    }
    return time;
}

Outcome TimelineRows::worstBelow(TimelineRow header) const
{
    Outcome worst = Outcome::Ok;
    for (const std::int32_t top : group(header).segments) {
        worst = std::max(worst, bar(top).worst);
    }
    return worst;
}

int TimelineRows::level(TimelineRow row) const
{
    const Index place = placeOf(row);
    const int above = m_root < 0 || m_order->level(m_first) == 0 ? 0 : m_order->level(m_first) - 1;
    return place < 0 ? 0 : m_order->level(place) - above;
}

bool TimelineRows::hasChildren(TimelineRow row) const
{
    const Index place = placeOf(row);
    return place >= 0 && m_order->end(place) > place + 1;
}

bool TimelineRows::isExpanded(TimelineRow row) const
{
    return hasChildren(row) && !m_folded[nth(nodeOf(row))];
}

TimelineRow TimelineRows::parent(TimelineRow row) const
{
    const Index place = placeOf(row);
    const Index outer = place <= m_first ? -1 : m_order->parent(place);
    return outer < 0 ? TimelineRow{} : rowAt(outer);
}

TimelineRow TimelineRows::rowOf(std::int32_t segment) const
{
    return segment < 0 || !m_order || segment >= m_order->skeleton().segmentCount() ? TimelineRow{}
                                                                                    : rowAt(m_order->place(segment));
}

// Rows behind those that come or go keep their order: no other row is looked at.
void TimelineRows::setExpanded(TimelineRow row, bool expanded)
{
    if (row.isNull() || !hasChildren(row) || isExpanded(row) == expanded) {
        return;
    }
    m_folded[nth(nodeOf(row))] = !expanded;
    const int index = indexOf(row);
    if (index < 0) {
        return;
    }
    const Index place = placeOf(row);
    const auto below = m_visible.begin() + index + 1;
    if (expanded) {
        std::vector<Index> places;
        list(place + 1, m_order->end(place), places);
        m_visible.insert(below, places.begin(), places.end());
    } else {
        m_visible.erase(below, std::lower_bound(below, m_visible.end(), m_order->end(place)));
    }
}

void TimelineRows::setAllExpanded(bool expanded)
{
    for (Index node = 0; node < static_cast<Index>(m_folded.size()); ++node) {
        const bool header = node >= m_order->headerNode(0) && node < m_order->runNode(0);
        m_folded[nth(node)] = !expanded && !header; // folded groups alone would say nothing
    }
    if (!expanded && m_root >= 0) {
        m_folded[nth(m_root)] = false;
    }
    rebuild();
}

void TimelineRows::reveal(TimelineRow row)
{
    const Index place = placeOf(row);
    if (place < 0) {
        return;
    }
    bool changed = place < m_first || place >= m_last;
    if (changed) {
        m_root = -1;
    }
    for (Index outer = m_order->parent(place); outer >= 0; outer = m_order->parent(outer)) {
        const std::size_t node = nth(m_order->node(outer));
        changed = changed || m_folded[node];
        m_folded[node] = false;
    }
    if (changed) {
        rebuild();
    }
}

void TimelineRows::setRoot(TimelineRow row)
{
    m_root = placeOf(row) < 0 ? -1 : nodeOf(row);
    if (m_root >= 0) {
        m_folded[nth(m_root)] = false;
    }
    if (m_order) {
        rebuild();
    }
}

TimelineRow TimelineRows::root() const
{
    return m_root < 0 ? TimelineRow{} : rowAt(m_first);
}

std::vector<TimelineRow> TimelineRows::pathTo(TimelineRow row, int most) const
{
    std::vector<TimelineRow> path;
    for (Index place = placeOf(row); place >= 0 && static_cast<int>(path.size()) < most;
         place = m_order->parent(place)) {
        path.push_back(rowAt(place));
    }
    std::reverse(path.begin(), path.end());
    return path;
}

std::int32_t TimelineRows::segmentsListed() const
{
    std::int32_t count = 0;
    for (Index place = m_first; place < m_last; ++place) {
        count += m_order->isSegment(m_order->node(place)) ? 1 : 0;
    }
    return count;
}

TimelineRow TimelineRows::next(TimelineRow row, bool forward, const std::function<bool(std::int32_t)>& wanted) const
{
    const Index here = placeOf(row);
    const Index step = forward ? 1 : -1;
    const Index from = here < 0 ? (forward ? m_first : m_last - 1) : here + step;
    for (Index place = std::clamp(from, m_first - 1, m_last); place >= m_first && place < m_last; place += step) {
        if (const Index node = m_order->node(place); m_order->isSegment(node) && wanted(node)) {
            return rowAt(place);
        }
    }
    return {};
}

TimelineRow TimelineRows::nextProblem(TimelineRow row, bool forward) const
{
    if (!m_order) {
        return {};
    }
    const Index here = placeOf(row);
    const Index place = forward
        ? m_order->pyramid().nextProblem(std::max(here + 1, m_first), m_last)
        : m_order->pyramid().previousProblem(here < 0 ? m_last : std::min(here, m_last), m_first);
    return place < m_first || place >= m_last ? TimelineRow{} : rowAt(place);
}

} // namespace fluoroscope
