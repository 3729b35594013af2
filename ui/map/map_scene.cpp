// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_scene.h"

#include "ui/map/map_icons.h"
#include "ui/map/map_labels.h"
#include "ui/map/map_text.h"
#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr std::size_t kLabelsInMotion = 150; // more take longer to place than a frame lasts
constexpr qreal kThinnest = 1.5;
constexpr qreal kThickest = 3.5;

constexpr std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

qreal distanceTo(const QPolygonF& line, const QPointF& point)
{
    qreal nearest = std::numeric_limits<qreal>::max();
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        const QPointF step = line[i + 1] - line[i];
        const qreal length = QPointF::dotProduct(step, step);
        const qreal t = length > 0 ? std::clamp(QPointF::dotProduct(point - line[i], step) / length, 0.0, 1.0) : 0;
        const QPointF away = point - line[i] - t * step;
        nearest = std::min(nearest, std::hypot(away.x(), away.y()));
    }
    return nearest;
}

} // namespace

MapScene::MapScene(MapStyle style)
    : m_style(style)
    , m_graph(std::make_shared<ServiceGraph>())
{
}

const MapMetrics& MapScene::metrics() const
{
    return m_style == MapStyle::Full ? kFullMap : kCompactMap;
}

void MapScene::setGraph(std::shared_ptr<const ServiceGraph> graph, double minutes)
{
    m_graph = std::move(graph);
    m_minutes = minutes;
    const QFontMetricsF strong(Theme::current().font(TextRole::Strong));
    const QFontMetricsF label(Theme::current().font(TextRole::Label));
    const bool full = m_style == MapStyle::Full;

    QHash<ServiceKey, int> indexes;
    m_nodes.resize(m_graph->services.size());
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        const Service& service = m_graph->services[i];
        MapNodeItem& node = m_nodes[i];
        indexes.insert(service.key, static_cast<int>(i));
        node.radius = service.isClient() ? metrics().clientRadius : metrics().radius;
        node.name = strong.elidedText(mapName(service.key), Qt::ElideMiddle, metrics().text);
        node.type = label.elidedText(service.key.type, Qt::ElideMiddle, metrics().text);
        node.time = full && !service.isClient() ? durationText(service.statistics) : QString();
        node.rate = full && !service.isClient() ? traceRateText(service.requests, minutes) : QString();
        node.icon = nodeIconName(service.key);
        const QString numbers = node.rate.isEmpty() ? node.time : node.time + u" · "_s + node.rate;
        const int labels = (node.type.isEmpty() ? 0 : 1) + (numbers.isEmpty() ? 0 : 1);
        node.textSize = {std::max({strong.horizontalAdvance(node.name), label.horizontalAdvance(node.type),
                             label.horizontalAdvance(numbers)}),
            strong.height() + labels * (label.height() + kNodeLeading)};
    }
    qint64 most = 1;
    for (const Edge& edge : m_graph->edges) {
        most = std::max(most, edge.calls);
    }
    m_edges.resize(m_graph->edges.size());
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
        const Edge& edge = m_graph->edges[i];
        m_edges[i].from = indexes.value(edge.from, -1);
        m_edges[i].to = indexes.value(edge.to, -1);
        m_edges[i].label = edgeText(edge, full ? minutes : 0);
        const qreal share = static_cast<qreal>(edge.calls) / static_cast<qreal>(most);
        m_edges[i].width = kThinnest + (full ? (kThickest - kThinnest) * std::sqrt(share) : 0);
    }
}

void MapScene::setLayout(MapLayout layout)
{
    m_routes = std::move(layout.routes);
    setPositions(layout.nodes);
}

void MapScene::setPositions(const std::vector<QPointF>& positions, bool settled)
{
    Q_ASSERT(positions.size() == m_nodes.size());
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        m_nodes[i].position = positions[i];
    }
    updateCurves();
    if (settled || m_edges.size() <= kLabelsInMotion) {
        placeLabels();
    } else {
        for (MapEdgeItem& edge : m_edges) {
            edge.labelRect = {};
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

void MapScene::updateCurves()
{
    for (std::size_t i = 0; i < m_edges.size(); ++i) {
        MapEdgeItem& edge = m_edges[i];
        if (edge.from < 0 || edge.to < 0) {
            continue;
        }
        const auto end = [&](int node, qreal gap) {
            return MapEnd{m_nodes[at(node)].position, m_nodes[at(node)].radius + gap};
        };
        const qreal rim = service(edge.to).isInferred() ? kNodeRimGap + 1 : 2;
        edge.curve = curveOf(end(edge.from, 1), end(edge.to, rim), m_routes[i], metrics());
        edge.line = edge.curve.path.toSubpathPolygons().value(0);
    }
}

void MapScene::placeLabels()
{
    std::vector<QRectF> obstacles;
    for (int node = 0; node < static_cast<int>(m_nodes.size()); ++node) {
        const qreal reach = m_nodes[at(node)].radius + (service(node).isInferred() ? kNodeRimGap : 0) + 2;
        obstacles.push_back(QRectF(-reach, -reach, 2 * reach, 2 * reach).translated(m_nodes[at(node)].position));
        obstacles.push_back(textRect(node));
    }
    placeEdgeLabels(*m_graph, obstacles, m_edges);
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
        if (line.boundingRect().adjusted(-tolerance, -tolerance, tolerance, tolerance).contains(point)) {
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
        bounds |= edge.line.boundingRect() | edge.labelRect;
    }
    return bounds;
}

} // namespace fluoroscope
