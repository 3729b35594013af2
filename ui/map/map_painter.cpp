// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_painter.h"

#include "ui/map/map_icons.h"
#include "ui/map/map_ring.h"
#include "ui/map/map_text.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>
#include <algorithm>
#include <numeric>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qreal kReadable = 0.6; // zoom under which labels of 12 px cannot be read
constexpr qreal kSmallestName = 11; // pixels on the screen
constexpr qreal kNoNames = 0.12; // zoom under which names would be dust
constexpr qreal kThinnestLine = 1; // pixels on the screen, whatever the zoom
constexpr qreal kThinnestRing = 2.5;
constexpr qreal kThinnestRim = 1.2; // and of a client's disc
constexpr qreal kShortestSlice = 3; // pixels on the screen: faults are seen from afar
constexpr qreal kSmallestIcon = 6;
constexpr qreal kHalo = 8; // from a disc to the rim of its selection
constexpr qreal kPinReach = 7; // radius of the mark of a pinned node

constexpr std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

QColor color(Role role)
{
    return Theme::current().color(role);
}

} // namespace

qreal nameScale(qreal zoom)
{
    if (zoom >= kReadable) {
        return 1;
    }
    // In few steps: names are shaped for each.
    const qreal wanted = kSmallestName / zoom / 13;
    return zoom < kNoNames ? 0 : wanted < 1.5 ? 1.5 : wanted < 2 ? 2 : 2.5;
}

MapPainter::MapPainter(QPainter& painter, const MapScene& scene, const MapMarks& marks, qreal zoom, Target target)
    : m_painter(painter)
    , m_scene(scene)
    , m_marks(marks)
    , m_zoom(zoom)
    , m_target(target)
{
}

QColor MapPainter::edgeColor(int index) const
{
    if (index == m_marks.selectedEdge) {
        return color(Role::Accent);
    }
    const Outcome worst = worstOutcome(m_scene.graph().edges[at(index)].statistics);
    return worst == Outcome::Ok ? color(Role::Faint) : Theme::current().outcome(worst);
}

qreal MapPainter::edgeWidth(int index) const
{
    return std::max(m_scene.edges()[at(index)].width + (index == m_marks.selectedEdge ? 1 : 0), kThinnestLine / m_zoom);
}

void MapPainter::edge(int index)
{
    const MapEdgeItem& item = m_scene.edges()[at(index)];
    if (item.from < 0 || item.to < 0) {
        return;
    }
    const qreal width = edgeWidth(index);
    QPen pen(edgeColor(index), width);
    pen.setCapStyle(Qt::FlatCap);
    if (m_scene.graph().edges[at(index)].type == EdgeType::Link) {
        pen.setDashPattern({kLinkDash / width, kLinkGap / width});
    }
    m_painter.setPen(pen);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawPath(item.curve.path);
}

void MapPainter::arrow(int index)
{
    const MapEdgeItem& item = m_scene.edges()[at(index)];
    if (item.from < 0 || item.to < 0) {
        return;
    }
    const QPointF foot = item.curve.tip - item.curve.direction * (kArrowLength + 1);
    const QPointF across = QPointF(-item.curve.direction.y(), item.curve.direction.x()) * (3 + edgeWidth(index) / 2);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(edgeColor(index));
    m_painter.drawPolygon(QPolygonF{item.curve.tip, foot + across, foot - across});
}

void MapPainter::edgeLabel(int index)
{
    edgeLabel(index, m_scene.edges()[at(index)].labelRect);
}

void MapPainter::edgeLabel(int index, const QRectF& rect)
{
    if (rect.isNull() || m_zoom < kReadable) {
        return;
    }
    const QColor ink = edgeColor(index);
    const bool plain = ink == color(Role::Faint);
    m_painter.setPen(QPen(index == m_marks.selectedEdge ? ink : color(Role::Line), 1));
    m_painter.setBrush(color(Role::Surface));
    m_painter.drawRoundedRect(rect, rect.height() / 2, rect.height() / 2);
    m_painter.setPen(plain ? color(Role::Muted) : ink);
    m_painter.setFont(Theme::current().font(TextRole::Label));
    figures(rect, m_scene.edges()[at(index)].label);
}

void MapPainter::halo(int index)
{
    const bool selected = index == m_marks.selectedNode;
    const bool focused = index == m_marks.focusedNode;
    if (selected || focused) {
        const MapNodeItem& item = m_scene.nodes()[at(index)];
        m_painter.setPen(QPen(color(Role::Accent), focused ? 2.5 : 1.5));
        m_painter.setBrush(selected ? QBrush(color(Role::AccentSurface)) : Qt::NoBrush);
        m_painter.drawEllipse(item.position, item.radius + kHalo, item.radius + kHalo);
    }
}

void MapPainter::node(int index)
{
    const MapNodeItem& item = m_scene.nodes()[at(index)];
    const Service& service = m_scene.service(index);
    const auto circle = [&](qreal radius) { m_painter.drawEllipse(item.position, radius, radius); };
    if (service.isInferred() && item.radius * m_zoom > kSmallestIcon) {
        QPen rim(color(Role::Faint), 1);
        rim.setDashPattern({3, 3});
        m_painter.setPen(rim);
        m_painter.setBrush(Qt::NoBrush);
        circle(item.radius + kNodeRimGap);
    }
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(color(Role::Surface));
    circle(item.radius);
    if (service.isClient()) {
        m_painter.setPen(QPen(color(Role::Line), std::max(2.0, kThinnestRim / m_zoom)));
        circle(item.radius - 1);
    } else {
        const qreal width =
            std::clamp(kThinnestRing / m_zoom, item.radius * metrics::ringWidth / metrics::nodeRadius, item.radius / 2);
        paintRing(
            m_painter, item.position, item.radius, width, outcomeShares(service.statistics), kShortestSlice / m_zoom);
    }
    const qreal size = item.radius * 0.7;
    if (size * m_zoom >= kSmallestIcon) {
        paintNodeIcon(
            m_painter, {item.position - QPointF(size, size) / 2, QSizeF(size, size)}, item.icon, color(Role::Muted));
    }
    const qreal names = nameScale(m_zoom);
    if (names == 1) {
        text(index);
    } else if (names > 0) {
        largeName(index);
    }
    if (item.pinned && names > 0) {
        pin(item);
    }
}

// A pin at the disc's upper right, over ring and rim.
void MapPainter::pin(const MapNodeItem& item)
{
    const QPointF middle = item.position + QPointF(item.radius, -item.radius) * 0.78;
    m_painter.setPen(QPen(color(Role::Line), 1));
    m_painter.setBrush(color(Role::Surface));
    m_painter.drawEllipse(middle, kPinReach, kPinReach);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(color(Role::Muted));
    m_painter.drawEllipse(middle - QPointF(0, 1.5), 2.5, 2.5);
    m_painter.drawRect(QRectF(middle + QPointF(-0.5, 0), QSizeF(1, 4.5)));
}

void MapPainter::shaped(const ShapedText& text, const QPointF& at)
{
    if (m_target == Target::Screen) {
        text.draw(m_painter, at);
    } else {
        m_painter.drawText(at + QPointF(0, QFontMetricsF(m_painter.font()).ascent()), text.text);
    }
}

void MapPainter::figures(const QRectF& rect, const QString& text)
{
    if (m_target == Target::Screen) {
        drawFigures(m_painter, rect, Qt::AlignHCenter, text);
    } else {
        m_painter.drawText(rect, Qt::AlignCenter | Qt::TextDontClip, text);
    }
}

void MapPainter::text(int index)
{
    const MapNodeItem& item = m_scene.nodes()[at(index)];
    const Theme& theme = Theme::current();
    qreal y = m_scene.textRect(index).top();
    const auto line = [&](const ShapedText& text, TextRole font, Role role) {
        m_painter.setFont(theme.font(font));
        m_painter.setPen(theme.color(role));
        shaped(text, {item.position.x() - text.width / 2, y});
        y += QFontMetricsF(m_painter.font()).height() + kNodeLeading;
    };
    line(item.name, TextRole::Strong, Role::Text);
    if (!item.type.text.isEmpty()) {
        line(item.type, TextRole::Label, Role::Muted);
    }
    if (item.time.isEmpty()) {
        return;
    }
    // Two inks on one line: what it took, and how often.
    const QFont font = theme.font(TextRole::Label);
    const QString rate = item.rate.isEmpty() ? QString() : u" · "_s + item.rate;
    const qreal left = figuresWidth(font, item.time);
    const qreal right = figuresWidth(font, rate);
    const qreal x = item.position.x() - (left + right) / 2;
    const qreal height = QFontMetricsF(font).height();
    m_painter.setFont(font);
    m_painter.setPen(theme.color(Role::Text));
    figures({x, y, left, height}, item.time);
    m_painter.setPen(theme.color(Role::Muted));
    figures({x + left, y, right, height}, rate);
}

void MapPainter::largeName(int index)
{
    const qreal scale = nameScale(m_zoom);
    const QRectF rect = m_scene.largeNameRect(index, scale);
    m_painter.save();
    m_painter.translate(rect.topLeft());
    m_painter.scale(scale, scale);
    m_painter.setFont(Theme::current().font(TextRole::Strong));
    m_painter.setPen(color(Role::Text));
    shaped(m_scene.largeName(index, scale), {});
    m_painter.restore();
}

std::vector<int> edgeOrder(const MapScene& scene)
{
    std::vector<int> order(scene.edges().size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_partition(order.begin(), order.end(),
        [&](int edge) { return worstOutcome(scene.graph().edges[at(edge)].statistics) == Outcome::Ok; });
    return order;
}

void paintMap(QPainter& painter, const MapScene& scene, qreal zoom)
{
    const MapMarks none;
    MapPainter map(painter, scene, none, zoom, MapPainter::Target::Picture);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const int edge : edgeOrder(scene)) {
        map.edge(edge);
        map.arrow(edge);
    }
    for (int node = 0; node < static_cast<int>(scene.nodes().size()); ++node) {
        map.node(node);
    }
    for (int edge = 0; edge < static_cast<int>(scene.edges().size()); ++edge) {
        map.edgeLabel(edge);
    }
    painter.restore();
}

} // namespace fluoroscope
