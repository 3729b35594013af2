// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The pointer on the trace map.
#include "ui/map/map_canvas.h"
#include "ui/map/map_text.h"

#include <QApplication>
#include <QHelpEvent>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>

namespace fluoroscope {

namespace {

constexpr qreal kNear = 6; // pixels from a line that still count as on it

} // namespace

int MapCanvas::edgeAt(const QPointF& point) const
{
    return m_scene.edgeAt(point, kNear / m_view.zoom);
}

bool MapCanvas::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QPointF point = toScene(help->pos());
        if (const int node = m_scene.nodeAt(point); node >= 0) {
            QToolTip::showText(help->globalPos(),
                nodeTip(
                    m_scene.service(node), m_scene.minutes(), m_scene.nodes()[static_cast<std::size_t>(node)].pinned),
                this);
        } else if (const int edge = edgeAt(point); edge >= 0) {
            const Edge& value = m_scene.graph().edges[static_cast<std::size_t>(edge)];
            QToolTip::showText(help->globalPos(), edgeTip(value, m_scene.minutes()), this);
        } else {
            QToolTip::hideText();
        }
        return true;
    }
    return QWidget::event(event);
}

void MapCanvas::wheelEvent(QWheelEvent* event)
{
    if (m_scene.style() == MapStyle::Compact && !event->modifiers().testFlag(Qt::ControlModifier)) {
        event->ignore(); // a strip in a page must not catch the page's scrolling
        return;
    }
    const QPoint pixels = event->angleDelta();
    zoomAbout(event->position(), std::pow(kZoomStep, pixels.y() / 120.0));
    event->accept();
}

void MapCanvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton) {
        return;
    }
    const QPointF point = toScene(event->position());
    Press press{event->position(), m_scene.nodeAt(point), -1, false, {}};
    if (press.node >= 0) {
        press.grip = point - m_scene.nodes()[static_cast<std::size_t>(press.node)].position;
    } else {
        press.edge = edgeAt(point);
    }
    m_press = press;
    m_pointer = event->position();
    m_clicked = press.node >= 0 ? std::optional(m_scene.service(press.node).key) : std::nullopt;
    m_clickedEdge = press.edge >= 0 ? std::optional(m_scene.edgeKey(press.edge)) : std::nullopt;
    m_byKeyboard = m_walking = false;
    update();
}

void MapCanvas::mouseMoveEvent(QMouseEvent* event)
{
    m_pointer = event->position();
    if (!m_press) {
        hover();
        return;
    }
    const QPointF moved = event->position() - m_press->position;
    if (!m_press->moved && moved.manhattanLength() < QApplication::startDragDistance()) {
        return;
    }
    m_press->moved = true;
    m_automatic = false;
    if (m_press->node < 0) {
        m_view.offset += moved;
        m_press->position = event->position();
        setCursor(Qt::ClosedHandCursor);
    } else {
        finishAnimation();
        std::vector<QPointF> positions = m_scene.positions();
        positions[static_cast<std::size_t>(m_press->node)] = toScene(event->position()) - m_press->grip;
        m_layer.setMoving(m_scene.touching(m_scene.only(m_press->node)));
        m_scene.move(positions, m_layer.moving());
    }
    update();
}

void MapCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !m_press) {
        return;
    }
    const Press press = *std::exchange(m_press, std::nullopt);
    unsetCursor();
    if (!press.moved) {
        press.node >= 0 ? selectNode(press.node) : press.edge >= 0 ? selectEdge(press.edge) : clearSelection();
        return;
    }
    if (press.node >= 0) {
        pin(press.node, m_scene.nodes()[static_cast<std::size_t>(press.node)].position);
        showNext();
    }
    hover();
}

void MapCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_clicked) {
        emit serviceActivated(*m_clicked);
    } else if (event->button() == Qt::LeftButton && m_clickedEdge) {
        emit edgeActivated(*m_clickedEdge);
    }
}

// Also when the map has moved under the pointer, which stands still then.
void MapCanvas::hover()
{
    if (m_press) {
        return;
    }
    if (!m_pointer || !QRectF(rect()).contains(*m_pointer)) {
        setHovered(-1, -1);
        return;
    }
    const QPointF point = toScene(*m_pointer);
    const int node = m_scene.nodeAt(point);
    const int edge = node >= 0 ? -1 : edgeAt(point);
    setHovered(node, edge);
}

void MapCanvas::setHovered(int node, int edge)
{
    if (node != m_hoveredNode || edge != m_hoveredEdge) {
        m_hoveredNode = node;
        m_hoveredEdge = edge;
        setCursor(node >= 0 || edge >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
        updateSpotlight();
    }
}

// What the pointer is on, or what was walked to, stands out with all that is connected to it.
void MapCanvas::updateSpotlight()
{
    int node = m_hoveredNode;
    if (node < 0 && m_hoveredEdge < 0 && m_walking && hasFocus()) {
        node = m_marks.focusedNode;
    }
    const bool lit = node >= 0 || m_hoveredEdge >= 0;
    if (lit) {
        m_spotlight = m_scene.around(node, m_hoveredEdge);
    } else if (m_spotlight.nodes.size() != m_scene.nodes().size()
        || m_spotlight.edges.size() != m_scene.edges().size()) {
        m_fading.stop();
        m_fade = 0;
    }
    const qreal goal = lit ? 1 : 0;
    if (m_fading.state() != QAbstractAnimation::Running ? m_fade != goal : m_fading.endValue().toReal() != goal) {
        m_fading.stop();
        m_fading.setStartValue(m_fade);
        m_fading.setEndValue(goal);
        m_fading.start();
    }
    update();
}

void MapCanvas::leaveEvent(QEvent*)
{
    m_pointer.reset();
    hover();
}

// A widget is not left for what stands on it.
bool MapCanvas::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Enter) {
        m_pointer.reset();
        hover();
    }
    return QWidget::eventFilter(watched, event);
}

void MapCanvas::setSelected(const std::optional<ServiceKey>& service)
{
    m_marks.selectedNode = service ? m_scene.nodeOf(*service) : -1;
    m_marks.selectedEdge = -1;
    update();
}

void MapCanvas::setSelectedEdge(const std::optional<MapEdgeKey>& edge)
{
    m_marks.selectedEdge = edge ? m_scene.edgeOf(*edge) : -1;
    m_marks.selectedNode = -1;
    update();
}

void MapCanvas::selectNode(int node)
{
    const ServiceKey key = m_scene.service(node).key;
    m_marks.focusedNode = node;
    setSelected(key);
    emit serviceSelected(key);
}

void MapCanvas::selectEdge(int edge)
{
    const MapEdgeKey key = m_scene.edgeKey(edge);
    setSelectedEdge(key);
    emit edgeSelected(key);
}

void MapCanvas::clearSelection()
{
    if (m_marks.selectedNode >= 0 || m_marks.selectedEdge >= 0) {
        setSelected(std::nullopt);
        emit selectionCleared();
    }
}

} // namespace fluoroscope
