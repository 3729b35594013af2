// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Draws the timeline's header and rows; knows nothing of input.
#pragma once

#include "ui/trace/timeline_layout.h"
#include "ui/trace/timeline_marks.h"
#include "ui/trace/timeline_rows.h"

class QPainter;

namespace fluoroscope {

class TimelinePainter {
public:
    struct State {
        TimelineRow current;
        int hovered = -1;
        bool focused = false;
        bool zoomBand = false; // a piece of the ruler is being drawn out
        Duration bandBegin{};
        Duration bandEnd{};
        QRect marquee; // being drawn; empty: none is
    };

    TimelinePainter(QPainter& painter, const TimelineRows& rows, const TimelineMarks& marks,
        const TimelineLayout& layout, TimeWindow window);

    // Everything in `dirty`: the visible rows of it and no other.
    void paint(const QRect& dirty, const State& state);

private:
    void paintHeader(const State& state);
    [[nodiscard]] bool hasTime() const;
    void paintGrid(const QRect& dirty);
    void paintRow(int row, const State& state);
    void paintGroup(int row, TimelineRow entry);
    void paintName(int row, TimelineRow entry);
    void paintColumns(int row, const Segment& segment, Outcome outcome);
    void paintBar(int row, TimelineRow entry, const QColor& background);
    void paintRunColumns(int row, const SiblingRun& run);
    void paintRun(int row, TimelineRow entry);
    void paintPieces(int row, TimelineRow entry, double least, double height, double down);
    [[nodiscard]] bool isChosen(TimelineRow entry) const;
    void paintPath(int row, TimelineRow entry);
    void paintPathBelow(int row, TimelineRow entry, double top);
    void findVisiblePath();
    void paintOpenBar(const QRectF& rect, const QColor& color, const QColor& background);
    void paintLabel(const QRectF& rect, const QString& label, const QColor& inside, const QColor& plate);
    void paintBeyond(int row, bool left, const QColor& color);
    void paintTriangle(int row, TimelineRow entry);

    QPainter& m_painter;
    const TimelineRows& m_rows;
    const TimelineMarks& m_marks;
    const TimelineLayout& m_layout;
    const TimeWindow m_window;
    std::vector<CriticalPiece> m_path; // what is seen of it, no more than a piece for each pixel where it is long
};

} // namespace fluoroscope
