// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Pointer and keyboard on the trace map.
#include "ui/map/map_accessible.h"
#include "ui/map/map_canvas.h"
#include "ui/map/map_text.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QMenu>
#include <QToolTip>
#include <QWheelEvent>
#include <cmath>

namespace fluoroscope {

namespace {

constexpr qreal kNear = 6; // pixels from a line that still count as on it
constexpr qreal kZoomStep = 1.25;

} // namespace

bool MapCanvas::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const QPointF point = toScene(help->pos());
        if (const int node = m_scene.nodeAt(point); node >= 0) {
            QToolTip::showText(help->globalPos(), nodeTip(m_scene.service(node), m_scene.minutes()), this);
        } else if (const int edge = m_scene.edgeAt(point, kNear / m_zoom); edge >= 0) {
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
        press.edge = m_scene.edgeAt(point, kNear / m_zoom);
    }
    m_press = press;
    m_clicked = press.node >= 0 ? std::optional(m_scene.service(press.node).key) : std::nullopt;
    m_byKeyboard = false;
}

void MapCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if (!m_press) {
        hover(event->position());
        return;
    }
    const QPointF moved = event->position() - m_press->position;
    if (!m_press->moved && moved.manhattanLength() < QApplication::startDragDistance()) {
        return;
    }
    m_press->moved = true;
    m_automatic = false;
    if (m_press->node < 0) {
        m_offset += moved;
        m_press->position = event->position();
        setCursor(Qt::ClosedHandCursor);
    } else {
        finishAnimation();
        std::vector<QPointF> positions = m_scene.positions();
        positions[static_cast<std::size_t>(m_press->node)] = toScene(event->position()) - m_press->grip;
        m_scene.setPositions(positions, false);
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
        const QPointF position = m_scene.nodes()[static_cast<std::size_t>(press.node)].position;
        m_pinned.insert(m_scene.service(press.node).key, position);
        layOut(shownPositions());
        emit pinnedChanged();
    }
}

void MapCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_clicked) {
        emit serviceActivated(*m_clicked);
    }
}

void MapCanvas::hover(const QPointF& position)
{
    const QPointF point = toScene(position);
    const int node = m_scene.nodeAt(point);
    const int edge = node >= 0 ? -1 : m_scene.edgeAt(point, kNear / m_zoom);
    if (node != m_marks.hoveredNode || edge != m_marks.hoveredEdge) {
        m_marks.hoveredNode = node;
        m_marks.hoveredEdge = edge;
        setCursor(node >= 0 || edge >= 0 ? Qt::PointingHandCursor : Qt::ArrowCursor);
        update();
    }
}

void MapCanvas::leaveEvent(QEvent*)
{
    m_marks.hoveredNode = m_marks.hoveredEdge = -1;
    update();
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

void MapCanvas::keyPressEvent(QKeyEvent* event)
{
    switch (event->key()) {
    case Qt::Key_0:
        fit();
        return;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomBy(kZoomStep);
        return;
    case Qt::Key_Minus:
        zoomBy(1 / kZoomStep);
        return;
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_Up:
    case Qt::Key_Down:
        if (event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier) {
            walk(static_cast<Qt::Key>(event->key()));
            return;
        }
        break;
    case Qt::Key_Space:
        if (m_marks.focusedNode >= 0) {
            selectNode(m_marks.focusedNode);
            return;
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_marks.focusedNode >= 0) {
            selectNode(m_marks.focusedNode);
            emit serviceActivated(m_scene.service(m_marks.focusedNode).key);
            return;
        }
        break;
    case Qt::Key_Escape:
        if (m_marks.selectedNode >= 0 || m_marks.selectedEdge >= 0) {
            clearSelection();
            return;
        }
        break;
    default:
        break;
    }
    event->ignore();
}

// Left and right go along the edges, to the neighbour that is nearest in height; up and down to the next node over or
// under.
void MapCanvas::walk(Qt::Key key)
{
    const std::vector<MapNodeItem>& nodes = m_scene.nodes();
    if (nodes.empty()) {
        return;
    }
    m_byKeyboard = true;
    const int here = m_marks.focusedNode;
    int next = -1;
    qreal nearest = std::numeric_limits<qreal>::max();
    const auto offer = [&](int node, qreal distance) {
        if (distance < nearest) {
            nearest = distance;
            next = node;
        }
    };
    if (here < 0) {
        for (int node = 0; node < static_cast<int>(nodes.size()); ++node) {
            const QPointF position = nodes[static_cast<std::size_t>(node)].position;
            offer(node, position.x() * 1000 + position.y());
        }
        focusNode(next);
        return;
    }
    const QPointF from = nodes[static_cast<std::size_t>(here)].position;
    if (key == Qt::Key_Left || key == Qt::Key_Right) {
        for (const MapEdgeItem& edge : m_scene.edges()) {
            const int start = key == Qt::Key_Right ? edge.from : edge.to;
            const int end = key == Qt::Key_Right ? edge.to : edge.from;
            if (start == here && end >= 0 && end != here) {
                offer(end, std::abs(nodes[static_cast<std::size_t>(end)].position.y() - from.y()));
            }
        }
    } else {
        for (int node = 0; node < static_cast<int>(nodes.size()); ++node) {
            const QPointF away = nodes[static_cast<std::size_t>(node)].position - from;
            if (node != here && (key == Qt::Key_Down ? away.y() > 1 : away.y() < -1)) {
                offer(node, std::abs(away.y()) + 3 * std::abs(away.x()));
            }
        }
    }
    if (next >= 0) {
        focusNode(next);
    }
}

void MapCanvas::focusNode(int node)
{
    m_marks.focusedNode = node;
    if (node >= 0) {
        reveal(node);
        mapNodeFocused(this, node);
        // With the panel open, it shows whoever is walked to.
        if (m_marks.selectedNode >= 0 || m_marks.selectedEdge >= 0) {
            selectNode(node);
        }
    }
    update();
}

void MapCanvas::reveal(int node)
{
    const QRectF there = toWidget(m_scene.nodeRect(node));
    const QRectF room = QRectF(rect()).adjusted(16, 16, -16, -16);
    const QPointF by(
        there.left() < room.left() ? room.left() - there.left() : std::min(0.0, room.right() - there.right()),
        there.top() < room.top() ? room.top() - there.top() : std::min(0.0, room.bottom() - there.bottom()));
    if (!m_automatic && !by.isNull()) {
        m_offset += by;
    }
}

void MapCanvas::focusInEvent(QFocusEvent* event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason) {
        m_byKeyboard = true;
        if (m_marks.focusedNode < 0) {
            walk(Qt::Key_Right);
        }
    }
    update();
}

void MapCanvas::focusOutEvent(QFocusEvent*)
{
    update();
}

void MapCanvas::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Fit"), this, &MapCanvas::fit);
    menu->addAction(tr("Zoom in"), this, [this] { zoomBy(kZoomStep); });
    menu->addAction(tr("Zoom out"), this, [this] { zoomBy(1 / kZoomStep); });
    menu->addSeparator();
    menu->addAction(tr("Arrange anew"), this, &MapCanvas::rearrange);
    menu->popup(event->globalPos());
}

} // namespace fluoroscope
