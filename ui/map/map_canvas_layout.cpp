// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Graphs as they come to the trace map, and how its nodes get to their places.
#include "ui/map/map_accessible.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_legend.h"

#include <algorithm>

namespace fluoroscope {

namespace {

constexpr std::size_t kLarge = 150; // services and edges; more may take longer to lay out than a frame lasts

bool sameTopology(const ServiceGraph& a, const ServiceGraph& b)
{
    return std::equal(a.services.begin(), a.services.end(), b.services.begin(), b.services.end(),
               [](const Service& left, const Service& right) { return left.key == right.key; })
        && std::equal(
            a.edges.begin(), a.edges.end(), b.edges.begin(), b.edges.end(), [](const Edge& left, const Edge& right) {
                return left.from == right.from && left.to == right.to && left.type == right.type;
            });
}

} // namespace

void MapCanvas::setRunner(QueryRunner* runner)
{
    m_runner = runner;
    m_lane = runner->addLane();
}

void MapCanvas::setGraph(std::shared_ptr<const ServiceGraph> graph, double minutes)
{
    Shown shown{graph ? std::move(graph) : std::make_shared<const ServiceGraph>(), minutes};
    if (m_arranging || (m_press && m_press->moved && m_press->node >= 0)) {
        m_next = std::move(shown);
    } else if (sameTopology(m_scene.graph(), *shown.graph)) {
        setNumbers(std::move(shown));
    } else {
        arrange(std::move(shown));
    }
}

void MapCanvas::setNumbers(Shown shown)
{
    m_scene.setGraph(std::move(shown.graph), shown.minutes);
    if (m_animation.state() != QAbstractAnimation::Running) {
        m_scene.refresh();
    }
    repaintNumbers();
}

void MapCanvas::arrange(Shown shown)
{
    if (!m_runner || shown.graph->services.size() + shown.graph->edges.size() < kLarge) {
        MapLayout layout = layoutMap(*shown.graph, m_scene.metrics(), m_known, m_pinned);
        present(std::move(shown), std::move(layout));
        return;
    }
    m_arranging = true;
    m_runner->ask(
        m_lane,
        [graph = shown.graph, metrics = m_scene.metrics(), known = m_known, pinned = m_pinned](
            std::stop_token) { return layoutMap(*graph, metrics, known, pinned); },
        [this, shown, pinned = m_pinned, rearranged = m_rearranged](MapLayout layout) {
            m_arranging = false;
            if (pinned != m_pinned || rearranged != m_rearranged) {
                arrange(shown); // something was put elsewhere meanwhile, or everything is to be
                return;
            }
            present(shown, std::move(layout));
            showNext();
        });
}

void MapCanvas::showNext()
{
    if (m_next) {
        const Shown next = *std::exchange(m_next, std::nullopt);
        setGraph(next.graph, next.minutes);
    }
}

void MapCanvas::present(Shown shown, MapLayout layout)
{
    const auto keyOf = [this](int node) { return node < 0 ? std::nullopt : std::optional(m_scene.service(node).key); };
    const std::optional<ServiceKey> selected = keyOf(m_marks.selectedNode);
    const std::optional<ServiceKey> focused = keyOf(m_marks.focusedNode);
    const std::optional<ServiceKey> hovered = keyOf(m_hoveredNode);
    const std::optional<MapEdgeKey> selectedEdge =
        m_marks.selectedEdge < 0 ? std::nullopt : std::optional(m_scene.edgeKey(m_marks.selectedEdge));

    const MapPositions before = shownPositions();
    m_animation.stop();
    m_press.reset();
    m_layer.setMoving({});
    m_scene.setGraph(std::move(shown.graph), shown.minutes);
    const auto nodeOf = [this](const std::optional<ServiceKey>& key) { return key ? m_scene.nodeOf(*key) : -1; };
    m_marks = {nodeOf(selected), selectedEdge ? m_scene.edgeOf(*selectedEdge) : -1, nodeOf(focused)};
    m_hoveredNode = nodeOf(hovered);
    m_hoveredEdge = -1;
    place(std::move(layout), before);
    updateSpotlight();
    updateGeometry();
    mapNodesChanged(this);
}

MapPositions MapCanvas::shownPositions() const
{
    MapPositions shown;
    for (std::size_t i = 0; i < m_scene.nodes().size(); ++i) {
        shown.insert(m_scene.graph().services[i].key, m_scene.nodes()[i].position);
    }
    return shown;
}

// What is shown, anew: from where it stands.
void MapCanvas::layOut()
{
    const MapPositions shown = shownPositions();
    m_animation.stop();
    place(layoutMap(m_scene.graph(), m_scene.metrics(), m_known, m_pinned), shown);
}

// `shown` is where nodes were drawn last: from there they set out.
void MapCanvas::place(MapLayout layout, const MapPositions& shown)
{
    const ServiceGraph& graph = m_scene.graph();
    m_known.add(graph, layout, m_scene.metrics());
    std::vector<QPointF> targets = layout.nodes;
    m_layer.setMoving({});
    m_scene.setPinned(m_pinned);
    m_scene.setLayout(std::move(layout));
    follow();
    hover();
    repaintAll();
    if (!isVisible() || shown.isEmpty()) {
        return;
    }
    std::vector<QPointF> starts = targets;
    for (const MapEdgeItem& edge : m_scene.edges()) {
        // A new node comes out of whoever calls it.
        if (edge.from >= 0 && edge.to >= 0) {
            const auto to = static_cast<std::size_t>(edge.to);
            starts[to] = shown.value(m_scene.service(edge.from).key, starts[to]);
        }
    }
    for (std::size_t i = 0; i < starts.size(); ++i) {
        starts[i] = shown.value(graph.services[i].key, starts[i]);
    }
    animate(std::move(starts), std::move(targets));
}

void MapCanvas::animate(std::vector<QPointF> starts, std::vector<QPointF> targets)
{
    std::vector<bool> moving(starts.size());
    for (std::size_t i = 0; i < starts.size(); ++i) {
        moving[i] = (starts[i] - targets[i]).manhattanLength() > 0.5;
    }
    if (std::find(moving.begin(), moving.end(), true) != moving.end()) {
        m_starts = std::move(starts);
        m_targets = std::move(targets);
        m_layer.setMoving(m_scene.touching(std::move(moving)));
        moveTo(0); // the animation does not announce its first value
        m_animation.start();
    }
}

void MapCanvas::moveTo(qreal share)
{
    std::vector<QPointF> positions;
    positions.reserve(m_targets.size());
    for (std::size_t i = 0; i < m_targets.size(); ++i) {
        positions.push_back(m_starts[i] + (m_targets[i] - m_starts[i]) * share);
    }
    m_scene.move(positions, m_layer.moving());
    if (share >= 1) {
        m_layer.setMoving({});
        m_scene.refresh();
    }
    follow();
    if (share >= 1) {
        hover();
    }
    update();
}

void MapCanvas::finishAnimation()
{
    if (m_animation.state() == QAbstractAnimation::Running) {
        m_animation.stop();
        moveTo(1);
    }
}

void MapCanvas::setPinned(const MapPositions& pinned)
{
    if (pinned != m_pinned) {
        m_pinned = pinned;
        layOut();
    }
}

// Nothing else moves, even where it is covered now: who puts a node somewhere sees what stands there.
void MapCanvas::pin(int node, const QPointF& position)
{
    finishAnimation();
    const ServiceKey& key = m_scene.service(node).key;
    m_pinned.insert(key, position);
    m_known.nodes.insert(key, position);
    std::vector<QPointF> positions = m_scene.positions();
    positions[static_cast<std::size_t>(node)] = position;
    m_layer.setMoving({});
    m_scene.setPinned(m_pinned);
    m_scene.setPositions(positions);
    repaintAll();
    emit pinnedChanged();
}

void MapCanvas::togglePin(int node)
{
    const ServiceKey key = m_scene.service(node).key;
    if (m_pinned.remove(key)) {
        m_known.nodes.remove(key);
        layOut();
        emit pinnedChanged();
    } else {
        finishAnimation();
        pin(node, m_scene.nodes()[static_cast<std::size_t>(node)].position);
    }
}

void MapCanvas::rearrange()
{
    const bool hadPinned = !m_pinned.isEmpty();
    m_known = {};
    m_pinned.clear();
    ++m_rearranged;
    m_automatic = true;
    if (!m_arranging) {
        arrange({m_scene.sharedGraph(), m_scene.minutes()});
    }
    if (hadPinned) {
        emit pinnedChanged();
    }
}

void MapCanvas::setSizing(MapSizing sizing)
{
    if (m_legend && sizing != m_scene.sizing()) {
        finishAnimation();
        m_legend->setSizing(sizing);
        m_scene.setSizing(sizing);
        m_scene.setPositions(m_scene.positions());
        repaintAll();
    }
}

} // namespace fluoroscope
