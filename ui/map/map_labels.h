// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the labels of the trace map's edges go: on the curve, off everything else, or nowhere.
#pragma once

#include "ui/map/map_scene.h"

namespace fluoroscope {

// What a label takes whose text is `text` wide: in steps, so that a changing number does not make it hop.
qreal edgeLabelWidth(qreal text);
// Where the label goes whose middle is at `share` of the edge's length.
QRectF labelRectAt(const MapEdgeItem& edge, qreal share);
// The point at `share` of a line's length.
QPointF pointAlong(const QPolygonF& line, qreal share);

// Sets labelRect and labelShare of every edge; null where no place on the curve is free of `obstacles` and of other
// labels. The busiest edges choose first; of free places, the one that covers the fewest other lines and is nearest to
// where the label was, or to the middle, is taken.
void placeEdgeLabels(const ServiceGraph& graph, const std::vector<QRectF>& obstacles, std::vector<MapEdgeItem>& edges);

} // namespace fluoroscope
