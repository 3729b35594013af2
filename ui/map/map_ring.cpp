// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_ring.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <algorithm>
#include <numbers>

namespace fluoroscope {

namespace {

constexpr qreal kCut = 1.5; // between slices
constexpr qreal kLeast = 4; // degrees; the least that a slice takes
constexpr qreal kStandOut = 0.45; // of the width, that a fault is wider than the rest, outwards
constexpr qreal kFine = 4; // width under which texture could not be seen

qreal degreesOf(qreal length, qreal radius)
{
    return length / radius * 180 / std::numbers::pi;
}

// One line of a texture: where it lies across the ring, how wide it is, and how it is dashed. In widths of the ring,
// from its middle outwards.
struct Strand {
    qreal offset;
    qreal width;
    qreal dash = 0; // widths drawn, and left out; 0: drawn throughout
    qreal gap = 0;
};

// Plain for ok; in pieces for errors; standing out for faults; two lines for throttles.
std::vector<Strand> strandsOf(Outcome outcome, bool fine)
{
    switch (outcome) {
    case Outcome::Fault:
        return {{kStandOut / 2, 1 + kStandOut}};
    case Outcome::Error:
        return fine ? std::vector<Strand>{{0, 1}} : std::vector<Strand>{{0, 1, 0.55, 0.2}};
    case Outcome::Throttle:
        return fine ? std::vector<Strand>{{0, 1}} : std::vector<Strand>{{-0.31, 0.38}, {0.31, 0.38}};
    case Outcome::Ok:
        break;
    }
    return {{0, 1}};
}

QPen penOf(const Strand& strand, Outcome outcome, qreal width)
{
    QPen pen(Theme::current().outcome(outcome), strand.width * width);
    pen.setCapStyle(Qt::FlatCap);
    if (strand.dash > 0) {
        pen.setDashPattern({strand.dash / strand.width, strand.gap / strand.width});
    }
    return pen;
}

} // namespace

void paintRing(QPainter& painter, const QPointF& center, qreal radius, qreal width,
    const std::vector<OutcomeShare>& shares, qreal least)
{
    painter.setBrush(Qt::NoBrush);
    const qreal middle = radius - width / 2;
    if (shares.empty()) {
        painter.setPen(QPen(Theme::current().color(Role::Line), width));
        painter.drawEllipse(center, middle, middle);
        return;
    }
    std::vector<qreal> spans;
    qreal sum = 0;
    for (const OutcomeShare& share : shares) {
        spans.push_back(std::max({kLeast, std::min(degreesOf(least, radius), 80.0), 360 * share.share}));
        sum += spans.back();
    }
    *std::max_element(spans.begin(), spans.end()) -= sum - 360;
    const bool whole = shares.size() == 1;
    const qreal cut = whole ? 0 : degreesOf(kCut, middle);
    qreal from = 90; // clockwise from the top
    for (std::size_t i = 0; i < shares.size(); ++i) {
        for (const Strand& strand : strandsOf(shares[i].outcome, width < kFine)) {
            painter.setPen(penOf(strand, shares[i].outcome, width));
            const qreal at = middle + strand.offset * width;
            const QRectF box(center - QPointF(at, at), QSizeF(2 * at, 2 * at));
            if (whole) {
                painter.drawEllipse(box);
            } else {
                painter.drawArc(box, qRound((from - cut / 2) * 16), -qRound((spans[i] - cut) * 16));
            }
        }
        from -= spans[i];
    }
}

void paintRingSample(QPainter& painter, const QRectF& rect, Outcome outcome)
{
    const qreal width = metrics::ringWidth;
    painter.setBrush(Qt::NoBrush);
    for (const Strand& strand : strandsOf(outcome, false)) {
        painter.setPen(penOf(strand, outcome, width));
        const qreal y = rect.center().y() - strand.offset * width;
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y));
    }
}

} // namespace fluoroscope
