// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/figures.h"

#include <QFontMetricsF>
#include <QGlyphRun>
#include <QPainter>
#include <QRawFont>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

struct Face {
    QFont font;
    QRawFont raw;
    qreal digit = 0; // advance of the widest digit
};

// The window has a handful of fonts: remember the last few instead of asking fontconfig for each cell.
const Face& faceOf(const QFont& font)
{
    static std::vector<Face> faces;
    const auto known = std::find_if(faces.begin(), faces.end(), [&](const Face& face) { return face.font == font; });
    if (known != faces.end()) {
        return *known;
    }
    Face face{font, QRawFont::fromFont(font), 0};
    for (const QPointF& advance : face.raw.advancesForGlyphIndexes(face.raw.glyphIndexesForString(u"0123456789"_s))) {
        face.digit = std::max(face.digit, advance.x());
    }
    if (faces.size() >= 16) {
        faces.clear();
    }
    return faces.emplace_back(std::move(face));
}

struct Run {
    QList<quint32> glyphs;
    QList<QPointF> positions;
    qreal width = 0;
    bool complete = false; // the font has every glyph
};

Run layOut(const Face& face, const QString& text)
{
    Run run;
    run.glyphs = face.raw.glyphIndexesForString(text);
    const QList<QPointF> advances = face.raw.advancesForGlyphIndexes(run.glyphs);
    run.complete = run.glyphs.size() == text.size() && !run.glyphs.contains(0U);
    if (!run.complete) {
        return run;
    }
    run.positions.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= u'0' && text[i] <= u'9';
        const qreal cell = digit ? face.digit : advances[i].x();
        run.positions.append({run.width + (cell - advances[i].x()) / 2, 0});
        run.width += cell;
    }
    return run;
}

} // namespace

qreal figuresWidth(const QFont& font, const QString& text)
{
    const Run run = layOut(faceOf(font), text);
    return run.complete ? run.width : QFontMetricsF(font).horizontalAdvance(text);
}

void drawFigures(QPainter& painter, const QRectF& rect, Qt::Alignment alignment, const QString& text)
{
    const Face& face = faceOf(painter.font());
    const Run run = layOut(face, text);
    if (!run.complete) {
        painter.drawText(
            rect, int((alignment & Qt::AlignHorizontal_Mask) | Qt::AlignVCenter) | Qt::TextSingleLine, text);
        return;
    }
    qreal x = rect.left();
    if (alignment & Qt::AlignRight) {
        x = rect.right() - run.width;
    } else if (alignment & Qt::AlignHCenter) {
        x = rect.center().x() - run.width / 2;
    }
    const QFontMetricsF metrics(painter.font());
    const qreal baseline = rect.top() + (rect.height() - metrics.height()) / 2 + metrics.ascent();
    QGlyphRun glyphs;
    glyphs.setRawFont(face.raw);
    glyphs.setGlyphIndexes(run.glyphs);
    glyphs.setPositions(run.positions);
    painter.drawGlyphRun(QPointF(std::round(x), std::round(baseline)), glyphs);
}

} // namespace fluoroscope
