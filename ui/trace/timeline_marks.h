// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is laid over the rows of the timeline when somebody asks for it: the critical path, and the matches of a search.
#pragma once

#include "core/trace/critical_path.h"

#include <algorithm>
#include <span>

namespace fluoroscope {

class TimelineMarks {
public:
    void setPath(std::vector<CriticalPiece> pieces)
    {
        m_path = std::move(pieces);
        std::stable_sort(m_path.begin(), m_path.end(),
            [](const CriticalPiece& a, const CriticalPiece& b) { return a.segment < b.segment; });
    }
    [[nodiscard]] bool hasPath() const { return !m_path.empty(); }
    // Of one segment, by time.
    [[nodiscard]] std::span<const CriticalPiece> path(std::int32_t segment) const
    {
        const auto less = [](const CriticalPiece& piece, std::int32_t index) { return piece.segment < index; };
        const auto first = std::lower_bound(m_path.begin(), m_path.end(), segment, less);
        const auto last = std::lower_bound(first, m_path.end(), segment + 1, less);
        return {first, last};
    }

    // In the order of Trace::segments.
    void setMatches(std::vector<std::int32_t> matches) { m_matches = std::move(matches); }
    [[nodiscard]] const std::vector<std::int32_t>& matches() const { return m_matches; }
    [[nodiscard]] bool isMatch(std::int32_t segment) const
    {
        return std::binary_search(m_matches.begin(), m_matches.end(), segment);
    }

private:
    std::vector<CriticalPiece> m_path; // by segment, then by time
    std::vector<std::int32_t> m_matches;
};

} // namespace fluoroscope
