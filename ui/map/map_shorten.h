// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Shortens the lines of a layered map as far as they can be: the same least sum that dot's network simplex finds.
//
// Columns are moved to the right, one step of a group at a time. Which group gains most is a closure of greatest
// weight: who moves pushes along whom it stands right before. Such a closure is a least cut, and steps of this kind end
// at the least sum of all (the sum is a convex function on a lattice), which no rule that looks at one node alone does.
#pragma once

#include <utility>
#include <vector>

namespace fluoroscope {

// `columns` fulfils columns[from] < columns[to] for each of `lines` and keeps doing so. `fixed` nodes stay. Columns
// only grow, from what is the leftmost for each.
void shortenLines(
    std::vector<int>& columns, const std::vector<std::pair<int, int>>& lines, const std::vector<bool>& fixed);

} // namespace fluoroscope
