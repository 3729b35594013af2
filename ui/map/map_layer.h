// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The trace map as pixels: what stands still is drawn once and goes along with the view, so that a frame costs what is
// new in it. A map of a thousand edges takes a whole frame's time to draw; moving its picture takes next to none.
#pragma once

#include "ui/map/map_painter.h"

#include <QImage>

namespace fluoroscope {

struct MapView {
    qreal zoom = 1;
    QPointF offset; // of the scene's origin in the widget
};

class MapLayer {
public:
    // Something of what stands still looks different.
    void invalidate() { m_still = {}; }
    // Parts that move from frame to frame. Empty: nothing does.
    void setMoving(const MapParts& parts);
    [[nodiscard]] const MapParts& moving() const { return m_moving; }
    // Everything but `parts` fades, by `strength` from 0 to 1.
    void setFaded(const MapParts& parts, qreal strength);

    // The picture of `size`, in device-independent pixels of `ratio` device pixels each. Stays as it is until the next
    // call.
    const QImage& frame(
        const MapScene& scene, const MapMarks& marks, const MapView& view, const QSize& size, qreal ratio);

private:
    struct Eye; // through which the scene is seen in device pixels

    void updateStill(const MapScene& scene, const MapMarks& marks, const Eye& eye, const QSize& pixels);
    bool scroll(const QPoint& by);

    QImage m_still;
    QImage m_frame;
    MapMarks m_marks;
    qreal m_zoom = 0; // of the still picture, in device pixels
    QPoint m_origin; // of the scene in it
    MapParts m_moving;
    MapParts m_kept;
    qreal m_strength = 0;
};

} // namespace fluoroscope
