// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is laid over the rows of the timeline when somebody asks for it: the critical path, the
// matches of a search, and the segments that are added up.
#pragma once

#include "core/trace/critical_path.h"

#include <algorithm>
#include <span>

namespace fluoroscope {

class TimelineMarks {
public:
    struct Path {
        std::vector<CriticalPiece> byTime;
        std::vector<CriticalPiece> bySegment; // then by time
        std::vector<bool> leads; // by segment: whether it or what it called has a piece
    };
    // `pieces` as criticalPath() gives them.
    static Path sorted(const Trace& trace, std::vector<CriticalPiece> pieces)
    {
        Path path{pieces, std::move(pieces), std::vector<bool>(trace.segments.size())};
        for (const CriticalPiece& piece : path.byTime) {
            for (std::int32_t i = piece.segment; i >= 0 && !path.leads[static_cast<std::size_t>(i)];) {
                path.leads[static_cast<std::size_t>(i)] = true;
                const Segment& segment = trace.segments[static_cast<std::size_t>(i)];
                i = segment.parent >= 0 ? segment.parent : segment.caller;
            }
        }
        for (std::size_t i = 0; i < path.leads.size(); ++i) { // an inferred segment is as its call is
            const Segment& segment = trace.segments[i];
            if (segment.inferred && segment.caller >= 0) {
                path.leads[i] = path.leads[static_cast<std::size_t>(segment.caller)];
            }
        }
        std::stable_sort(path.bySegment.begin(), path.bySegment.end(),
            [](const CriticalPiece& a, const CriticalPiece& b) { return a.segment < b.segment; });
        return path;
    }
    void setPath(Path path) { m_path = std::move(path); }
    [[nodiscard]] bool hasPath() const { return !m_path.byTime.empty(); }
    // Whether there is a path, and neither the segment nor what it called is on it.
    [[nodiscard]] bool isBesidePath(std::int32_t segment) const
    {
        return hasPath() && !m_path.leads[static_cast<std::size_t>(segment)];
    }
    // Of one segment, by time.
    [[nodiscard]] std::span<const CriticalPiece> path(std::int32_t segment) const
    {
        const auto less = [](const CriticalPiece& piece, std::int32_t index) { return piece.segment < index; };
        const auto first = std::lower_bound(m_path.bySegment.begin(), m_path.bySegment.end(), segment, less);
        const auto last = std::lower_bound(first, m_path.bySegment.end(), segment + 1, less);
        return {first, last};
    }
    // Of all, what lies between two moments.
    [[nodiscard]] std::span<const CriticalPiece> path(Timestamp begin, Timestamp end) const
    {
        const std::vector<CriticalPiece>& all = m_path.byTime;
        const auto first = std::partition_point(
            all.begin(), all.end(), [&](const CriticalPiece& piece) { return piece.end <= begin; });
        const auto last =
            std::partition_point(first, all.end(), [&](const CriticalPiece& piece) { return piece.begin < end; });
        return {first, last};
    }

    // In the order of Trace::segments.
    void setMatches(std::vector<std::int32_t> matches)
    {
        m_matches = std::move(matches);
        m_isMatch.assign(m_matches.empty() ? 0 : static_cast<std::size_t>(m_matches.back()) + 1, false);
        for (const std::int32_t match : m_matches) {
            m_isMatch[static_cast<std::size_t>(match)] = true;
        }
    }
    [[nodiscard]] const std::vector<std::int32_t>& matches() const { return m_matches; }
    [[nodiscard]] bool isMatch(std::int32_t segment) const
    {
        return segment >= 0 && static_cast<std::size_t>(segment) < m_isMatch.size()
            && m_isMatch[static_cast<std::size_t>(segment)];
    }

    // What a marquee or Shift and arrows chose, in the order of Trace::segments.
    void setChosen(std::vector<std::int32_t> segments) { m_chosen = std::move(segments); }
    [[nodiscard]] const std::vector<std::int32_t>& chosen() const { return m_chosen; }
    [[nodiscard]] bool isChosen(std::int32_t segment) const
    {
        return std::binary_search(m_chosen.begin(), m_chosen.end(), segment);
    }
    // Whether one of `segments` is, which are in the same order.
    [[nodiscard]] bool isChosen(std::span<const std::int32_t> segments) const
    {
        const auto first = std::lower_bound(m_chosen.begin(), m_chosen.end(), segments.front());
        return std::any_of(first, std::upper_bound(first, m_chosen.end(), segments.back()),
            [&](std::int32_t segment) { return std::binary_search(segments.begin(), segments.end(), segment); });
    }

private:
    Path m_path;
    std::vector<std::int32_t> m_matches;
    std::vector<bool> m_isMatch; // by segment, up to the last match
    std::vector<std::int32_t> m_chosen;
};

} // namespace fluoroscope
