// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_curve.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace fluoroscope {

namespace {

QPointF unit(qreal degrees)
{
    const qreal radians = degrees * std::numbers::pi / 180;
    return {std::cos(radians), -std::sin(radians)};
}

// From one point to another, both with a horizontal tangent.
void curveAcross(QPainterPath& path, const QPointF& to)
{
    const QPointF from = path.currentPosition();
    const qreal half = (to.x() - from.x()) / 2;
    path.cubicTo(from + QPointF(half, 0), to - QPointF(half, 0), to);
}

// Through the lanes, each held flat for the width of the nodes that it passes.
void curveThrough(QPainterPath& path, const std::vector<QPointF>& lanes, qreal flat)
{
    for (const QPointF& lane : lanes) {
        curveAcross(path, lane - QPointF(flat, 0));
        path.lineTo(lane + QPointF(flat, 0));
    }
}

MapCurve forwardCurve(const MapEnd& from, const MapEnd& to, const MapRoute& route, const MapMetrics& metrics)
{
    // Parallels fan out below the first; in at the left, whatever the height of the other end.
    const qreal degrees = 24.0 * route.parallel;
    const QPointF tip = to.center + unit(180 + degrees) * to.radius;
    const QPointF foot = tip - QPointF(kArrowLength, 0);
    const QPointF start = from.center + unit(-degrees) * from.radius;
    MapCurve curve{QPainterPath(start), tip, {1, 0}};
    // Level at the discs for as long as lines that pass are, or lines would cross that run side by side.
    const QPointF end(std::max(to.center.x() - metrics.flat, start.x()), foot.y());
    curve.path.lineTo(std::min(from.center.x() + metrics.flat, end.x()), start.y());
    curveThrough(curve.path, route.lanes, metrics.flat);
    if (route.parallel > 0 && route.lanes.empty()) {
        // Two steps over a lower middle, or it would run into the first.
        const QPointF middle = (start + foot) / 2 + QPointF(0, 2 * metrics.lane * route.parallel);
        const qreal reach = (foot.x() - start.x()) / 4;
        curve.path.cubicTo(start + QPointF(reach, 0), middle - QPointF(reach, 0), middle);
        curve.path.cubicTo(middle + QPointF(reach, 0), foot - QPointF(reach, 0), foot);
    } else {
        curveAcross(curve.path, end);
        curve.path.lineTo(foot);
    }
    return curve;
}

MapCurve backwardCurve(const MapEnd& from, const MapEnd& to, const MapRoute& route, const MapMetrics& metrics)
{
    const bool loop = from.center == to.center;
    const bool leftward = loop || from.center.x() >= to.center.x();
    const qreal lean = 24.0 + 12.0 * route.parallel; // from the vertical
    const QPointF out = unit(leftward != loop ? 90 + lean : 90 - lean);
    const QPointF in = unit(leftward != loop ? 90 - lean : 90 + lean);
    const QPointF start = from.center + out * from.radius;
    const QPointF tip = to.center + in * to.radius;
    const QPointF foot = tip + in * kArrowLength;
    MapCurve curve{QPainterPath(start), tip, -in};
    const qreal rise = metrics.loop + metrics.lane * (1 + route.parallel);
    if (route.lanes.empty()) {
        const QPointF up(0, std::min(start.y(), foot.y()) - rise);
        curve.path.cubicTo({start.x() + out.x() * rise, up.y()}, {foot.x() + in.x() * rise, up.y()}, foot);
        return curve;
    }
    const QPointF first = route.lanes.front() + QPointF(metrics.flat, 0);
    const QPointF last = route.lanes.back() - QPointF(metrics.flat, 0);
    curve.path.cubicTo(start + out * rise, first + QPointF((start.x() - first.x()) / 2, 0), first);
    curveThrough(curve.path, route.lanes, -metrics.flat);
    curve.path.cubicTo(last - QPointF((last.x() - foot.x()) / 2, 0), foot + in * rise, foot);
    return curve;
}

} // namespace

MapCurve curveOf(const MapEnd& from, const MapEnd& to, const MapRoute& route, const MapMetrics& metrics)
{
    // A node dragged to the left of its caller is called backwards, and the lanes between are no longer between.
    const bool against = to.center.x() - from.center.x() < from.radius + to.radius + 2 * kArrowLength;
    MapRoute plain = route;
    for (std::size_t i = 0; i < route.lanes.size(); ++i) {
        const qreal x = route.lanes[i].x();
        const auto [left, right] = std::minmax({from.center.x(), to.center.x()});
        if (x - metrics.flat < left || x + metrics.flat > right) {
            plain.lanes.clear();
            break;
        }
    }
    if (against || route.backward) {
        plain.backward = true;
        if (!against) {
            plain.lanes.clear();
        }
        return backwardCurve(from, to, plain, metrics);
    }
    return forwardCurve(from, to, plain, metrics);
}

qreal distanceTo(const QPolygonF& line, const QPointF& point)
{
    qreal nearest = std::numeric_limits<qreal>::max();
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        const QPointF step = line[i + 1] - line[i];
        const qreal length = QPointF::dotProduct(step, step);
        const qreal t = length > 0 ? std::clamp(QPointF::dotProduct(point - line[i], step) / length, 0.0, 1.0) : 0;
        const QPointF away = point - line[i] - t * step;
        nearest = std::min(nearest, std::hypot(away.x(), away.y()));
    }
    return nearest;
}

} // namespace fluoroscope
