// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Folds columns of the trace map that would tower. A service that calls sixty hosts would stand beside a column of
// sixty nodes, of which one sees either ten or only dots: such a column goes on in the next ones instead, so that the
// map becomes about as wide as it is high. Lines still run from left to right. What has many lines for its nodes stays
// as it is.
#pragma once

#include <utility>
#include <vector>

namespace fluoroscope {

// `columns` fulfils columns[from] < columns[to] for each of `lines` and keeps doing so. `fixed` nodes stay, however
// many there are. Columns only grow, and only where one of them is higher than a map of so many nodes should be. `part`
// numbers, from 0, the unconnected parts that nodes belong to: they stand one under the other, each in columns of its
// own.
void foldColumns(std::vector<int>& columns, const std::vector<std::pair<int, int>>& lines,
    const std::vector<bool>& fixed, const std::vector<int>& part);

} // namespace fluoroscope
