// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The keyboard on the trace map, and its context menu.
#include "ui/map/map_accessible.h"
#include "ui/map/map_canvas.h"

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMenu>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qreal kNudge = 24; // by which Ctrl+arrow moves a node

bool isArrow(int key)
{
    return key == Qt::Key_Left || key == Qt::Key_Right || key == Qt::Key_Up || key == Qt::Key_Down;
}

} // namespace

void MapCanvas::keyPressEvent(QKeyEvent* event)
{
    event->setAccepted(handleKey(*event));
}

bool MapCanvas::handleKey(const QKeyEvent& event)
{
    const Qt::KeyboardModifiers modifiers = event.modifiers() & ~Qt::KeypadModifier;
    if (isArrow(event.key()) && modifiers == Qt::NoModifier) {
        walk(static_cast<Qt::Key>(event.key()));
        return true;
    }
    if (isArrow(event.key()) && modifiers == Qt::ControlModifier && m_marks.focusedNode >= 0) {
        nudge(static_cast<Qt::Key>(event.key()));
        return true;
    }
    if (modifiers & ~Qt::ShiftModifier) {
        return false;
    }
    switch (event.key()) {
    case Qt::Key_0:
        fit();
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoomIn();
        return true;
    case Qt::Key_Minus:
        zoomOut();
        return true;
    case Qt::Key_P:
        if (m_marks.focusedNode >= 0) {
            togglePin(m_marks.focusedNode);
        }
        return m_marks.focusedNode >= 0;
    case Qt::Key_E:
        return m_scene.style() == MapStyle::Full && selectNextEdge();
    case Qt::Key_R:
        rearrange();
        return true;
    case Qt::Key_T:
        chooseSizing(sizing() == MapSizing::Nothing ? MapSizing::Traffic : MapSizing::Nothing);
        return true;
    case Qt::Key_L:
        toggleLegend();
        return true;
    case Qt::Key_Space:
        if (m_marks.focusedNode >= 0) {
            selectNode(m_marks.focusedNode);
        }
        return m_marks.focusedNode >= 0;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return activate();
    case Qt::Key_Escape: {
        const bool meant = m_walking || m_marks.selectedNode >= 0 || m_marks.selectedEdge >= 0;
        m_walking = false;
        clearSelection();
        updateSpotlight();
        return meant;
    }
    default:
        return false;
    }
}

void MapCanvas::chooseSizing(MapSizing sizing)
{
    setSizing(sizing);
    emit sizingChanged(sizing);
}

// The edge that was chosen, or else the node that has the keys; false where neither is.
bool MapCanvas::activate()
{
    if (m_marks.selectedEdge >= 0 && m_scene.style() == MapStyle::Full) {
        emit edgeActivated(m_scene.edgeKey(m_marks.selectedEdge));
        return true;
    }
    if (m_marks.focusedNode < 0) {
        return false;
    }
    selectNode(m_marks.focusedNode);
    emit serviceActivated(m_scene.service(m_marks.focusedNode).key);
    return true;
}

// Of those at the node that has the keys, round and round; false where it has none.
bool MapCanvas::selectNextEdge()
{
    const std::vector<MapEdgeItem>& edges = m_scene.edges();
    const int count = static_cast<int>(edges.size());
    for (int step = 1; step <= count && m_marks.focusedNode >= 0; ++step) {
        const int next = (m_marks.selectedEdge + step) % count;
        const MapEdgeItem& edge = edges[static_cast<std::size_t>(next)];
        const bool drawn = edge.from >= 0 && edge.to >= 0;
        if (drawn && (edge.from == m_marks.focusedNode || edge.to == m_marks.focusedNode)) {
            selectEdge(next);
            return true;
        }
    }
    return false;
}

void MapCanvas::toggleLegend()
{
    setLegendOpen(!isLegendOpen());
    emit legendToggled(isLegendOpen());
}

int MapCanvas::firstNode() const
{
    int first = -1;
    qreal least = std::numeric_limits<qreal>::max();
    for (int node = 0; node < static_cast<int>(m_scene.nodes().size()); ++node) {
        const QPointF position = m_scene.nodes()[static_cast<std::size_t>(node)].position;
        if (position.x() * 1000 + position.y() < least) {
            least = position.x() * 1000 + position.y();
            first = node;
        }
    }
    return first;
}

// Left and right go along the edges, to the neighbour that is nearest in height; up and down to the next node over or
// under.
int MapCanvas::neighbour(int node, Qt::Key key) const
{
    const std::vector<MapNodeItem>& nodes = m_scene.nodes();
    const auto positionOf = [&](int of) { return nodes[static_cast<std::size_t>(of)].position; };
    const QPointF from = positionOf(node);
    int next = -1;
    qreal nearest = std::numeric_limits<qreal>::max();
    const auto offer = [&](int other, qreal distance) {
        if (distance < nearest) {
            nearest = distance;
            next = other;
        }
    };
    if (key == Qt::Key_Left || key == Qt::Key_Right) {
        for (const MapEdgeItem& edge : m_scene.edges()) {
            const int start = key == Qt::Key_Right ? edge.from : edge.to;
            const int end = key == Qt::Key_Right ? edge.to : edge.from;
            if (start == node && end >= 0 && end != node) {
                offer(end, std::abs(positionOf(end).y() - from.y()));
            }
        }
        return next;
    }
    for (int other = 0; other < static_cast<int>(nodes.size()); ++other) {
        const QPointF away = positionOf(other) - from;
        if (other != node && (key == Qt::Key_Down ? away.y() > 1 : away.y() < -1)) {
            offer(other, std::abs(away.y()) + 3 * std::abs(away.x()));
        }
    }
    return next;
}

void MapCanvas::walk(Qt::Key key)
{
    const int next = m_marks.focusedNode < 0 ? firstNode() : neighbour(m_marks.focusedNode, key);
    m_byKeyboard = true;
    if (next >= 0) {
        m_walking = true;
        focusNode(next);
    }
}

void MapCanvas::nudge(Qt::Key key)
{
    finishAnimation();
    m_automatic = false; // or the whole map would move with the node at its edge
    const QPointF by(key == Qt::Key_Left ? -kNudge
            : key == Qt::Key_Right       ? kNudge
                                         : 0,
        key == Qt::Key_Up         ? -kNudge
            : key == Qt::Key_Down ? kNudge
                                  : 0);
    pin(m_marks.focusedNode, m_scene.nodes()[static_cast<std::size_t>(m_marks.focusedNode)].position + by);
    reveal(m_scene.nodeRect(m_marks.focusedNode));
}

void MapCanvas::focusNode(int node)
{
    m_marks.focusedNode = node;
    if (node >= 0) {
        reveal(m_scene.nodeRect(node));
        mapNodeFocused(this, node);
        // With the panel open, it shows whoever is walked to.
        if (m_marks.selectedNode >= 0 || m_marks.selectedEdge >= 0) {
            selectNode(node);
        }
    }
    updateSpotlight();
}

void MapCanvas::reveal(const QRectF& part)
{
    constexpr qreal margin = 8;
    const QRectF there = toWidget(part);
    const QRectF room = QRectF(rect()).adjusted(margin, margin, -margin, -margin);
    const QPointF by(
        there.left() < room.left() ? room.left() - there.left() : std::min(0.0, room.right() - there.right()),
        there.top() < room.top() ? room.top() - there.top() : std::min(0.0, room.bottom() - there.bottom()));
    m_view.offset += by;
}

void MapCanvas::focusInEvent(QFocusEvent* event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason) {
        m_byKeyboard = true;
        if (m_marks.focusedNode < 0) { // lit, not selected: coming by is no choice
            m_marks.focusedNode = firstNode();
            if (m_marks.focusedNode >= 0) {
                mapNodeFocused(this, m_marks.focusedNode);
            }
        }
    }
    updateSpotlight();
}

void MapCanvas::focusOutEvent(QFocusEvent*)
{
    updateSpotlight();
}

void MapCanvas::contextMenuEvent(QContextMenuEvent* event)
{
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString& text, const QString& keys, auto&& action) {
        QAction* added = menu->addAction(text, this, std::forward<decltype(action)>(action));
        added->setShortcut(QKeySequence(keys));
        return added;
    };
    const bool isFull = m_scene.style() == MapStyle::Full;
    const bool mouse = event->reason() == QContextMenuEvent::Mouse;
    int node = mouse ? m_scene.nodeAt(toScene(event->pos())) : m_marks.focusedNode;
    const int edge = !mouse ? m_marks.selectedEdge : node < 0 ? edgeAt(toScene(event->pos())) : -1;
    if (edge >= 0 && isFull) {
        node = -1;
        add(tr("View traces"), u"Return"_s, [this, key = m_scene.edgeKey(edge)] { emit edgeActivated(key); });
        menu->addSeparator();
    } else if (node >= 0) {
        const ServiceKey key = m_scene.service(node).key;
        if (isFull) {
            add(tr("View traces"), u"Return"_s, [this, key] { emit serviceActivated(key); });
        } else {
            add(tr("Show its first segment"), u"Space"_s, [this, key] {
                if (const int found = m_scene.nodeOf(key); found >= 0) {
                    selectNode(found);
                }
            });
        }
        const bool pinned = m_pinned.contains(key);
        add(pinned ? tr("Unpin") : tr("Pin"), u"P"_s, [this, key] {
            if (const int found = m_scene.nodeOf(key); found >= 0) {
                togglePin(found);
            }
        });
        menu->addSeparator();
    }
    add(tr("Fit"), u"0"_s, [this] { fit(); });
    add(tr("Zoom in"), u"+"_s, [this] { zoomIn(); });
    add(tr("Zoom out"), u"-"_s, [this] { zoomOut(); });
    add(tr("Rearrange"), u"R"_s, [this] { rearrange(); });
    if (isFull) {
        menu->addSeparator();
        const bool byTraffic = sizing() == MapSizing::Traffic;
        QAction* size = add(tr("Node size by traffic"), u"T"_s,
            [this, byTraffic] { chooseSizing(byTraffic ? MapSizing::Nothing : MapSizing::Traffic); });
        size->setCheckable(true);
        size->setChecked(byTraffic);
        QAction* legend = add(tr("Legend"), u"L"_s, [this] { toggleLegend(); });
        legend->setCheckable(true);
        legend->setChecked(isLegendOpen());
    }
    const QRectF subject = node >= 0 ? m_scene.nodeRect(node)
        : edge >= 0                  ? m_scene.edges()[static_cast<std::size_t>(edge)].box
                                     : QRectF();
    menu->popup(mouse || subject.isNull() ? event->globalPos() : mapToGlobal(toWidget(subject).center().toPoint()));
}

} // namespace fluoroscope
