// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The order of the places within each column of the trace map, with few crossings.
#pragma once

#include "ui/map/map_columns.h"

#include <optional>

namespace fluoroscope {

// Places of one component, column by column, top to bottom.
using MapOrder = std::vector<std::vector<int>>;

// Sweeps of barycenters: every place goes to the mean of its neighbours' ranks, from left to right and back, and the
// order with the fewest crossings stays. Places with a `remembered` height keep their order among themselves; the
// others are put between them. One order for each component.
std::vector<MapOrder> orderPlaces(const MapColumns& columns, const std::vector<std::optional<qreal>>& remembered);

} // namespace fluoroscope
