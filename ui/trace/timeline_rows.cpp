// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/timeline_rows.h"

#include <algorithm>
#include <unordered_set>

namespace fluoroscope {

namespace {

// SDKs round to milliseconds: what differs by less is not a difference.
constexpr Duration kTolerance{1000};

std::size_t nth(std::int32_t index)
{
    return static_cast<std::size_t>(index);
}

Duration beyondTolerance(Duration difference)
{
    return difference > kTolerance ? difference : Duration{0};
}

} // namespace

void TimelineRows::setTrace(std::shared_ptr<const Trace> trace)
{
    std::unordered_set<SegmentId> foldedSegments;
    std::unordered_set<ServiceKey> foldedGroups;
    for (std::size_t i = 0; i < m_foldedSegment.size(); ++i) {
        if (m_foldedSegment[i]) {
            foldedSegments.insert(m_trace->segments[i].id);
        }
    }
    for (std::size_t i = 0; i < m_foldedGroup.size(); ++i) {
        if (m_foldedGroup[i]) {
            foldedGroups.insert(m_groups[i].service);
        }
    }

    m_trace = std::move(trace);
    m_groups = m_trace ? timelineGroups(*m_trace) : std::vector<TimelineGroup>{};
    m_foldedSegment.assign(m_trace ? m_trace->segments.size() : 0, false);
    m_foldedGroup.assign(m_groups.size(), false);
    for (std::size_t i = 0; !foldedSegments.empty() && i < m_foldedSegment.size(); ++i) {
        m_foldedSegment[i] = foldedSegments.contains(m_trace->segments[i].id);
    }
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        m_foldedGroup[i] = foldedGroups.contains(m_groups[i].service);
    }

    m_all.clear();
    m_all.reserve(m_foldedSegment.size() + m_groups.size());
    for (std::int32_t group = 0; group < static_cast<std::int32_t>(m_groups.size()); ++group) {
        m_all.push_back({group, -1});
        for (const std::int32_t top : m_groups[nth(group)].segments) {
            for (std::int32_t i = top; i < m_trace->segments[nth(top)].next; ++i) {
                m_all.push_back({group, i});
            }
        }
    }
    measure();
    rebuild();
}

void TimelineRows::measure()
{
    m_bars.assign(m_foldedSegment.size(), {});
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const Segment& segment = m_trace->segments[i];
        TimelineBar& bar = m_bars[i];
        bar.begin = segment.start - m_trace->start;
        bar.end = segment.inProgress ? m_trace->duration() : segment.end - m_trace->start;
        bar.outcome = bar.worst = outcomeOf(segment);
        const std::int32_t outer = segment.parent >= 0 ? segment.parent : segment.caller;
        if (outer >= 0 && !m_trace->segments[nth(outer)].placeholder && !segment.placeholder) {
            const Segment& encloses = m_trace->segments[nth(outer)];
            bar.early = beyondTolerance(encloses.start - segment.start);
            bar.late =
                segment.inProgress || encloses.inProgress ? Duration{0} : beyondTolerance(segment.end - encloses.end);
        }
    }
    for (std::size_t i = m_bars.size(); i-- > 0;) { // descendants come after their ancestors
        if (const std::int32_t parent = m_trace->segments[i].parent; parent >= 0) {
            m_bars[nth(parent)].worst = std::max(m_bars[nth(parent)].worst, m_bars[i].worst);
        }
    }
}

void TimelineRows::rebuild()
{
    m_rows.clear();
    m_rows.reserve(m_all.size());
    for (std::int32_t group = 0; group < static_cast<std::int32_t>(m_groups.size()); ++group) {
        m_rows.push_back({group, -1});
        if (m_foldedGroup[nth(group)]) {
            continue;
        }
        for (const std::int32_t top : m_groups[nth(group)].segments) {
            const std::int32_t end = m_trace->segments[nth(top)].next;
            for (std::int32_t i = top; i < end; i = m_foldedSegment[nth(i)] ? m_trace->segments[nth(i)].next : i + 1) {
                m_rows.push_back({group, i});
            }
        }
    }
}

int TimelineRows::indexOf(TimelineRow row) const
{
    const auto found = std::find(m_rows.begin(), m_rows.end(), row);
    return found == m_rows.end() ? -1 : static_cast<int>(found - m_rows.begin());
}

const Segment& TimelineRows::segment(TimelineRow row) const
{
    return m_trace->segments[nth(row.segment)];
}

int TimelineRows::level(TimelineRow row) const
{
    return row.isHeader() ? 0 : segment(row).depth + 1;
}

bool TimelineRows::hasChildren(TimelineRow row) const
{
    return row.isHeader() || segment(row).next > row.segment + 1;
}

bool TimelineRows::isExpanded(TimelineRow row) const
{
    return hasChildren(row) && !(row.isHeader() ? m_foldedGroup[nth(row.group)] : m_foldedSegment[nth(row.segment)]);
}

TimelineRow TimelineRows::parent(TimelineRow row) const
{
    return row.isNull() || row.isHeader() ? TimelineRow{} : TimelineRow{row.group, segment(row).parent};
}

std::int32_t TimelineRows::groupOf(std::int32_t segment) const
{
    while (m_trace->segments[nth(segment)].parent >= 0) {
        segment = m_trace->segments[nth(segment)].parent;
    }
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        if (std::find(m_groups[i].segments.begin(), m_groups[i].segments.end(), segment)
            != m_groups[i].segments.end()) {
            return static_cast<std::int32_t>(i);
        }
    }
    return -1;
}

TimelineRow TimelineRows::rowOf(std::int32_t segment) const
{
    if (segment < 0 || nth(segment) >= m_bars.size()) {
        return {};
    }
    return {groupOf(segment), segment};
}

void TimelineRows::setExpanded(TimelineRow row, bool expanded)
{
    if (row.isNull() || !hasChildren(row) || isExpanded(row) == expanded) {
        return;
    }
    if (row.isHeader()) {
        m_foldedGroup[nth(row.group)] = !expanded;
    } else {
        m_foldedSegment[nth(row.segment)] = !expanded;
    }
    rebuild();
}

void TimelineRows::setAllExpanded(bool expanded)
{
    m_foldedGroup.assign(m_foldedGroup.size(), false); // folded groups alone would say nothing
    for (std::size_t i = 0; i < m_foldedSegment.size(); ++i) {
        m_foldedSegment[i] = !expanded && hasChildren({0, static_cast<std::int32_t>(i)});
    }
    rebuild();
}

void TimelineRows::reveal(TimelineRow row)
{
    bool changed = false;
    for (TimelineRow outer = parent(row); !outer.isNull(); outer = parent(outer)) {
        if (!isExpanded(outer)) {
            (outer.isHeader() ? m_foldedGroup[nth(outer.group)] : m_foldedSegment[nth(outer.segment)]) = false;
            changed = true;
        }
    }
    if (changed) {
        rebuild();
    }
}

std::size_t TimelineRows::position(TimelineRow row) const
{
    return static_cast<std::size_t>(std::find(m_all.begin(), m_all.end(), row) - m_all.begin());
}

TimelineRow TimelineRows::next(TimelineRow row, bool forward, const std::function<bool(std::int32_t)>& wanted) const
{
    const auto found = [&](TimelineRow candidate) { return !candidate.isHeader() && wanted(candidate.segment); };
    const std::size_t here = row.isNull() ? m_all.size() : position(row);
    if (forward) {
        for (std::size_t i = row.isNull() ? 0 : here + 1; i < m_all.size(); ++i) {
            if (found(m_all[i])) {
                return m_all[i];
            }
        }
    } else {
        for (std::size_t i = std::min(here, m_all.size()); i-- > 0;) {
            if (found(m_all[i])) {
                return m_all[i];
            }
        }
    }
    return {};
}

} // namespace fluoroscope
