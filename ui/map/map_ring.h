// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The ring about a node: how its requests ended, told apart by colour, by order (clockwise from the top: ok, error,
// fault, throttle) and by texture.
#pragma once

#include "ui/map/map_text.h"

class QPainter;
class QPointF;

namespace fluoroscope {

// About `center`, its outer edge at `radius` (faults stand out over it by a part of its width). `least` is the least
// length of a slice, so that one fault in a thousand shows.
void paintRing(QPainter& painter, const QPointF& center, qreal radius, qreal width,
    const std::vector<OutcomeShare>& shares, qreal least);

// A piece of ring in `outcome`'s colour and texture, straight, for a legend: in the middle of `rect`.
void paintRingSample(QPainter& painter, const QRectF& rect, Outcome outcome);

} // namespace fluoroscope
