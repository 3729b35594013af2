// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Text whose digits are all equally wide, so that columns align and counters do not jitter. (Qt 6.4 cannot ask a font
// for it.)
#pragma once

#include <QRectF>
#include <QString>

class QFont;
class QPainter;

namespace fluoroscope {

// In pixels.
qreal figuresWidth(const QFont& font, const QString& text);
// On one line, centred vertically, with the painter's font and pen; `alignment` is horizontal. Not elided.
void drawFigures(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text);

} // namespace fluoroscope
