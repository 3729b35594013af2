// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How often the lines of a map cross, ours and Graphviz' counted in the same way.
#pragma once

#include "core/graph/service_graph.h"

#include <QPolygonF>
#include <optional>

namespace fluoroscope::bench {

struct Drawing {
    std::vector<QPointF> nodes; // centres, parallel to ServiceGraph::services
    std::vector<QPolygonF> lines; // curves made flat, parallel to ServiceGraph::edges; empty: not drawn
};

Drawing drawnByUs(const ServiceGraph& graph);
// Nothing where `dot` is not installed or fails.
std::optional<Drawing> drawnByDot(const ServiceGraph& graph);
// Pairs of lines that cross; two that share an end do so only away from it, where they no longer run together.
int crossings(const ServiceGraph& graph, const Drawing& drawing);

} // namespace fluoroscope::bench
