// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_canvas.h"

#include "ui/map/map_accessible.h"
#include "ui/map/map_labels.h"
#include "ui/map/map_legend.h"
#include "ui/map/map_zoom_bar.h"
#include "ui/theme/theme.h"

#include <QPaintEngine>
#include <QPainter>
#include <QResizeEvent>
#include <QtMath>

namespace fluoroscope {

namespace {

constexpr qreal kEdge = 8; // between the map and the panel beside it
constexpr qreal kSmallStep = 28; // less than a node's radius
constexpr int kMoveTime = 200; // ms
constexpr int kFadeTime = 120;
constexpr std::size_t kLarge = 300; // nodes and edges; drawing more takes a good part of a frame
constexpr qreal kMargin = 24; // around what is fitted
constexpr int kCorner = 12; // from the corners to what stands in them
constexpr qreal kCornerHeight = 56; // at the bottom, for legend and zoom
constexpr int kLeastStrip = 112; // height of a compact map
constexpr int kMostStrip = 224;
constexpr qreal kSmallest = 0.01;
constexpr qreal kLargest = 4;

} // namespace

MapCanvas::MapCanvas(MapStyle style, QWidget* parent)
    : QWidget(parent)
    , m_scene(style)
{
    installMapAccessibility();
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setAttribute(Qt::WA_OpaquePaintEvent);
    setAccessibleName(tr("Trace map"));
    m_animation.setDuration(kMoveTime);
    m_animation.setEasingCurve(QEasingCurve::InOutQuad);
    m_animation.setStartValue(0.0);
    m_animation.setEndValue(1.0);
    connect(&m_animation, &QVariantAnimation::valueChanged, this,
        [this](const QVariant& value) { moveTo(value.toReal()); });
    m_fading.setDuration(kFadeTime);
    connect(&m_fading, &QVariantAnimation::valueChanged, this, [this](const QVariant& value) {
        m_fade = value.toReal();
        update();
    });
    connect(&m_catchingUp, &QTimer::timeout, this, [this] {
        if (m_layer.catchUp(m_scene)) {
            m_catchingUp.stop();
            update();
        }
    });
    connect(&Theme::current(), &Theme::changed, this, &MapCanvas::repaintAll);
    if (style == MapStyle::Full) {
        m_zoomBar = new MapZoomBar(this);
        connect(m_zoomBar, &MapZoomBar::zoomed, this, &MapCanvas::zoomBy);
        connect(m_zoomBar, &MapZoomBar::fitted, this, &MapCanvas::fit);
        m_legend = new MapLegend(this);
        connect(m_legend, &MapLegend::resized, this, [this] {
            placeCorners();
            update();
        });
        connect(m_legend, &MapLegend::toggled, this, &MapCanvas::legendToggled);
        connect(m_legend, &MapLegend::sizingChosen, this, &MapCanvas::chooseSizing);
        m_zoomBar->installEventFilter(this);
        m_legend->installEventFilter(this);
    }
}

MapCanvas::~MapCanvas()
{
    if (m_runner) {
        m_runner->cancel(m_lane);
    }
}

bool MapCanvas::isLegendOpen() const
{
    return m_legend && m_legend->isOpen();
}

void MapCanvas::setLegendOpen(bool open)
{
    if (m_legend) {
        m_legend->setOpen(open);
    }
}

MapView MapCanvas::fittingView(const QRectF& area) const
{
    const bool full = m_scene.style() == MapStyle::Full;
    const qreal margin = full ? kMargin : kMargin / 2;
    const qreal bottom = full ? kCornerHeight : margin;
    const QRectF room = area.adjusted(margin, margin, -margin, -bottom);
    const QRectF bounds = m_scene.bounds();
    if (bounds.isEmpty() || room.isEmpty()) {
        return {1, room.center()};
    }
    const qreal zoom =
        std::clamp(std::min(room.width() / bounds.width(), room.height() / bounds.height()), kSmallest, 1.0);
    return {zoom, room.center() - bounds.center() * zoom};
}

QSize MapCanvas::pictureSize() const
{
    const QSizeF bounds = m_scene.bounds().size();
    const bool full = m_scene.style() == MapStyle::Full;
    const QSizeF size = bounds + QSizeF(2 * kMargin, full ? kMargin + kCornerHeight : 2 * kMargin);
    return size.toSize().expandedTo(minimumSizeHint());
}

void MapCanvas::follow()
{
    if (m_automatic) {
        m_view = fittingView(rect());
    }
}

void MapCanvas::repaintAll()
{
    m_layer.invalidate();
    update();
}

// Every second while live. A large map takes longer to draw than a frame lasts: what is shown stays until it is drawn.
void MapCanvas::repaintNumbers()
{
    const bool large = m_scene.nodes().size() + m_scene.edges().size() > kLarge;
    if (!large || m_animation.state() == QAbstractAnimation::Running) {
        repaintAll();
        return;
    }
    m_layer.outdate();
    m_catchingUp.start(0);
}

void MapCanvas::fit()
{
    m_automatic = true;
    follow();
    hover();
    update();
}

void MapCanvas::zoomBy(qreal factor)
{
    zoomAbout(QRectF(rect()).center(), factor);
}

void MapCanvas::zoomAbout(const QPointF& point, qreal factor)
{
    const QPointF kept = toScene(point);
    m_view.zoom = std::clamp(m_view.zoom * factor, kSmallest, kLargest);
    m_view.offset = point - kept * m_view.zoom;
    m_automatic = false;
    hover();
    update();
}

QRectF MapCanvas::toWidget(const QRectF& rect) const
{
    return {rect.topLeft() * m_view.zoom + m_view.offset, rect.size() * m_view.zoom};
}

void MapCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    if (painter.paintEngine()->type() != QPaintEngine::Raster) {
        // An SVG wants lines and text, not pixels.
        painter.fillRect(rect(), Theme::current().color(Role::Surface));
        painter.setClipRect(rect());
        painter.translate(m_view.offset);
        painter.scale(m_view.zoom, m_view.zoom);
        paintMap(painter, m_scene, m_view.zoom);
        return;
    }
    MapMarks marks = m_marks;
    if (!hasFocus() || !m_byKeyboard) {
        marks.focusedNode = -1;
    }
    m_layer.setFaded(m_spotlight, m_fade);
    // Of the device that is painted on: a picture may be of another scale than the screen.
    painter.drawImage(QPointF(), m_layer.frame(m_scene, marks, m_view, size(), painter.deviceTransform().m11()));
    // What is pointed at or chosen says its figures, whether there is room or not.
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(m_view.offset);
    painter.scale(m_view.zoom, m_view.zoom);
    MapPainter map(painter, m_scene, marks, m_view.zoom, MapPainter::Target::Screen);
    for (const int edge : {m_marks.selectedEdge, m_hoveredEdge}) {
        const MapEdgeItem* item = edge < 0 ? nullptr : &m_scene.edges()[static_cast<std::size_t>(edge)];
        if (item && item->labelRect.isNull() && !item->label.isEmpty() && item->line.size() > 1) {
            map.edgeLabel(edge, labelRectAt(*item, 0.5));
        }
    }
}

void MapCanvas::paintTo(QPainter& painter, const QRectF& area) const
{
    const MapView view = fittingView(area);
    painter.save();
    painter.fillRect(area, Theme::current().color(Role::Surface));
    painter.translate(view.offset);
    painter.scale(view.zoom, view.zoom);
    paintMap(painter, m_scene, view.zoom);
    painter.restore();
    if (m_legend) {
        paintMapLegend(painter, {area.left() + metrics::pagePadding, area.bottom() - 42, area.width(), 28});
    }
}

void MapCanvas::resizeEvent(QResizeEvent* event)
{
    if (m_held) {
        uncoverSelection();
    } else if (!m_automatic && event->oldSize().isValid()) {
        // The middle stays in the middle.
        m_view.offset += QPointF(width() - event->oldSize().width(), height() - event->oldSize().height()) / 2;
    } else {
        follow();
    }
    placeCorners();
    hover();
}

// The selection, and the edge of a map of which all was in sight, where that takes so little that the pointer stays on
// what was clicked. Goes back to where it was when nothing is selected any more, unless it was moved meanwhile.
void MapCanvas::uncoverSelection()
{
    const MapView before = m_view;
    if (m_marks.selectedNode >= 0) {
        reveal(m_scene.nodeRect(m_marks.selectedNode));
    } else if (m_marks.selectedEdge >= 0) {
        const MapEdgeItem& edge = m_scene.edges()[static_cast<std::size_t>(m_marks.selectedEdge)];
        reveal(edge.labelRect.isNull() ? labelRectAt(edge, 0.5) : edge.labelRect);
    } else {
        m_view = m_aside && m_aside->second == m_view ? m_aside->first : m_view;
        m_aside.reset();
        return;
    }
    const QRectF all = toWidget(m_scene.bounds());
    if (const qreal over = all.right() + kEdge - width();
        m_automatic && over > 0 && over <= std::min(kSmallStep, all.left())) {
        m_view.offset.rx() -= over;
    }
    m_aside = std::pair(before, m_view);
}

void MapCanvas::placeCorners()
{
    if (m_zoomBar) {
        m_zoomBar->move(width() - m_zoomBar->width() - metrics::pagePadding, height() - m_zoomBar->height() - kCorner);
        m_legend->setRoom(m_zoomBar->x() - 2 * metrics::pagePadding);
        m_legend->move(metrics::pagePadding, height() - m_legend->height() - kCorner);
    }
}

void MapCanvas::hideEvent(QHideEvent*)
{
    finishAnimation();
}

void MapCanvas::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::FontChange || event->type() == QEvent::PaletteChange) {
        repaintAll();
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
