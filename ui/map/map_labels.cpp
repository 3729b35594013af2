// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_labels.h"

#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <algorithm>
#include <array>
#include <numeric>

namespace fluoroscope {

namespace {

constexpr qreal kHeight = 20;
constexpr qreal kPadding = 8;
constexpr qreal kStep = 8; // widths go in steps, so that a changing number does not make its label hop
constexpr qreal kClearance = 3;
constexpr qreal kCell = 128; // of the grid in which obstacles are looked up
constexpr std::array kPlaces{0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8};

// Rectangles by the cells that they touch.
class RectGrid {
public:
    void add(const QRectF& rect)
    {
        forEachCell(rect, [&](quint64 cell) { m_cells[cell].push_back(rect); });
    }

    [[nodiscard]] int overlaps(const QRectF& rect) const
    {
        int count = 0;
        forEachCell(rect, [&](quint64 cell) {
            if (const auto found = m_cells.constFind(cell); found != m_cells.constEnd()) {
                count += static_cast<int>(std::count_if(
                    found->begin(), found->end(), [&](const QRectF& other) { return other.intersects(rect); }));
            }
        });
        return count;
    }

private:
    template <typename Visit> static void forEachCell(const QRectF& rect, Visit&& visit)
    {
        const auto index = [](qreal value) { return qFloor(value / kCell); };
        for (int x = index(rect.left()); x <= index(rect.right()); ++x) {
            for (int y = index(rect.top()); y <= index(rect.bottom()); ++y) {
                visit((static_cast<quint64>(static_cast<quint32>(x)) << 32) | static_cast<quint32>(y));
            }
        }
    }

    QHash<quint64, std::vector<QRectF>> m_cells;
};

// The point of a polyline at a share of its length.
QPointF pointAt(const QPolygonF& line, qreal length, qreal share)
{
    qreal left = length * share;
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        const QLineF step(line[i], line[i + 1]);
        if (left <= step.length()) {
            return step.length() > 0 ? step.pointAt(left / step.length()) : line[i];
        }
        left -= step.length();
    }
    return line.isEmpty() ? QPointF() : line.last();
}

qreal lengthOf(const QPolygonF& line)
{
    qreal length = 0;
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        length += QLineF(line[i], line[i + 1]).length();
    }
    return length;
}

// A line as small boxes along it: enough to tell whether a label would cover it.
void addLine(RectGrid& lines, const QPolygonF& line, qreal length)
{
    const int count = std::max(2, qCeil(length / (kHeight / 2)));
    for (int i = 1; i < count; ++i) {
        const QPointF point = pointAt(line, length, static_cast<qreal>(i) / count);
        lines.add({point - QPointF(1, 1), QSizeF(2, 2)});
    }
}

} // namespace

void placeEdgeLabels(const ServiceGraph& graph, const std::vector<QRectF>& obstacles, std::vector<MapEdgeItem>& edges)
{
    const QFontMetricsF font(Theme::current().font(TextRole::Label));
    RectGrid taken;
    for (const QRectF& obstacle : obstacles) {
        taken.add(obstacle.adjusted(-kClearance, -kClearance, kClearance, kClearance));
    }
    RectGrid lines;
    std::vector<qreal> lengths;
    for (const MapEdgeItem& edge : edges) {
        lengths.push_back(lengthOf(edge.line));
        addLine(lines, edge.line, lengths.back());
    }
    std::vector<std::size_t> order(edges.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return graph.edges[a].calls > graph.edges[b].calls; });
    for (const std::size_t i : order) {
        MapEdgeItem& edge = edges[i];
        edge.labelRect = {};
        if (edge.label.isEmpty() || edge.line.isEmpty()) {
            continue;
        }
        const qreal width = std::ceil((font.horizontalAdvance(edge.label) + 2 * kPadding) / kStep) * kStep;
        RectGrid own;
        addLine(own, edge.line, lengths[i]);
        int fewest = std::numeric_limits<int>::max();
        for (const qreal place : kPlaces) {
            const QPointF center = pointAt(edge.line, lengths[i], place);
            const QRectF rect(center - QPointF(width, kHeight) / 2, QSizeF(width, kHeight));
            if (taken.overlaps(rect) > 0) {
                continue;
            }
            const int covered = lines.overlaps(rect) - own.overlaps(rect);
            if (covered < fewest) {
                fewest = covered;
                edge.labelRect = rect;
            }
        }
        if (!edge.labelRect.isNull()) {
            taken.add(edge.labelRect.adjusted(-kClearance, -kClearance, kClearance, kClearance));
        }
    }
}

} // namespace fluoroscope
