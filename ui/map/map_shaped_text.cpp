// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_shaped_text.h"

#include <QFontMetricsF>
#include <QPainter>
#include <QTextLayout>

namespace fluoroscope {

void ShapedText::draw(QPainter& painter, const QPointF& at) const
{
    for (const QGlyphRun& run : runs) {
        painter.drawGlyphRun(at, run);
    }
}

ShapedText shapeText(const QFont& font, const QString& text, qreal most)
{
    const auto shape = [&](const QString& content) {
        QTextLayout layout(content, font);
        layout.beginLayout();
        const QTextLine line = layout.createLine();
        layout.endLayout();
        return ShapedText{content, layout.glyphRuns(), line.isValid() ? line.naturalTextWidth() : 0};
    };
    ShapedText whole = shape(text);
    return whole.width <= most ? whole : shape(QFontMetricsF(font).elidedText(text, Qt::ElideMiddle, most));
}

} // namespace fluoroscope
