// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_labels.h"

#include <QLineF>
#include <QtMath>
#include <algorithm>
#include <array>
#include <numeric>

namespace fluoroscope {

namespace {

constexpr qreal kHeight = 20;
constexpr qreal kPadding = 8;
constexpr qreal kStep = 8; // widths go in steps, so that a changing number does not make its label hop
constexpr qreal kClearance = 3;
constexpr std::size_t kCareful = 200; // edges
constexpr qreal kCell = 128; // of the grid in which obstacles are looked up
constexpr std::array kPlaces{0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8};

// Rectangles by the cells that they touch.
class RectGrid {
public:
    void add(const QRectF& rect)
    {
        forEachCell(rect, [&](quint64 cell) { m_cells[cell].push_back(rect); });
    }

    [[nodiscard]] bool isFree(const QRectF& rect) const
    {
        bool free = true;
        forEachCell(rect, [&](quint64 cell) {
            if (const auto found = m_cells.constFind(cell); free && found != m_cells.constEnd()) {
                free = std::none_of(
                    found->begin(), found->end(), [&](const QRectF& other) { return other.intersects(rect); });
            }
        });
        return free;
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

// A polyline with the way to each of its points.
class Way {
public:
    explicit Way(const QPolygonF& line)
        : m_line(line)
    {
        m_lengths.push_back(0);
        for (qsizetype i = 0; i + 1 < line.size(); ++i) {
            m_lengths.push_back(m_lengths.back() + QLineF(line[i], line[i + 1]).length());
        }
    }

    [[nodiscard]] qreal length() const { return m_lengths.back(); }
    [[nodiscard]] QPointF at(qreal share) const
    {
        const qreal distance = share * length();
        const auto next = std::lower_bound(m_lengths.begin() + 1, m_lengths.end() - 1, distance);
        const auto i = static_cast<qsizetype>(next - m_lengths.begin());
        const qreal step = *next - *(next - 1);
        return QLineF(m_line[i - 1], m_line[i]).pointAt(step > 0 ? (distance - *(next - 1)) / step : 0);
    }

private:
    const QPolygonF& m_line;
    std::vector<qreal> m_lengths;
};

// Points along a line, close enough to tell whether a label would cover it.
std::vector<QPointF> samplesOf(const Way& way)
{
    std::vector<QPointF> samples;
    const int count = std::max(2, qCeil(way.length() / (kHeight / 2)));
    for (int i = 1; i < count; ++i) {
        samples.push_back(way.at(static_cast<qreal>(i) / count));
    }
    return samples;
}

QRectF rectAbout(const QPointF& middle, const MapEdgeItem& edge)
{
    const QSizeF size(edge.labelWidth, kHeight);
    return {middle - QPointF(size.width(), size.height()) / 2, size};
}

} // namespace

qreal edgeLabelWidth(qreal text)
{
    return std::ceil((text + 2 * kPadding) / kStep) * kStep;
}

QRectF labelRectAt(const MapEdgeItem& edge, qreal share)
{
    return rectAbout(pointAlong(edge.line, share), edge);
}

QPointF pointAlong(const QPolygonF& line, qreal share)
{
    return line.size() < 2 ? line.value(0) : Way(line).at(share);
}

void placeEdgeLabels(const ServiceGraph& graph, const std::vector<QRectF>& obstacles, std::vector<MapEdgeItem>& edges)
{
    RectGrid taken;
    for (const QRectF& obstacle : obstacles) {
        taken.add(obstacle.adjusted(-kClearance, -kClearance, kClearance, kClearance));
    }
    // Beyond some size every place covers some line, and looking for the least of it would take long.
    const bool careful = edges.size() <= kCareful;
    RectGrid lines;
    std::vector<std::vector<QPointF>> samples(edges.size());
    for (std::size_t i = 0; careful && i < edges.size(); ++i) {
        if (edges[i].line.size() > 1) {
            samples[i] = samplesOf(Way(edges[i].line));
            for (const QPointF& point : samples[i]) {
                lines.add({point, QSizeF(1, 1)});
            }
        }
    }
    std::vector<std::size_t> order(edges.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
        [&](std::size_t a, std::size_t b) { return graph.edges[a].calls > graph.edges[b].calls; });
    for (const std::size_t i : order) {
        MapEdgeItem& edge = edges[i];
        const qreal before = edge.labelShare;
        edge.labelRect = {};
        edge.labelShare = -1;
        edge.placedWidth = edge.labelWidth;
        if (edge.label.isEmpty() || edge.line.size() < 2) {
            continue;
        }
        const Way way(edge.line);
        int fewest = std::numeric_limits<int>::max();
        const auto offer = [&](qreal share) {
            const QRectF rect = rectAbout(way.at(share), edge);
            if (!taken.isFree(rect)) {
                return;
            }
            const auto own = std::count_if(samples[i].begin(), samples[i].end(),
                [&](const QPointF& point) { return QRectF(point, QSizeF(1, 1)).intersects(rect); });
            const int covered = careful ? lines.overlaps(rect) - static_cast<int>(own) : 0;
            if (covered < fewest) {
                fewest = covered;
                edge.labelRect = rect;
                edge.labelShare = share;
            }
        };
        if (before >= 0) {
            offer(before);
        }
        for (std::size_t place = 0; place < kPlaces.size() && fewest > 0; ++place) {
            offer(kPlaces.at(place));
        }
        if (!edge.labelRect.isNull()) {
            taken.add(edge.labelRect.adjusted(-kClearance, -kClearance, kClearance, kClearance));
        }
    }
}

} // namespace fluoroscope
