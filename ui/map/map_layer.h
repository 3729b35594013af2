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
    bool operator==(const MapView&) const = default;
};

class MapLayer {
public:
    // Something of what stands still looks different.
    void invalidate() { m_still = {}; }
    // It does, but nothing of it moved: the picture stays as it is until catchUp() has drawn it anew.
    void outdate();
    // Draws on for some milliseconds; true once the picture is that of now.
    bool catchUp(const MapScene& scene);
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
    // Through which the scene is seen in device pixels. The origin is on a whole one, so that a picture once drawn can
    // be moved.
    struct Eye {
        qreal zoom = 0; // device pixels for a pixel of the scene
        qreal shownZoom = 0; // device-independent ones: what decides on detail
        QPoint origin;

        [[nodiscard]] QPolygonF map(const QPolygonF& line) const;
        [[nodiscard]] QRectF toScene(const QRect& rect) const;
    };
    enum class Which : std::uint8_t { All, Only, Except };

    static void draw(QImage& image, const QRect& clip, const Eye& eye, const MapScene& scene, const MapMarks& marks,
        const MapParts& parts, Which which);
    void drawStill(QImage& image, const QRect& rect, const Eye& eye, const MapScene& scene) const;
    void updateStill(const MapScene& scene, const MapMarks& marks, const Eye& eye, const QSize& pixels);
    bool scroll(const QPoint& by);

    QImage m_still;
    Eye m_eye; // of the still picture
    QImage m_frame;
    MapMarks m_marks;
    QImage m_next; // the still picture to be, down to m_drawn
    Eye m_nextEye;
    int m_drawn = -1; // rows; -1: the still picture is that of now
    MapParts m_moving;
    MapParts m_kept;
    qreal m_strength = 0;
};

} // namespace fluoroscope
