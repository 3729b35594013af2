// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_scene.h"

#include "ui/map/map_icons.h"
#include "ui/map/map_labels.h"
#include "ui/map/map_text.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qsizetype kMostNames = 4096; // kept shaped
constexpr qreal kSmallestDisc = 0.55; // of a full one, where the size is by traffic
constexpr qreal kThinnest = 1.5;
constexpr qreal kThickest = 3.5;

constexpr std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

} // namespace

bool MapParts::isEmpty() const
{
    return std::find(nodes.begin(), nodes.end(), true) == nodes.end()
        && std::find(edges.begin(), edges.end(), true) == edges.end();
}

MapScene::MapScene(MapStyle style)
    : m_style(style)
    , m_graph(std::make_shared<ServiceGraph>())
{
}

const MapMetrics& MapScene::metrics() const
{
    return m_style == MapStyle::Full ? kFullMap : kCompactMap;
}

void MapScene::nameNode(MapNodeItem& node, const ServiceKey& key)
{
    auto named = m_named.constFind(key);
    if (named == m_named.constEnd()) {
        if (m_named.size() >= kMostNames) {
            m_named.clear();
        }
        const Theme& theme = Theme::current();
        named = m_named.insert(key,
            {shapeText(theme.font(TextRole::Strong), mapName(key), metrics().text),
                shapeText(theme.font(TextRole::Label), key.type, metrics().text), nodeIconName(key)});
    }
    node.name = named->name;
    node.type = named->type;
    node.icon = named->icon;
}

void MapScene::setGraph(std::shared_ptr<const ServiceGraph> graph, double minutes)
{
    const bool sameNodes = std::ranges::equal(m_graph->services, graph->services, {}, &Service::key, &Service::key);
    const bool sameEdges = sameNodes
        && std::ranges::equal(m_graph->edges, graph->edges,
            [](const Edge& a, const Edge& b) { return a.from == b.from && a.to == b.to && a.type == b.type; });
    if (!sameNodes) {
        m_largeNames.clear();
    }
    m_graph = std::move(graph);
    m_minutes = minutes;
    const QFont label = Theme::current().font(TextRole::Label);
    const qreal strongHeight = QFontMetricsF(Theme::current().font(TextRole::Strong)).height();
    const qreal labelHeight = QFontMetricsF(label).height();
    const bool full = m_style == MapStyle::Full;

    QHash<ServiceKey, int> indexes;
    m_nodes.resize(m_graph->services.size());
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        const Service& service = m_graph->services[i];
        MapNodeItem& node = m_nodes[i];
        indexes.insert(service.key, static_cast<int>(i));
        nameNode(node, service.key);
        node.time = full && !service.isClient() ? durationText(service.statistics) : QString();
        node.rate = full && !service.isClient() ? rateText(service.requests, minutes) : QString();
        const QString numbers = node.rate.isEmpty() ? node.time : node.time + u" · "_s + node.rate;
        const int labels = (node.type.text.isEmpty() ? 0 : 1) + (numbers.isEmpty() ? 0 : 1);
        node.textSize = {std::max({node.name.width, node.type.width, figuresWidth(label, numbers)}),
            strongHeight + labels * (labelHeight + kNodeLeading)};
    }
    sizeNodes();
    qint64 most = 1;
    for (const Edge& edge : m_graph->edges) {
        most = std::max(most, edge.calls);
    }
    m_edges.resize(m_graph->edges.size());
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
        const Edge& edge = m_graph->edges[i];
        MapEdgeItem& item = m_edges[i];
        item.from = indexes.value(edge.from, -1);
        item.to = indexes.value(edge.to, -1);
        item.label = edgeText(edge, full ? minutes : 0);
        const qreal room = sameEdges ? item.labelWidth : 0; // a number that loses a digit will get it back
        item.labelWidth = item.label.isEmpty() ? 0 : std::max(room, edgeLabelWidth(figuresWidth(label, item.label)));
        const qreal share = static_cast<qreal>(edge.calls) / static_cast<qreal>(most);
        item.width = kThinnest + (full ? (kThickest - kThinnest) * std::sqrt(share) : 0);
    }
}

// By the area: twice the traffic is twice the disc, down to a size that still shows the ring.
void MapScene::sizeNodes()
{
    qint64 most = 1;
    for (const Service& service : m_graph->services) {
        most = std::max(most, service.requests);
    }
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        const Service& service = m_graph->services[i];
        const qreal share = std::sqrt(static_cast<qreal>(service.requests) / static_cast<qreal>(most));
        const bool byTraffic = m_sizing == MapSizing::Traffic && m_style == MapStyle::Full && !service.isClient();
        m_nodes[i].radius = service.isClient() ? metrics().clientRadius
            : byTraffic                        ? metrics().radius * std::max(kSmallestDisc, share)
                                               : metrics().radius;
    }
}

void MapScene::setSizing(MapSizing sizing)
{
    m_sizing = sizing;
    sizeNodes();
}

void MapScene::setPinned(const MapPositions& pinned)
{
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        m_nodes[i].pinned = pinned.contains(m_graph->services[i].key);
    }
}

void MapScene::setLayout(MapLayout layout)
{
    m_routes = std::move(layout.routes);
    for (MapEdgeItem& edge : m_edges) {
        edge.labelShare = -1; // of another edge, perhaps
        edge.labelRect = {};
    }
    setPositions(layout.nodes);
}

void MapScene::refresh()
{
    // Labels stay where they are for as long as all of them fit: a changing number moves nothing.
    bool fits = true;
    for (const MapEdgeItem& edge : m_edges) {
        fits = fits && edge.labelWidth == edge.placedWidth;
    }
    if (m_sizing == MapSizing::Nothing && fits) {
        return;
    }
    setPositions(positions());
}

void MapScene::setPositions(const std::vector<QPointF>& positions)
{
    Q_ASSERT(positions.size() == m_nodes.size());
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        m_nodes[i].position = positions[i];
    }
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
        updateCurve(i);
    }
    placeLabels();
}

void MapScene::move(const std::vector<QPointF>& positions, const MapParts& parts)
{
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        if (parts.nodes[i]) {
            m_nodes[i].position = positions[i];
        }
    }
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
        MapEdgeItem& edge = m_edges[i];
        if (parts.edges[i]) {
            updateCurve(i);
            if (!edge.labelRect.isNull()) {
                edge.labelRect.moveCenter(pointAlong(edge.line, edge.labelShare));
            }
        }
    }
}

std::vector<QPointF> MapScene::positions() const
{
    std::vector<QPointF> result;
    std::transform(m_nodes.begin(), m_nodes.end(), std::back_inserter(result),
        [](const MapNodeItem& node) { return node.position; });
    return result;
}

void MapScene::updateCurve(std::size_t index)
{
    MapEdgeItem& edge = m_edges[index];
    if (edge.from < 0 || edge.to < 0) {
        edge.line.clear();
        edge.box = {};
        return;
    }
    const auto end = [&](int node, qreal gap) {
        return MapEnd{m_nodes[at(node)].position, m_nodes[at(node)].radius + gap};
    };
    const qreal rim = service(edge.to).isInferred() ? kNodeRimGap + 1 : 2;
    edge.curve = curveOf(end(edge.from, 1), end(edge.to, rim), m_routes[index], metrics());
    edge.line = edge.curve.path.toSubpathPolygons().value(0);
    edge.box = edge.line.boundingRect();
}

void MapScene::placeLabels()
{
    std::vector<QRectF> obstacles;
    for (int node = 0; node < static_cast<int>(m_nodes.size()); ++node) {
        const qreal reach = m_nodes[at(node)].radius + (service(node).isInferred() ? kNodeRimGap : 0) + 2;
        obstacles.push_back(QRectF(-reach, -reach, 2 * reach, 2 * reach).translated(m_nodes[at(node)].position));
        obstacles.push_back(textRect(node));
    }
    for (const MapEdgeItem& edge : m_edges) {
        if (edge.from >= 0 && edge.to >= 0) {
            const QPointF foot = edge.curve.tip - edge.curve.direction * kArrowLength;
            obstacles.push_back(QRectF(edge.curve.tip, foot).normalized().adjusted(0, -1, 0, 1));
        }
    }
    placeEdgeLabels(*m_graph, obstacles, m_edges);
}

const ShapedText& MapScene::largeName(int node, qreal scale) const
{
    auto found = std::find_if(
        m_largeNames.begin(), m_largeNames.end(), [&](const LargeNames& names) { return names.scale == scale; });
    if (found == m_largeNames.end()) {
        m_largeNames.push_back({scale, std::vector<ShapedText>(m_nodes.size())});
        found = m_largeNames.end() - 1;
    }
    ShapedText& text = found->names[at(node)];
    if (text.text.isEmpty()) {
        text = shapeText(Theme::current().font(TextRole::Strong), mapName(service(node).key),
            (metrics().column - 2 * metrics::grid) / scale);
    }
    return text;
}

QRectF MapScene::largeNameRect(int node, qreal scale) const
{
    const MapNodeItem& item = m_nodes[at(node)];
    const QSizeF size(
        largeName(node, scale).width * scale, QFontMetricsF(Theme::current().font(TextRole::Strong)).height() * scale);
    return {item.position + QPointF(-size.width() / 2, item.radius + kNodeTextGap), size};
}

MapParts MapScene::around(int node, int edge) const
{
    MapParts parts{std::vector<bool>(m_nodes.size(), false), std::vector<bool>(m_edges.size(), false)};
    const auto add = [&](std::size_t index) {
        parts.edges[index] = true;
        for (const int end : {m_edges[index].from, m_edges[index].to}) {
            if (end >= 0) {
                parts.nodes[at(end)] = true;
            }
        }
    };
    if (node >= 0) {
        parts.nodes[at(node)] = true;
        for (std::size_t i = 0; i < m_edges.size(); ++i) {
            if (m_edges[i].from == node || m_edges[i].to == node) {
                add(i);
            }
        }
    } else if (edge >= 0) {
        add(at(edge));
    }
    return parts;
}

std::vector<bool> MapScene::only(int node) const
{
    std::vector<bool> nodes(m_nodes.size(), false);
    nodes[at(node)] = true;
    return nodes;
}

MapParts MapScene::touching(std::vector<bool> nodes) const
{
    MapParts parts{std::move(nodes), std::vector<bool>(m_edges.size(), false)};
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
        const auto moves = [&](int end) { return end >= 0 && parts.nodes[at(end)]; };
        parts.edges[i] = moves(m_edges[i].from) || moves(m_edges[i].to);
    }
    return parts;
}

int MapScene::nodeOf(const ServiceKey& key) const
{
    const auto found = std::find_if(
        m_graph->services.begin(), m_graph->services.end(), [&](const Service& service) { return service.key == key; });
    return found == m_graph->services.end() ? -1 : static_cast<int>(found - m_graph->services.begin());
}

int MapScene::edgeOf(const MapEdgeKey& key) const
{
    for (int edge = 0; edge < static_cast<int>(m_edges.size()); ++edge) {
        if (edgeKey(edge) == key) {
            return edge;
        }
    }
    return -1;
}

MapEdgeKey MapScene::edgeKey(int edge) const
{
    const Edge& value = m_graph->edges[at(edge)];
    return {value.from, value.to, value.type};
}

int MapScene::nodeAt(const QPointF& point) const
{
    for (int node = static_cast<int>(m_nodes.size()) - 1; node >= 0; --node) {
        const QPointF away = point - m_nodes[at(node)].position;
        if (std::hypot(away.x(), away.y()) <= m_nodes[at(node)].radius + kNodeRimGap
            || textRect(node).contains(point)) {
            return node;
        }
    }
    return -1;
}

int MapScene::edgeAt(const QPointF& point, qreal tolerance) const
{
    for (int edge = 0; edge < static_cast<int>(m_edges.size()); ++edge) {
        if (m_edges[at(edge)].labelRect.contains(point)) {
            return edge;
        }
    }
    int found = -1;
    for (int edge = 0; edge < static_cast<int>(m_edges.size()); ++edge) {
        const QPolygonF& line = m_edges[at(edge)].line;
        if (m_edges[at(edge)].box.adjusted(-tolerance, -tolerance, tolerance, tolerance).contains(point)) {
            const qreal distance = distanceTo(line, point);
            if (distance <= tolerance) {
                tolerance = distance; // the nearest of several
                found = edge;
            }
        }
    }
    return found;
}

QRectF MapScene::textRect(int node) const
{
    const MapNodeItem& item = m_nodes[at(node)];
    const QPointF top = item.position + QPointF(-item.textSize.width() / 2, item.radius + kNodeTextGap);
    return {top, item.textSize};
}

QRectF MapScene::nodeRect(int node) const
{
    const qreal reach = m_nodes[at(node)].radius + kNodeRimGap;
    return textRect(node) | QRectF(-reach, -reach, 2 * reach, 2 * reach).translated(m_nodes[at(node)].position);
}

QRectF MapScene::bounds() const
{
    QRectF bounds;
    for (int node = 0; node < static_cast<int>(m_nodes.size()); ++node) {
        bounds |= nodeRect(node);
    }
    for (const MapEdgeItem& edge : m_edges) {
        bounds |= edge.box | edge.labelRect;
    }
    return bounds;
}

} // namespace fluoroscope
