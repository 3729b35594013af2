// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The curve of an edge between two discs, from where these stand just now.
#pragma once

#include "ui/map/map_layout.h"

#include <QPainterPath>

namespace fluoroscope {

struct MapEnd {
    QPointF center;
    qreal radius; // where the line begins, or the arrow's tip
};

struct MapCurve {
    QPainterPath path; // cubic; ends at the arrow's foot
    QPointF tip;
    QPointF direction; // unit vector of the arrow
};

inline constexpr qreal kArrowLength = 8;

// Out at the right of one disc, in at the left of the other, flat past the columns between; backward ones over the top.
MapCurve curveOf(const MapEnd& from, const MapEnd& to, const MapRoute& route, const MapMetrics& metrics);

// How far a point is from a line of straight parts.
qreal distanceTo(const QPolygonF& line, const QPointF& point);

} // namespace fluoroscope
