// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The whole trace in a few pixels, with the visible time as a brush that can be moved, resized and drawn anew.
#pragma once

#include "ui/trace/time_zoom.h"
#include "ui/trace/timeline_order.h"

#include <QPixmap>
#include <QWidget>

namespace fluoroscope {

class TraceMinimap : public QWidget {
    Q_OBJECT

public:
    explicit TraceMinimap(TimeZoom& zoom, QWidget* parent = nullptr);

    void setTrace(std::shared_ptr<const Trace> trace);
    // What of `order` is shown: all of it, or its places from `first` up to and without `last`.
    void setOrder(std::shared_ptr<const TimelineOrder> order);
    void setOrder(std::shared_ptr<const TimelineOrder> order, std::int32_t first, std::int32_t last);
    [[nodiscard]] QSize sizeHint() const override { return {400, 40}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    enum class Drag : std::uint8_t { None, Draw, Move, Begin, End };

    [[nodiscard]] QRectF area() const;
    [[nodiscard]] double x(Duration time) const;
    [[nodiscard]] Duration timeAt(double x) const;
    [[nodiscard]] Drag grabbed(double x) const;
    void drawTrace();
    void tellWindow();

    TimeZoom& m_zoom;
    std::shared_ptr<const TimelineOrder> m_order;
    std::int32_t m_first = 0;
    std::int32_t m_last = 0;
    QPixmap m_picture; // drawn again only when trace, size or theme differ
    Drag m_drag = Drag::None;
    Duration m_pressed{};
    TimeWindow m_pressedWindow;
};

} // namespace fluoroscope
