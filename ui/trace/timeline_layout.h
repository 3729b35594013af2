// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where things lie in the timeline: its columns, rows and bars, in pixels of the viewport.
#pragma once

#include "ui/theme/theme.h"
#include "ui/trace/time_scale.h"

#include <QRect>
#include <algorithm>

namespace fluoroscope {

struct TimelineLayout {
    int width = 0;
    int height = 0;
    int scroll = 0; // pixels of rows above the header's lower edge
    int nameColumn = 264; // as the user set it; narrower where there is no room

    static constexpr int kStatus = 68;
    static constexpr int kCode = 48;
    static constexpr int kDuration = 80;
    static constexpr int kGap = 16;
    static constexpr int kLeastName = 120;
    static constexpr int kLeastBars = 160;
    static constexpr int kIndent = 16;
    static constexpr int kBarHeight = 14;
    static constexpr int kLeastBar = 2;

    [[nodiscard]] int nameWidth() const
    {
        const int room = width - kStatus - kCode - kDuration - 2 * kGap - kLeastBars;
        return std::clamp(nameColumn, kLeastName, std::max(kLeastName, room));
    }
    [[nodiscard]] int statusLeft() const { return nameWidth(); }
    [[nodiscard]] int codeLeft() const { return statusLeft() + kStatus; }
    [[nodiscard]] int durationLeft() const { return codeLeft() + kCode; }
    [[nodiscard]] int barsLeft() const { return durationLeft() + kDuration + kGap; }
    [[nodiscard]] int barsWidth() const { return std::max(width - barsLeft() - kGap, 1); }
    [[nodiscard]] QRect barsArea() const
    {
        return {barsLeft(), metrics::headerHeight, barsWidth(), std::max(height - metrics::headerHeight, 0)};
    }
    [[nodiscard]] QRect ruler() const { return {barsLeft(), 0, width - barsLeft(), metrics::headerHeight}; }
    [[nodiscard]] QRect durationHead() const { return {durationLeft(), 0, kDuration, metrics::headerHeight}; }
    // The edge between Name and Status, where it can be grabbed.
    [[nodiscard]] bool isOnDivider(QPoint position) const
    {
        return std::abs(position.x() - nameWidth()) <= metrics::grid && position.y() < metrics::headerHeight;
    }

    [[nodiscard]] int rowTop(int row) const { return metrics::headerHeight + row * metrics::rowHeight - scroll; }
    [[nodiscard]] QRect rowRect(int row) const { return {0, rowTop(row), width, metrics::rowHeight}; }
    // -1: the header. May be past the last row.
    [[nodiscard]] int rowAt(int y) const
    {
        return y < metrics::headerHeight ? -1 : (y - metrics::headerHeight + scroll) / metrics::rowHeight;
    }
    [[nodiscard]] int rowsPerPage() const { return std::max((height - metrics::headerHeight) / metrics::rowHeight, 1); }

    // Deep trees stop indenting before nothing is left for the names.
    [[nodiscard]] int indent(int level) const { return std::min(level * kIndent, std::max(nameWidth() - 96, 0)); }
    [[nodiscard]] QRect triangle(int row, int level) const
    {
        return {8 + indent(level), rowTop(row), 16, metrics::rowHeight};
    }
    [[nodiscard]] int textLeft(int level) const { return 26 + indent(level); }

    [[nodiscard]] double x(Duration time, TimeWindow window) const
    {
        return barsLeft() + timeToX(time, window, barsWidth());
    }
    [[nodiscard]] Duration timeAt(int pixel, TimeWindow window) const
    {
        return xToTime(pixel - barsLeft(), window, barsWidth());
    }
    // The bar from `begin` to `end`, cut to the bars' area, never thinner than can be seen; empty outside of the
    // window.
    [[nodiscard]] QRectF barRect(int row, Duration begin, Duration end, TimeWindow window) const
    {
        if (end < window.begin || begin > window.end) {
            return {};
        }
        const QRect area = barsArea();
        const double right = area.left() + area.width();
        double left = std::max<double>(x(begin, window), area.left());
        const double length = std::max<double>(std::min(x(end, window), right) - left, kLeastBar);
        left = std::min(left, right - length);
        return {left, rowTop(row) + (metrics::rowHeight - kBarHeight) / 2.0, length, kBarHeight};
    }
};

} // namespace fluoroscope
