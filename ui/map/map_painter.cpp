// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_painter.h"

#include "ui/map/map_icons.h"
#include "ui/map/map_text.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qreal kReadable = 0.6; // zoom under which labels of 12 px cannot be read
constexpr qreal kSmallestName = 11; // pixels on the screen
constexpr qreal kDimmed = 0.22; // opacity
constexpr qreal kThinnestLine = 1; // pixels on the screen, whatever the zoom
constexpr qreal kThinnestRing = 2.5;
constexpr qreal kNoNames = 0.12; // zoom under which names would be dust
constexpr qreal kHalo = 8; // from a disc to the rim of its selection
constexpr qreal kSlice = 4; // degrees; the least that a share of a ring takes, so that one fault in a thousand shows
constexpr qreal kCut = 1.5; // pixels between slices

constexpr std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

class MapPainter {
public:
    MapPainter(QPainter& painter, const MapScene& scene, const MapMarks& marks, qreal zoom)
        : m_painter(painter)
        , m_scene(scene)
        , m_marks(marks)
        , m_zoom(zoom)
    {
    }

    void edge(int index);
    void edgeLabel(int index);
    void halo(int index);
    void node(int index);

private:
    void ring(const MapNodeItem& item, const CallStatistics& statistics);
    void text(int index);
    void nameOnly(int index);
    [[nodiscard]] QColor edgeColor(int index) const;
    [[nodiscard]] bool isConnected(int node) const;
    [[nodiscard]] bool isEdgeConnected(int edge) const;
    void dim(bool connected) { m_painter.setOpacity(connected ? 1 : kDimmed); }
    static QColor color(Role role) { return Theme::current().color(role); }

    QPainter& m_painter;
    const MapScene& m_scene;
    const MapMarks& m_marks;
    qreal m_zoom;
};

bool MapPainter::isEdgeConnected(int edge) const
{
    const MapEdgeItem& item = m_scene.edges()[at(edge)];
    if (m_marks.hoveredNode >= 0) {
        return item.from == m_marks.hoveredNode || item.to == m_marks.hoveredNode;
    }
    return m_marks.hoveredEdge < 0 || m_marks.hoveredEdge == edge;
}

bool MapPainter::isConnected(int node) const
{
    if (m_marks.hoveredNode < 0 && m_marks.hoveredEdge < 0) {
        return true;
    }
    if (node == m_marks.hoveredNode) {
        return true;
    }
    for (int edge = 0; edge < static_cast<int>(m_scene.edges().size()); ++edge) {
        const MapEdgeItem& item = m_scene.edges()[at(edge)];
        if ((item.from == node || item.to == node) && isEdgeConnected(edge)) {
            return true;
        }
    }
    return false;
}

QColor MapPainter::edgeColor(int index) const
{
    if (index == m_marks.selectedEdge) {
        return color(Role::Accent);
    }
    const Outcome worst = worstOutcome(m_scene.graph().edges[at(index)].statistics);
    return worst == Outcome::Ok ? color(Role::Faint) : Theme::current().outcome(worst);
}

void MapPainter::edge(int index)
{
    const MapEdgeItem& item = m_scene.edges()[at(index)];
    if (item.from < 0 || item.to < 0) {
        return;
    }
    dim(isEdgeConnected(index));
    const QColor stroke = edgeColor(index);
    const qreal width = std::max(item.width + (index == m_marks.selectedEdge ? 1 : 0), kThinnestLine / m_zoom);
    QPen pen(stroke, width);
    pen.setCapStyle(Qt::FlatCap);
    if (m_scene.graph().edges[at(index)].type == EdgeType::Link) {
        pen.setDashPattern({6 / width, 5 / width});
    }
    m_painter.setPen(pen);
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawPath(item.curve.path);

    const QPointF foot = item.curve.tip - item.curve.direction * (kArrowLength + 1);
    const QPointF across = QPointF(-item.curve.direction.y(), item.curve.direction.x()) * (3 + width / 2);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(stroke);
    m_painter.drawPolygon(QPolygonF{item.curve.tip, foot + across, foot - across});
}

void MapPainter::edgeLabel(int index)
{
    const MapEdgeItem& item = m_scene.edges()[at(index)];
    if (item.labelRect.isNull() || m_zoom < kReadable) {
        return;
    }
    dim(isEdgeConnected(index));
    const QColor ink = edgeColor(index);
    const bool plain = ink == color(Role::Faint);
    m_painter.setPen(QPen(index == m_marks.selectedEdge ? ink : color(Role::Line), 1));
    m_painter.setBrush(color(Role::Surface));
    m_painter.drawRoundedRect(item.labelRect, item.labelRect.height() / 2, item.labelRect.height() / 2);
    m_painter.setPen(plain ? color(Role::Muted) : ink);
    m_painter.setFont(Theme::current().font(TextRole::Label));
    m_painter.drawText(item.labelRect, Qt::AlignCenter, item.label);
}

// Under the edges, so that arrows can be seen to arrive.
void MapPainter::halo(int index)
{
    const bool selected = index == m_marks.selectedNode;
    const bool focused = index == m_marks.focusedNode;
    if (selected || focused) {
        const MapNodeItem& item = m_scene.nodes()[at(index)];
        dim(isConnected(index));
        m_painter.setPen(QPen(color(Role::Accent), focused ? 2.5 : 1.5));
        m_painter.setBrush(selected ? QBrush(color(Role::AccentSurface)) : Qt::NoBrush);
        m_painter.drawEllipse(item.position, item.radius + kHalo, item.radius + kHalo);
    }
}

void MapPainter::node(int index)
{
    const MapNodeItem& item = m_scene.nodes()[at(index)];
    const Service& service = m_scene.service(index);
    dim(isConnected(index));
    const auto circle = [&](qreal radius) { m_painter.drawEllipse(item.position, radius, radius); };
    if (service.isInferred()) {
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
        m_painter.setPen(QPen(color(Role::Line), 2));
        circle(item.radius - 1);
    } else {
        ring(item, service.statistics);
    }
    const qreal size = item.radius * 0.7;
    paintNodeIcon(
        m_painter, {item.position - QPointF(size, size) / 2, QSizeF(size, size)}, item.icon, color(Role::Muted));
    if (m_zoom >= kReadable) {
        text(index);
    } else if (m_zoom >= kNoNames) {
        nameOnly(index);
    }
}

void MapPainter::ring(const MapNodeItem& item, const CallStatistics& statistics)
{
    const qreal width =
        std::clamp(kThinnestRing / m_zoom, item.radius * metrics::ringWidth / metrics::nodeRadius, item.radius / 2);
    const qreal radius = item.radius - width / 2;
    m_painter.setBrush(Qt::NoBrush);
    const std::vector<OutcomeShare> shares = outcomeShares(statistics);
    if (shares.size() < 2) {
        const QColor whole = shares.empty() ? color(Role::Line) : Theme::current().outcome(shares.front().outcome);
        m_painter.setPen(QPen(whole, width));
        m_painter.drawEllipse(item.position, radius, radius);
        return;
    }
    std::vector<qreal> spans;
    for (const OutcomeShare& share : shares) {
        spans.push_back(std::max(kSlice, 360 * share.share));
    }
    qreal sum = 0;
    for (const qreal span : spans) {
        sum += span;
    }
    *std::max_element(spans.begin(), spans.end()) -= sum - 360;
    const qreal cut = kCut / radius * 180 / 3.14159265;
    const QRectF box(item.position - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius));
    qreal from = 90; // clockwise from the top
    for (std::size_t i = 0; i < shares.size(); ++i) {
        QPen pen(Theme::current().outcome(shares[i].outcome), width);
        pen.setCapStyle(Qt::FlatCap);
        m_painter.setPen(pen);
        m_painter.drawArc(box, qRound((from - cut / 2) * 16), -qRound((spans[i] - cut) * 16));
        from -= spans[i];
    }
}

void MapPainter::text(int index)
{
    const MapNodeItem& item = m_scene.nodes()[at(index)];
    const Theme& theme = Theme::current();
    const QRectF rect = m_scene.textRect(index);
    qreal y = rect.top();
    const auto line = [&](const QString& text, TextRole font, Role role) {
        const QFontMetricsF metrics(theme.font(font));
        m_painter.setFont(theme.font(font));
        m_painter.setPen(theme.color(role));
        const qreal x = item.position.x() - metrics.horizontalAdvance(text) / 2;
        m_painter.drawText(QPointF(x, y + metrics.ascent()), text);
        y += metrics.height() + kNodeLeading;
    };
    line(item.name, TextRole::Strong, Role::Text);
    if (!item.type.isEmpty()) {
        line(item.type, TextRole::Label, Role::Muted);
    }
    if (item.time.isEmpty()) {
        return;
    }
    // Two inks on one line: what it took, and how often.
    const QFontMetricsF metrics(theme.font(TextRole::Label));
    const QString rate = item.rate.isEmpty() ? QString() : u" · "_s + item.rate;
    qreal x = item.position.x() - (metrics.horizontalAdvance(item.time) + metrics.horizontalAdvance(rate)) / 2;
    m_painter.setFont(theme.font(TextRole::Label));
    m_painter.setPen(theme.color(Role::Text));
    m_painter.drawText(QPointF(x, y + metrics.ascent()), item.time);
    x += metrics.horizontalAdvance(item.time);
    m_painter.setPen(theme.color(Role::Muted));
    m_painter.drawText(QPointF(x, y + metrics.ascent()), rate);
}

void MapPainter::nameOnly(int index)
{
    const MapNodeItem& item = m_scene.nodes()[at(index)];
    QFont font = Theme::current().font(TextRole::Label);
    font.setPixelSize(qRound(std::min(kSmallestName / m_zoom, 3 * kSmallestName)));
    const QFontMetricsF metrics(font);
    const QString name = metrics.elidedText(
        mapName(m_scene.service(index).key), Qt::ElideMiddle, m_scene.metrics().column - 2 * metrics::grid);
    m_painter.setFont(font);
    m_painter.setPen(color(Role::Text));
    m_painter.drawText(QPointF(item.position.x() - metrics.horizontalAdvance(name) / 2,
                           item.position.y() + item.radius + kNodeTextGap + metrics.ascent()),
        name);
}

} // namespace

void paintMap(QPainter& painter, const MapScene& scene, const MapMarks& marks, qreal zoom, const QRectF& visible)
{
    MapPainter map(painter, scene, marks, zoom);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    const int edges = static_cast<int>(scene.edges().size());
    const auto inSight = [&](int edge) {
        const MapEdgeItem& item = scene.edges()[at(edge)];
        return (item.line.boundingRect() | item.labelRect).adjusted(-8, -8, 8, 8).intersects(visible);
    };
    for (int node = 0; node < static_cast<int>(scene.nodes().size()); ++node) {
        map.halo(node);
    }
    for (int edge = 0; edge < edges; ++edge) {
        if (inSight(edge)) {
            map.edge(edge);
        }
    }
    for (int node = 0; node < static_cast<int>(scene.nodes().size()); ++node) {
        if (scene.nodeRect(node).adjusted(-16, -16, 16, 16).intersects(visible)) {
            map.node(node);
        }
    }
    for (int edge = 0; edge < edges; ++edge) {
        if (inSight(edge)) {
            map.edgeLabel(edge);
        }
    }
    painter.restore();
}

void paintMapLegend(QPainter& painter, const QRectF& rect)
{
    struct Entry {
        Outcome outcome;
        QString text;
    };
    const auto tr = [](const char* text) { return QCoreApplication::translate("Map", text); };
    const std::array<Entry, 4> entries{{
        {Outcome::Ok, tr("OK")},
        {Outcome::Error, tr("Error 4xx")},
        {Outcome::Fault, tr("Fault 5xx")},
        {Outcome::Throttle, tr("Throttle 429")},
    }};
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::current().font(TextRole::Label));
    const QFontMetricsF metrics(painter.font());
    qreal x = rect.left();
    for (const Entry& entry : entries) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::current().outcome(entry.outcome));
        painter.drawEllipse(QPointF(x + 4, rect.center().y()), 4, 4);
        painter.setPen(Theme::current().color(Role::Muted));
        painter.drawText(QPointF(x + 16, rect.center().y() + (metrics.ascent() - metrics.descent()) / 2), entry.text);
        x += 16 + metrics.horizontalAdvance(entry.text) + 20;
    }
    painter.restore();
}

} // namespace fluoroscope
