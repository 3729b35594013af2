// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/traces/kept_rows.h"

#include <algorithm>

namespace fluoroscope {

std::vector<RowMove> keptRows(
    const std::unordered_map<TraceId, qint64>& before, const std::vector<TraceRow>& rows, qint64 offset)
{
    std::vector<RowMove> moves;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (const auto known = before.find(rows[i].id); known != before.end()) {
            moves.push_back({known->second, offset + qint64(i)});
        }
    }
    // Longest increasing subsequence of `before`: tails[n] ends the lowest chain of n + 1 rows.
    std::vector<std::size_t> tails;
    std::vector<std::size_t> previous(moves.size());
    for (std::size_t i = 0; i < moves.size(); ++i) {
        const auto place = std::lower_bound(tails.begin(), tails.end(), i,
            [&](std::size_t tail, std::size_t row) { return moves[tail].before < moves[row].before; });
        previous[i] = place == tails.begin() ? i : *std::prev(place);
        if (place == tails.end()) {
            tails.push_back(i);
        } else {
            *place = i;
        }
    }
    std::vector<RowMove> kept(tails.size());
    std::size_t at = tails.empty() ? 0 : tails.back();
    for (auto slot = kept.rbegin(); slot != kept.rend(); ++slot) {
        *slot = moves[at];
        at = previous[at];
    }
    return kept;
}

} // namespace fluoroscope
