// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_canvas.h"

#include "ui/map/map_accessible.h"
#include "ui/map/map_zoom_bar.h"
#include "ui/theme/theme.h"

#include <QPainter>
#include <QResizeEvent>
#include <QtMath>

namespace fluoroscope {

namespace {

constexpr int kMoveTime = 200; // ms
constexpr qreal kMargin = 24; // around what is fitted
constexpr qreal kLegend = 56; // height of the strip under the map for legend and zoom
constexpr int kLeastStrip = 112; // height of a compact map
constexpr int kMostStrip = 224;
constexpr qreal kSmallest = 0.01;
constexpr qreal kLargest = 4;

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

MapCanvas::MapCanvas(MapStyle style, QWidget* parent)
    : QWidget(parent)
    , m_scene(style)
{
    installMapAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAccessibleName(tr("Trace map"));
    m_animation.setDuration(kMoveTime);
    m_animation.setEasingCurve(QEasingCurve::InOutQuad);
    m_animation.setStartValue(0.0);
    m_animation.setEndValue(1.0);
    connect(&m_animation, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        const qreal share = value.toReal();
        std::vector<QPointF> positions;
        for (std::size_t i = 0; i < m_targets.size(); ++i) {
            positions.push_back(m_starts[i] + (m_targets[i] - m_starts[i]) * share);
        }
        m_scene.setPositions(positions, share >= 1);
        follow();
        update();
    });
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
    if (style == MapStyle::Full) {
        m_zoomBar = new MapZoomBar(this);
        connect(m_zoomBar, &MapZoomBar::zoomed, this, &MapCanvas::zoomBy);
        connect(m_zoomBar, &MapZoomBar::fitted, this, &MapCanvas::fit);
    }
}

void MapCanvas::setGraph(std::shared_ptr<const ServiceGraph> graph, double minutes)
{
    if (!graph) {
        graph = std::make_shared<ServiceGraph>();
    }
    const bool same = sameTopology(m_scene.graph(), *graph);
    if (same) {
        m_scene.setGraph(std::move(graph), minutes);
        m_scene.placeLabels();
        update();
        return;
    }
    const auto keyOf = [this](int node) { return node < 0 ? std::nullopt : std::optional(m_scene.service(node).key); };
    const std::optional<ServiceKey> selected = keyOf(m_marks.selectedNode);
    const std::optional<ServiceKey> focused = keyOf(m_marks.focusedNode);
    const std::optional<MapEdgeKey> selectedEdge =
        m_marks.selectedEdge < 0 ? std::nullopt : std::optional(m_scene.edgeKey(m_marks.selectedEdge));

    const MapPositions shown = shownPositions();
    m_animation.stop();
    m_press.reset();
    m_scene.setGraph(std::move(graph), minutes);
    m_marks = {};
    m_marks.selectedNode = selected ? m_scene.nodeOf(*selected) : -1;
    m_marks.focusedNode = focused ? m_scene.nodeOf(*focused) : -1;
    m_marks.selectedEdge = selectedEdge ? m_scene.edgeOf(*selectedEdge) : -1;
    layOut(shown);
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

// `shown` is where nodes were drawn last: from there they set out.
void MapCanvas::layOut(const MapPositions& shown)
{
    m_animation.stop();
    const ServiceGraph& graph = m_scene.graph();
    MapLayout layout = layoutMap(graph, m_scene.metrics(), m_known, m_pinned);
    m_known.add(graph, layout, m_scene.metrics());
    std::vector<QPointF> targets = layout.nodes;
    m_scene.setLayout(std::move(layout));
    follow();
    update();
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
    if (starts != targets) {
        m_starts = std::move(starts);
        m_targets = std::move(targets);
        m_scene.setPositions(m_starts, false); // the animation does not announce its first value
        follow();
        m_animation.start();
    }
}

void MapCanvas::finishAnimation()
{
    if (m_animation.state() == QAbstractAnimation::Running) {
        m_animation.stop();
        m_scene.setPositions(m_targets);
        follow();
    }
}

void MapCanvas::setPinned(const MapPositions& pinned)
{
    if (pinned != m_pinned) {
        m_pinned = pinned;
        layOut(shownPositions());
    }
}

void MapCanvas::rearrange()
{
    const bool hadPinned = !m_pinned.isEmpty();
    m_known = {};
    m_pinned.clear();
    m_automatic = true;
    layOut(shownPositions());
    if (hadPinned) {
        emit pinnedChanged();
    }
}

MapCanvas::View MapCanvas::fittingView(const QRectF& area) const
{
    const bool full = m_scene.style() == MapStyle::Full;
    const qreal margin = full ? kMargin : kMargin / 2;
    const QRectF room = area.adjusted(margin, margin, -margin, -(full ? kLegend : margin));
    const QRectF bounds = m_scene.bounds();
    if (bounds.isEmpty() || room.isEmpty()) {
        return {1, room.center()};
    }
    const qreal zoom =
        std::clamp(std::min(room.width() / bounds.width(), room.height() / bounds.height()), kSmallest, 1.0);
    return {zoom, room.center() - bounds.center() * zoom};
}

void MapCanvas::follow()
{
    if (m_automatic) {
        const View view = fittingView(rect());
        m_zoom = view.zoom;
        m_offset = view.offset;
    }
}

void MapCanvas::fit()
{
    m_automatic = true;
    follow();
    update();
}

void MapCanvas::zoomBy(qreal factor)
{
    zoomAbout(QRectF(rect()).center(), factor);
}

void MapCanvas::zoomAbout(const QPointF& point, qreal factor)
{
    const QPointF kept = toScene(point);
    m_zoom = std::clamp(m_zoom * factor, kSmallest, kLargest);
    m_offset = point - kept * m_zoom;
    m_automatic = false;
    update();
}

QRectF MapCanvas::toWidget(const QRectF& rect) const
{
    return {rect.topLeft() * m_zoom + m_offset, rect.size() * m_zoom};
}

void MapCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().color(Role::Surface));
    painter.save();
    painter.translate(m_offset);
    painter.scale(m_zoom, m_zoom);
    MapMarks marks = m_marks;
    if (!hasFocus() || !m_byKeyboard) {
        marks.focusedNode = -1;
    }
    paintMap(painter, m_scene, marks, m_zoom, QRectF(toScene({0, 0}), QSizeF(size()) / m_zoom));
    painter.restore();
    if (m_zoomBar) {
        paintMapLegend(painter, QRectF(metrics::pagePadding, height() - 42, width(), 28));
    }
}

void MapCanvas::paintTo(QPainter& painter, const QRectF& area) const
{
    const View view = fittingView(area);
    painter.save();
    painter.fillRect(area, Theme::current().color(Role::Surface));
    painter.translate(view.offset);
    painter.scale(view.zoom, view.zoom);
    paintMap(painter, m_scene, {}, view.zoom, m_scene.bounds());
    painter.restore();
    if (m_zoomBar) {
        paintMapLegend(painter, {area.left() + metrics::pagePadding, area.bottom() - 42, area.width(), 28});
    }
}

void MapCanvas::resizeEvent(QResizeEvent* event)
{
    if (!m_automatic && event->oldSize().isValid()) {
        // The middle stays in the middle.
        m_offset += QPointF(width() - event->oldSize().width(), height() - event->oldSize().height()) / 2;
    }
    follow();
    if (m_zoomBar) {
        m_zoomBar->move(width() - m_zoomBar->width() - metrics::pagePadding, height() - m_zoomBar->height() - 12);
    }
}

void MapCanvas::hideEvent(QHideEvent*)
{
    finishAnimation();
}

void MapCanvas::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        update();
    }
    QWidget::changeEvent(event);
}

QSize MapCanvas::sizeHint() const
{
    if (m_scene.style() == MapStyle::Full) {
        return {960, 640};
    }
    // A strip as high as the trace needs, within reason.
    return {640, std::clamp(qCeil(m_scene.bounds().height() + kMargin), kLeastStrip, kMostStrip)};
}

QSize MapCanvas::minimumSizeHint() const
{
    return m_scene.style() == MapStyle::Full ? QSize(320, 240) : QSize(200, 96);
}

} // namespace fluoroscope
