// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Draws the parts of the trace map: the same for the window and for exported pictures.
#pragma once

#include "ui/map/map_scene.h"

class QPainter;

namespace fluoroscope {

// What stands out in one widget, by index; -1: nothing.
struct MapMarks {
    int selectedNode = -1;
    int selectedEdge = -1;
    int focusedNode = -1; // by keyboard
    bool operator==(const MapMarks&) const = default;
};

// Draws through the painter's transformation, which scales by `zoom`. When that makes text too small to read, names
// grow against it and the rest of the text is left out.
class MapPainter {
public:
    // Screen: glyphs, found before. Picture: text that stays text in an SVG.
    enum class Target : std::uint8_t { Screen, Picture };

    MapPainter(QPainter& painter, const MapScene& scene, const MapMarks& marks, qreal zoom, Target target);

    // Of selection and focus; under the edges, so that arrows can be seen to arrive.
    void halo(int node);
    void edge(int index);
    void arrow(int index);
    void edgeLabel(int index);
    void edgeLabel(int index, const QRectF& rect); // elsewhere than where there is room
    void node(int index);

    // How an edge is drawn, in the scene's coordinates.
    [[nodiscard]] QColor edgeColor(int index) const;
    [[nodiscard]] qreal edgeWidth(int index) const;

private:
    void text(int index);
    void largeName(int index);
    void pin(const MapNodeItem& item);
    void figures(const QRectF& rect, const QString& text);
    void shaped(const ShapedText& text, const QPointF& at);

    QPainter& m_painter;
    const MapScene& m_scene;
    const MapMarks& m_marks;
    qreal m_zoom;
    Target m_target;
};

// Dashes of linked traces, in the scene's coordinates.
inline constexpr qreal kLinkDash = 6;
inline constexpr qreal kLinkGap = 5;

// How much larger than at 1:1 names are drawn in the scene at `zoom`; 0: not at all; 1: with the rest of the text.
qreal nameScale(qreal zoom);

// Edges in the order in which they are drawn: those with faults over the others.
std::vector<int> edgeOrder(const MapScene& scene);

// All of `scene`, as a picture.
void paintMap(QPainter& painter, const MapScene& scene, qreal zoom);

} // namespace fluoroscope
