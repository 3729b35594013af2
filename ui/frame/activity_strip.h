// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Traces per interval, stacked by outcome, over the time around the scope; dragging or Shift+arrows choose a range.
#pragma once

#include "core/ports/trace_source.h"
#include "ui/frame/activity_grid.h"

#include <QWidget>

namespace fluoroscope {

class ActivityStrip : public QWidget {
    Q_OBJECT

public:
    explicit ActivityStrip(QWidget* parent = nullptr);

    void setActivity(const ActivityGrid& grid, std::vector<ActivityBucket> buckets);
    // What lies outside is drawn faintly. Nothing: everything is in scope.
    void setSelection(std::optional<TimeRange> selection);
    [[nodiscard]] const ActivityGrid& grid() const { return m_grid; }
    // How many bars fit.
    [[nodiscard]] int mostBars() const;

    [[nodiscard]] QSize sizeHint() const override;

signals:
    void rangeChosen(const fluoroscope::TimeRange& range); // within the strip, whole intervals
    void resetRequested();
    void resized(); // there is room for another number of bars

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    bool event(QEvent* event) override;

private:
    struct Brush { // intervals, either order
        int from = 0;
        int to = 0;
    };

    [[nodiscard]] int intervals() const;
    [[nodiscard]] int intervalAt(qreal x) const;
    [[nodiscard]] QRectF plot() const; // where the bars stand
    [[nodiscard]] qreal xOf(Timestamp time) const;
    [[nodiscard]] TimeRange rangeOf(const Brush& brush) const;
    [[nodiscard]] QString describe(int interval) const;
    void drawBars(QPainter& painter) const;
    void drawLabels(QPainter& painter) const;
    void drawSelection(QPainter& painter) const;
    void moveCursor(int to, bool extend);

    ActivityGrid m_grid;
    std::vector<ActivityBucket> m_buckets; // sorted by begin
    std::optional<TimeRange> m_selection;
    std::optional<Brush> m_brush; // while it is being chosen
    bool m_dragging = false;
    int m_cursor = -1; // interval, of the keyboard; -1: none
};

} // namespace fluoroscope
