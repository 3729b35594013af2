// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A text whose glyphs have been found and placed, to be drawn many times: finding them takes far longer than drawing.
#pragma once

#include <QGlyphRun>
#include <QList>
#include <QString>

class QFont;
class QPainter;
class QPointF;

namespace fluoroscope {

struct ShapedText {
    QString text;
    QList<QGlyphRun> runs;
    qreal width = 0;

    // With the painter's pen, its top left corner at `at`.
    void draw(QPainter& painter, const QPointF& at) const;
};

// On one line; elided in the middle where it is wider than `most`.
ShapedText shapeText(const QFont& font, const QString& text, qreal most);

} // namespace fluoroscope
