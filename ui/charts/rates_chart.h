// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which share of requests failed, over time: errors, throttles and faults, stacked. A range of time can be chosen by
// dragging or by keys.
#pragma once

#include "core/ports/trace_source.h"
#include "ui/frame/activity_grid.h"

#include <QWidget>

namespace fluoroscope {

class RatesChart : public QWidget {
    Q_OBJECT

public:
    explicit RatesChart(QWidget* parent = nullptr);

    // Requests by outcome in the intervals of `grid`; those without any are left out.
    void setRates(const ActivityGrid& grid, std::vector<ActivityBucket> buckets);
    void clear();

    // The share at the upper end of the axis.
    [[nodiscard]] double axisEnd() const { return m_axisEnd; }
    // "14:31:00 – 14:31:15, 26 requests, ! 4.1 % error, ✕ 11 % fault".
    [[nodiscard]] QString describe(int interval) const;
    [[nodiscard]] int intervals() const;

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void rangeChosen(const fluoroscope::TimeRange& range);

protected:
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] const ActivityBucket* bucketOf(int interval) const; // null: no requests
    [[nodiscard]] Timestamp timeOf(int interval) const;
    [[nodiscard]] int intervalAt(qreal x) const;
    void drawBars(QPainter& painter) const;
    void drawAxis(QPainter& painter) const;
    void drawBrush(QPainter& painter) const;
    void choose();
    void forgetBrush();
    void summarize();

    ActivityGrid m_grid;
    std::vector<ActivityBucket> m_buckets; // sorted by begin
    double m_axisEnd = 0; // 0: nothing failed
    int m_from = -1; // intervals of the brush, in either order; -1: there is none
    int m_to = -1;
};

} // namespace fluoroscope
