// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the nodes of the trace map stand: layered from the clients to the leaves, deterministic and stable.
//
// The algorithm is Sugiyama's (cut cycles, columns, lanes for long edges, barycenters and exchanges, heights), on its
// own terms rather than dot's, and not a force model, because of what it lets us keep: a node's column says how far it
// is from a client, known nodes can enter the ordering as fixed ones, and heights are found by a least-squares fit in
// which a known node's old height is one more term. Every step is linear or n log n. A force model settles somewhere
// else each time a node comes in.
#pragma once

#include "ui/map/map_columns.h"

#include <QRectF>
#include <QSet>

namespace fluoroscope {

// Sizes of a kind of map, in pixels at zoom 1.
struct MapMetrics {
    qreal radius; // of a service's disc
    qreal clientRadius;
    qreal column; // from one column to the next
    qreal above; // what a node needs over its centre, gap included
    qreal below; // and under it, text included
    qreal loop; // what a line that runs back needs over the node
    qreal lane; // half the height that a passing edge takes beside a node
    qreal bundle; // and beside another
    qreal text; // width of the text under a node
    qreal flat; // half the width over which a passing edge is level
    int rows; // of nodes that parts without a line between them may take before they stand side by side
    qreal shape; // width to height of where the map is shown, about
};

inline constexpr MapMetrics kFullMap{36, 30, 240, 48, 108, 36, 10, 8, 208, 64, 6, 2};
inline constexpr MapMetrics kCompactMap{22, 18, 176, 34, 68, 24, 8, 6, 160, 44, 2, 4};

// How an edge runs between its ends.
struct MapRoute {
    std::vector<QPointF> lanes; // passed on the way, in the direction of the edge
    bool backward = false; // leaves and arrives over the nodes
    int parallel = 0; // number of the edge among those between the same two nodes
};

struct MapLayout {
    std::vector<QPointF> nodes; // centres, parallel to ServiceGraph::services
    std::vector<MapRoute> routes; // parallel to ServiceGraph::edges
};

// Where things stood, for the next layout to keep to.
struct MapMemory {
    struct Lane {
        ServiceKey from;
        ServiceKey to;
        EdgeType type;
        int column;
        bool operator==(const Lane&) const = default;
    };

    MapPositions nodes;
    QHash<Lane, qreal>
        lanes; // heights; without them an edge might pass another pair of nodes next time, and push these apart

    void add(const ServiceGraph& graph, const MapLayout& layout, const MapMetrics& metrics);
};

inline size_t qHash(const MapMemory::Lane& lane, size_t seed = 0)
{
    return qHashMulti(seed, lane.from, lane.to, static_cast<int>(lane.type), lane.column);
}

// Nodes known from `previous` keep their order and move little; `pinned` ones do not move at all. What would stand
// under these makes room, but not what is known for one that `previous` knows there: somebody has put it so.
MapLayout layoutMap(
    const ServiceGraph& graph, const MapMetrics& metrics, const MapMemory& previous, const MapPositions& pinned);

// The box, about the centre, that no other node may enter.
QRectF nodeBox(const MapMetrics& metrics);

} // namespace fluoroscope
