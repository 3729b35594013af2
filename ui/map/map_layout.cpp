// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_layout.h"

#include "ui/map/map_order.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace fluoroscope {

namespace {

constexpr int kRounds = 12; // passes of the heights over the columns; more do not change what one sees
constexpr qreal kDrift = 40; // how far a known node may move towards a better place at a time
constexpr qreal kKnownWeight = 64; // of a known node's own height against what its new neighbours want
constexpr qreal kLaneWeight = 4; // keeps long edges straight

constexpr std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

// The heights of one component's places, from the fit of every column.
class Heights {
public:
    Heights(const MapColumns& columns, const MapMetrics& metrics, const std::vector<bool>& loops,
        const std::vector<std::optional<qreal>>& remembered, const std::vector<bool>& pinned)
        : m_columns(columns)
        , m_metrics(metrics)
        , m_loops(loops)
        , m_remembered(remembered)
        , m_pinned(pinned)
        , m_y(columns.places.size(), 0)
        , m_wanted(columns.places.size(), 0)
        , m_weight(columns.places.size(), 1)
    {
    }

    void find(const MapOrder& order);
    void shift(const MapOrder& order, qreal by);
    [[nodiscard]] qreal y(int place) const { return m_y[at(place)]; }
    void setY(int place, qreal y) { m_y[at(place)] = y; }
    // The span that the component takes; pinned nodes do not count.
    [[nodiscard]] std::pair<qreal, qreal> span(const MapOrder& order) const;
    [[nodiscard]] qreal above(int place) const;
    [[nodiscard]] qreal below(int place) const;

private:
    enum Side : std::uint8_t { Left = 1, Right = 2 };
    void want(const std::vector<int>& column, unsigned sides);
    void fit(const std::vector<int>& column);
    void keepKnown(const MapOrder& order);
    [[nodiscard]] qreal distance(int upper, int lower) const;
    [[nodiscard]] std::vector<int> movable(const std::vector<int>& column) const;

    const MapColumns& m_columns;
    const MapMetrics& m_metrics;
    const std::vector<bool>& m_loops;
    const std::vector<std::optional<qreal>>& m_remembered;
    const std::vector<bool>& m_pinned;
    std::vector<qreal> m_y;
    std::vector<qreal> m_wanted;
    std::vector<qreal> m_weight;
};

qreal Heights::above(int place) const
{
    if (m_columns.places[at(place)].service < 0) {
        return m_metrics.lane;
    }
    return m_metrics.above + (m_loops[at(place)] ? m_metrics.loop : 0);
}

qreal Heights::below(int place) const
{
    return m_columns.places[at(place)].service < 0 ? m_metrics.lane : m_metrics.below;
}

qreal Heights::distance(int upper, int lower) const
{
    const bool lanes = m_columns.places[at(upper)].service < 0 && m_columns.places[at(lower)].service < 0;
    return lanes ? 2 * m_metrics.bundle : below(upper) + above(lower);
}

std::vector<int> Heights::movable(const std::vector<int>& column) const
{
    std::vector<int> result;
    std::copy_if(
        column.begin(), column.end(), std::back_inserter(result), [&](int place) { return !m_pinned[at(place)]; });
    return result;
}

void Heights::want(const std::vector<int>& column, unsigned sides)
{
    for (const int place : column) {
        const MapPlace& value = m_columns.places[at(place)];
        qreal sum = 0;
        qreal weight = 0;
        const auto add = [&](const std::vector<int>& neighbours) {
            for (const int neighbour : neighbours) {
                const bool lanes = value.service < 0 && m_columns.places[at(neighbour)].service < 0;
                sum += m_y[at(neighbour)] * (lanes ? kLaneWeight : 1);
                weight += lanes ? kLaneWeight : 1;
            }
        };
        if ((sides & Left) != 0) {
            add(value.left);
        }
        if ((sides & Right) != 0) {
            add(value.right);
        }
        m_wanted[at(place)] = weight > 0 ? sum / weight : m_y[at(place)];
        m_weight[at(place)] = std::max<qreal>(weight, 0.1);
    }
}

// The heights nearest to the wanted ones that keep order and distance: isotonic regression by pooling adjacent
// violators.
void Heights::fit(const std::vector<int>& column)
{
    struct Block {
        qreal sum;
        qreal weight;
        std::size_t count;
        [[nodiscard]] qreal mean() const { return sum / weight; }
    };
    std::vector<Block> blocks;
    std::vector<qreal> offsets;
    qreal offset = 0;
    for (std::size_t i = 0; i < column.size(); ++i) {
        const int place = column[i];
        offset += i > 0 ? distance(column[i - 1], place) : 0;
        offsets.push_back(offset);
        blocks.push_back({(m_wanted[at(place)] - offset) * m_weight[at(place)], m_weight[at(place)], 1});
        while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
            const Block last = blocks.back();
            blocks.pop_back();
            blocks.back().sum += last.sum;
            blocks.back().weight += last.weight;
            blocks.back().count += last.count;
        }
    }
    std::size_t i = 0;
    for (const Block& block : blocks) {
        for (std::size_t end = i + block.count; i < end; ++i) {
            m_y[at(column[i])] = block.mean() + offsets[i];
        }
    }
}

void Heights::find(const MapOrder& order)
{
    std::vector<std::vector<int>> columns;
    for (const std::vector<int>& column : order) {
        columns.push_back(movable(column));
        for (const int place : column) {
            m_y[at(place)] = m_pinned[at(place)] ? *m_remembered[at(place)] : 0;
            m_wanted[at(place)] = 0;
        }
        fit(columns.back());
    }
    const int count = static_cast<int>(columns.size());
    for (int round = 0; round < kRounds; ++round) {
        const bool last = round + 2 >= kRounds;
        for (int i = 0; i < count; ++i) {
            const std::vector<int>& column = columns[at(round % 2 == 0 ? i : count - 1 - i)];
            want(column, last ? Left | Right : round % 2 == 0 ? Left : Right);
            fit(column);
        }
    }
    keepKnown(columns);
}

// Moves the whole as near as it gets to where its known nodes stood, then each of these back to its own old height, but
// for a small step towards the better one: so a map that grew node by node straightens itself without ever jumping.
void Heights::keepKnown(const MapOrder& order)
{
    std::vector<qreal> moved;
    for (const std::vector<int>& column : order) {
        for (const int place : column) {
            if (m_remembered[at(place)]) {
                moved.push_back(*m_remembered[at(place)] - m_y[at(place)]);
            }
        }
    }
    if (moved.empty()) {
        return;
    }
    const auto middle = moved.begin() + static_cast<std::ptrdiff_t>(moved.size() / 2);
    std::nth_element(moved.begin(), middle, moved.end());
    const qreal by = *middle;
    for (const std::vector<int>& column : order) {
        for (const int place : column) {
            const qreal better = m_y[at(place)] + by;
            const std::optional<qreal>& known = m_remembered[at(place)];
            m_wanted[at(place)] = known ? std::clamp(better, *known - kDrift, *known + kDrift) : better;
            m_weight[at(place)] = known ? kKnownWeight : 1;
        }
        fit(column);
    }
}

void Heights::shift(const MapOrder& order, qreal by)
{
    for (const std::vector<int>& column : order) {
        for (const int place : movable(column)) {
            m_y[at(place)] += by;
        }
    }
}

std::pair<qreal, qreal> Heights::span(const MapOrder& order) const
{
    qreal top = std::numeric_limits<qreal>::max();
    qreal bottom = std::numeric_limits<qreal>::lowest();
    for (const std::vector<int>& column : order) {
        for (const int place : movable(column)) {
            top = std::min(top, m_y[at(place)] - above(place));
            bottom = std::max(bottom, m_y[at(place)] + below(place));
        }
    }
    return {top, bottom};
}

// Components one under the other: those known in their old order, the new ones last.
void stack(const std::vector<MapOrder>& orders, Heights& heights, const std::vector<std::optional<qreal>>& remembered)
{
    std::vector<std::pair<qreal, std::size_t>> sequence;
    for (std::size_t i = 0; i < orders.size(); ++i) {
        qreal top = std::numeric_limits<qreal>::max();
        for (const std::vector<int>& column : orders[i]) {
            for (const int place : column) {
                top = std::min(top, remembered[at(place)].value_or(std::numeric_limits<qreal>::max()));
            }
        }
        sequence.emplace_back(top, i);
    }
    std::sort(sequence.begin(), sequence.end());
    std::optional<qreal> floor;
    for (const auto& [knownTop, i] : sequence) {
        const auto [top, bottom] = heights.span(orders[i]);
        if (top > bottom) {
            continue; // everything pinned
        }
        const bool known = knownTop < std::numeric_limits<qreal>::max();
        const qreal by = !floor ? 0 : known ? std::max<qreal>(0, *floor - top) : *floor - top;
        heights.shift(orders[i], by);
        floor = bottom + by;
    }
}

// What would stand under a node that was put by hand makes room, downwards, and so does what is in its way then: known
// places only for `putAnew`, new ones for all that is `put`.
void avoidPinned(const std::vector<MapOrder>& orders, const MapMetrics& metrics, Heights& heights,
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

std::vector<MapRoute> routesOf(const MapColumns& columns, const MapMetrics& metrics, const Heights& heights)
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
    const MapColumns columns = columnsOf(graph, known, knownColumns);
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
    Heights heights(columns, metrics, loops, remembered, isPinned);
    for (const MapOrder& order : orders) {
        heights.find(order);
    }
    stack(orders, heights, remembered);
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
