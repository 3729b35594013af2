// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_layout.h"

#include "ui/map/map_heights.h"
#include "ui/map/map_order.h"
#include "ui/map/map_parts.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fluoroscope {

namespace {

constexpr std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

// Gives the parts that no line connects their places.
void putApart(const std::vector<MapOrder>& orders, const MapMetrics& metrics, MapHeights& heights, MapColumns& columns,
    const std::vector<std::optional<qreal>>& remembered)
{
    std::vector<PartBox> parts;
    std::vector<std::size_t> which; // the order of each
    for (std::size_t i = 0; i < orders.size(); ++i) {
        const auto [top, bottom] = heights.span(orders[i]);
        if (top > bottom) {
            continue; // everything pinned
        }
        PartBox part{std::numeric_limits<int>::max(), 0, top, bottom, false};
        int right = 0;
        for (const std::vector<int>& column : orders[i]) {
            for (const int place : column) {
                part.left = std::min(part.left, columns.places[at(place)].column);
                right = std::max(right, columns.places[at(place)].column + 1);
                part.known = part.known || remembered[at(place)];
            }
        }
        part.columns = right - part.left;
        parts.push_back(part);
        which.push_back(i);
    }
    const qreal slot = metrics.above + metrics.below;
    const std::vector<PartMove> moves = placeParts(parts, {metrics.column, metrics.rows * slot, metrics.shape});
    for (std::size_t i = 0; i < moves.size(); ++i) {
        heights.shift(orders[which[i]], moves[i].down);
        for (const std::vector<int>& column : orders[which[i]]) {
            for (const int place : column) {
                columns.places[at(place)].column += moves[i].columns;
            }
        }
    }
}

// What would stand under a node that was put by hand makes room, downwards, and so does what is in its way then: known
// places only for `putAnew`, new ones for all that is `put`.
void avoidPinned(const std::vector<MapOrder>& orders, const MapMetrics& metrics, MapHeights& heights,
    const MapColumns& columns, const std::vector<std::optional<qreal>>& remembered, const std::vector<bool>& isPinned,
    const std::vector<QPointF>& put, const std::vector<QPointF>& putAnew)
{
    const qreal least = metrics.above + metrics.below;
    std::vector<QPointF> obstacles = putAnew;
    const auto makeRoom = [&](int place) {
        const qreal x = columns.places[at(place)].column * metrics.column;
        qreal y = heights.y(place);
        for (bool moved = true; std::exchange(moved, false);) {
            for (const QPointF& obstacle : obstacles) {
                if (std::abs(obstacle.x() - x) < metrics.text && std::abs(obstacle.y() - y) < least - 0.5) {
                    y = obstacle.y() + least;
                    moved = true;
                }
            }
        }
        heights.setY(place, y);
        obstacles.emplace_back(x, y);
    };
    const auto visit = [&](bool known) {
        for (const MapOrder& order : orders) {
            for (const std::vector<int>& column : order) {
                for (const int place : column) {
                    if (columns.places[at(place)].service >= 0 && !isPinned[at(place)]
                        && remembered[at(place)].has_value() == known) {
                        makeRoom(place);
                    }
                }
            }
        }
    };
    if (!put.empty()) {
        visit(true);
        obstacles.insert(obstacles.end(), put.begin(), put.end());
        visit(false);
    }
}

std::vector<MapRoute> routesOf(const MapColumns& columns, const MapMetrics& metrics, const MapHeights& heights)
{
    QHash<std::pair<int, int>, int> parallels;
    std::vector<MapRoute> routes;
    routes.reserve(columns.lines.size());
    for (const MapColumns::Line& line : columns.lines) {
        MapRoute route;
        route.backward = line.backward;
        route.parallel = parallels[{line.from, line.to}]++;
        for (const int lane : line.lanes) {
            route.lanes.emplace_back(columns.places[at(lane)].column * metrics.column, heights.y(lane));
        }
        if (line.backward) {
            std::reverse(route.lanes.begin(), route.lanes.end());
        }
        routes.push_back(std::move(route));
    }
    return routes;
}

} // namespace

QRectF nodeBox(const MapMetrics& metrics)
{
    return {-metrics.text / 2, -metrics.above, metrics.text, metrics.above + metrics.below};
}

void MapMemory::add(const ServiceGraph& graph, const MapLayout& layout, const MapMetrics& metrics)
{
    for (std::size_t i = 0; i < graph.services.size(); ++i) {
        nodes.insert(graph.services[i].key, layout.nodes[i]);
    }
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        const Edge& edge = graph.edges[i];
        for (const QPointF& lane : layout.routes[i].lanes) {
            lanes.insert({edge.from, edge.to, edge.type, qRound(lane.x() / metrics.column)}, lane.y());
        }
    }
}

MapLayout layoutMap(
    const ServiceGraph& graph, const MapMetrics& metrics, const MapMemory& previous, const MapPositions& pinned)
{
    MapPositions known = previous.nodes;
    known.insert(pinned);
    std::vector<int> knownColumns;
    for (const Service& service : graph.services) {
        const auto found = previous.nodes.constFind(service.key);
        const bool counts = found != previous.nodes.constEnd() && !pinned.contains(service.key);
        knownColumns.push_back(counts ? std::max(0, qRound(found->x() / metrics.column)) : -1);
    }
    MapColumns columns = columnsOf(graph, known, knownColumns);
    std::vector<bool> loops(columns.places.size(), false);
    for (const MapColumns::Line& line : columns.lines) {
        if (line.backward && line.from >= 0 && line.to >= 0) {
            loops[at(line.from)] = loops[at(line.to)] = true;
        }
    }
    std::vector<std::optional<qreal>> remembered(columns.places.size());
    std::vector<bool> isPinned(columns.places.size(), false);
    std::vector<QPointF> put;
    std::vector<QPointF> putAnew;
    for (std::size_t i = 0; i < graph.services.size(); ++i) {
        const auto found = known.constFind(graph.services[i].key);
        if (found != known.constEnd()) {
            remembered[i] = found->y();
        }
        if (pinned.contains(graph.services[i].key)) {
            isPinned[i] = true;
            put.push_back(*found);
            if (previous.nodes.value(graph.services[i].key) != *found) {
                putAnew.push_back(*found);
            }
        }
    }
    for (std::size_t i = 0; i < graph.edges.size(); ++i) {
        const Edge& edge = graph.edges[i];
        for (const int lane : columns.lines[i].lanes) {
            const auto found =
                previous.lanes.constFind({edge.from, edge.to, edge.type, columns.places[at(lane)].column});
            if (found != previous.lanes.constEnd()) {
                remembered[at(lane)] = *found;
            }
        }
    }

    const std::vector<MapOrder> orders = orderPlaces(columns, remembered);
    MapHeights heights(columns, metrics, loops, remembered, isPinned);
    for (const MapOrder& order : orders) {
        heights.find(order);
    }
    putApart(orders, metrics, heights, columns, remembered);
    avoidPinned(orders, metrics, heights, columns, remembered, isPinned, put, putAnew);

    MapLayout layout;
    for (std::size_t i = 0; i < graph.services.size(); ++i) {
        const int place = static_cast<int>(i);
        layout.nodes.push_back(isPinned[i] ? pinned.value(graph.services[i].key)
                                           : QPointF(columns.places[i].column * metrics.column, heights.y(place)));
    }
    layout.routes = routesOf(columns, metrics, heights);
    return layout;
}

} // namespace fluoroscope
