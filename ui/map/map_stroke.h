// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Draws a smooth line into an image, many times faster than QPainter does.
//
// Qt's rasterizer walks the outline of a stroke and sorts its crossings for every scan line: a curve across the window
// takes it more than a millisecond, and a large map has a thousand of them in sight. A line of a map is thin and made
// of short pieces, so that the share of each pixel it covers follows from where it crosses the pixel's column (or row,
// where it is steep). The benchmark "map" measures what that is worth.
#pragma once

#include <QColor>
#include <QImage>
#include <QPolygonF>

namespace fluoroscope {

struct MapStroke {
    QRgb color; // not translucent
    qreal width; // device pixels
    qreal dash = 0; // device pixels that are drawn, and that are left out; 0: drawn throughout
    qreal gap = 0;
};

// `line` is in device pixels of `image`, whose format has 32 bits; outside of `clip`, in device pixels, nothing is
// drawn. Ends are flat.
void strokeLine(QImage& image, const QRect& clip, const QPolygonF& line, const MapStroke& stroke);

} // namespace fluoroscope
