// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The columns of the trace map: which node stands how far from the clients, and which edges pass columns by.
#pragma once

#include "core/graph/service_graph.h"

#include <QHash>
#include <QPointF>
#include <vector>

namespace fluoroscope {

using MapPositions = QHash<ServiceKey, QPointF>;

// A place in a column: a service, or the lane of an edge that passes the column by.
struct MapPlace {
    int service = -1; // index into ServiceGraph::services; -1: a lane
    int column = 0;
    int component = 0; // places that are connected, in whatever direction, share one
    std::vector<int> left; // neighbouring places one column to the left, and to the right
    std::vector<int> right;
};

struct MapColumns {
    struct Line {
        int from = -1; // place (and service) index of the ends as the graph names them; -1: not in the graph
        int to = -1;
        bool backward = false; // closes a cycle: runs from right to left, or from a node to itself
        std::vector<int> lanes; // from left to right
    };

    std::vector<MapPlace> places; // the graph's services in its order, then the lanes
    std::vector<Line> lines; // parallel to ServiceGraph::edges
    int components = 0;
};

// Clients first, every service right of those that call it, and lines as short as they can be. Where a cycle must be
// cut, `previous` positions decide first, so that it stays cut there. `known` are the columns that services had before,
// parallel to the graph's; -1: none. They only move to the right, and only for a new caller.
MapColumns columnsOf(const ServiceGraph& graph, const MapPositions& previous, const std::vector<int>& known);

} // namespace fluoroscope
