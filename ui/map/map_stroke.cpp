// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_stroke.h"

#include <algorithm>
#include <cmath>

namespace fluoroscope {

namespace {

constexpr int kFraction = 16; // bits

// Pixels are addressed along the line and across it: x and y, or y and x where it is steep.
class Strip {
public:
    Strip(QImage& image, const QRect& clip, QRgb color)
        : m_bits(image.bits())
        , m_stride(image.bytesPerLine())
        , m_clip(clip & image.rect())
        , m_color(color)
    {
    }

    [[nodiscard]] QRect clip() const { return m_clip; }

    // From (a0, b0) to (a1, b1) with a0 < a1, for pixels whose middle lies between; `half` is the half width across.
    template <bool Steep> void draw(qreal a0, qreal b0, qreal a1, qreal b1, qreal half) const
    {
        const int firstAlong = Steep ? m_clip.top() : m_clip.left();
        const int lastAlong = Steep ? m_clip.bottom() : m_clip.right();
        const int firstAcross = Steep ? m_clip.left() : m_clip.top();
        const int lastAcross = Steep ? m_clip.right() : m_clip.bottom();
        const qreal slope = (b1 - b0) / (a1 - a0);
        const int begin = std::max(firstAlong, static_cast<int>(std::ceil(std::max(a0, -1e6) - 0.5)));
        const int end = std::min(lastAlong + 1, static_cast<int>(std::ceil(std::min(a1, 1e6) - 0.5)));
        // In 65536ths of a pixel from here on: rounding doubles would take longer than the rest.
        const auto fixed = [](qreal value) { return static_cast<qint64>(value * (1 << kFraction)); };
        const qint64 step = fixed(slope);
        const qint64 thickness = fixed(2 * half);
        const qsizetype next = Steep ? qsizetype{sizeof(QRgb)} : m_stride;
        qint64 low = fixed(b0 + (begin + 0.5 - a0) * slope - half);
        for (int along = begin; along < end; ++along, low += step) {
            const qint64 high = low + thickness;
            const auto from = std::max<qint64>(firstAcross, low >> kFraction);
            const auto to = std::min<qint64>(lastAcross, (high - 1) >> kFraction);
            uchar* pixel =
                m_bits + (Steep ? along : from) * m_stride + (Steep ? from : along) * static_cast<qint64>(sizeof(QRgb));
            for (qint64 across = from; across <= to; ++across, pixel += next) {
                const qint64 covered = std::min(high, (across + 1) << kFraction) - std::max(low, across << kFraction);
                blend(reinterpret_cast<QRgb*>(pixel), static_cast<quint32>(covered >> (kFraction - 8)));
            }
        }
    }

private:
    // `share` of 256 is covered.
    void blend(QRgb* pixel, quint32 share) const
    {
        if (share >= 256) {
            *pixel = m_color;
            return;
        }
        // Two channels at a time.
        const quint32 rest = 256 - share;
        const quint32 odd = ((m_color & 0xff00ff) * share + (*pixel & 0xff00ff) * rest) >> 8;
        const quint32 even = ((m_color >> 8) & 0xff00ff) * share + ((*pixel >> 8) & 0xff00ff) * rest;
        *pixel = (odd & 0xff00ff) | (even & 0xff00ff00);
    }

    uchar* m_bits;
    qsizetype m_stride;
    QRect m_clip;
    QRgb m_color;
};

// Pieces reach over their ends by `over`, or a notch would show where a line turns from flat to steep.
void drawPiece(const Strip& strip, QPointF from, QPointF to, qreal width, qreal over)
{
    const QPointF step = to - from;
    const qreal length = std::sqrt(step.x() * step.x() + step.y() * step.y()); // hypot() takes a fifth of all
    if (length <= 0) {
        return;
    }
    const QRectF box = QRectF(from, to).normalized().adjusted(-width, -width, width, width);
    if (!box.intersects(QRectF(strip.clip()))) {
        return;
    }
    const bool steep = std::abs(step.y()) > std::abs(step.x());
    const qreal half = width / 2 * length / (steep ? std::abs(step.y()) : std::abs(step.x()));
    from -= step / length * over;
    to += step / length * over;
    if (steep) {
        from.y() < to.y() ? strip.draw<true>(from.y(), from.x(), to.y(), to.x(), half)
                          : strip.draw<true>(to.y(), to.x(), from.y(), from.x(), half);
    } else {
        from.x() < to.x() ? strip.draw<false>(from.x(), from.y(), to.x(), to.y(), half)
                          : strip.draw<false>(to.x(), to.y(), from.x(), from.y(), half);
    }
}

void drawDashes(const Strip& strip, const QPolygonF& line, const MapStroke& stroke)
{
    bool drawn = true;
    qreal left = stroke.dash; // until it changes
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        QPointF from = line[i];
        qreal rest = std::hypot(line[i + 1].x() - from.x(), line[i + 1].y() - from.y());
        while (rest > 0) {
            const qreal length = std::min(rest, left);
            const QPointF to = from + (line[i + 1] - from) * (length / rest);
            if (drawn) {
                drawPiece(strip, from, to, stroke.width, 0);
            }
            from = to;
            rest -= length;
            left -= length;
            if (left <= 0) {
                drawn = !drawn;
                left = drawn ? stroke.dash : stroke.gap;
            }
        }
    }
}

} // namespace

void strokeLine(QImage& image, const QRect& clip, const QPolygonF& line, const MapStroke& stroke)
{
    // Thinner than a pixel is a pixel that is covered in part.
    const Strip strip(image, clip, stroke.color);
    if (stroke.dash > 0 && stroke.gap > 0) {
        drawDashes(strip, line, stroke);
        return;
    }
    const auto isSteep = [&](qsizetype i) {
        return std::abs(line[i + 1].y() - line[i].y()) > std::abs(line[i + 1].x() - line[i].x());
    };
    for (qsizetype i = 0; i + 1 < line.size(); ++i) {
        const bool turns =
            (i > 0 && isSteep(i - 1) != isSteep(i)) || (i + 2 < line.size() && isSteep(i + 1) != isSteep(i));
        drawPiece(strip, line[i], line[i + 1], stroke.width, turns ? stroke.width / 2 : 0);
    }
}

} // namespace fluoroscope
