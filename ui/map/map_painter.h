// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Draws the trace map: the same for the window and for exported pictures.
#pragma once

#include "ui/map/map_scene.h"

class QPainter;

namespace fluoroscope {

// What stands out in one widget, by index; -1: nothing.
struct MapMarks {
    int selectedNode = -1;
    int selectedEdge = -1;
    int focusedNode = -1; // by keyboard
    int hoveredNode = -1; // dims what is not connected to it
    int hoveredEdge = -1;
};

// Draws `scene` through the painter's transformation, which scales by `zoom`. When that makes text too small to read,
// names grow against it and the rest of the text is left out. `visible`, in the scene's coordinates, may leave out what
// is outside.
void paintMap(QPainter& painter, const MapScene& scene, const MapMarks& marks, qreal zoom, const QRectF& visible);

// "● OK ● Error 4xx ● Fault 5xx ● Throttle 429" with its left end on the middle of `rect`'s left side.
void paintMapLegend(QPainter& painter, const QRectF& rect);

} // namespace fluoroscope
