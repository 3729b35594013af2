// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Response times as bars over a logarithmic axis, of which a range can be chosen by dragging or by keys.
#pragma once

#include "core/graph/service_graph.h"

#include <QWidget>

namespace fluoroscope {

class ResponseHistogram : public QWidget {
    Q_OBJECT

public:
    // `plotHeight`: of the bars, in pixels.
    explicit ResponseHistogram(int plotHeight, QWidget* parent = nullptr);

    void setHistogram(const Histogram& histogram);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

signals:
    void rangeChosen(fluoroscope::Duration least, fluoroscope::Duration most);

protected:
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] double positionOf(double milliseconds) const; // 0 to 1 along the axis
    [[nodiscard]] double timeAt(double position) const; // milliseconds
    [[nodiscard]] QRectF plot() const;
    [[nodiscard]] int barAt(qreal x) const;
    [[nodiscard]] QString describe(int one, int other) const;
    void tellChosen();
    void choose();

    int m_plotHeight;
    std::vector<qint64> m_bars; // requests, equally wide on the axis
    int m_from = -1; // the bars of the brush, in either order; -1: there is none
    int m_to = -1;
    int m_firstDecade = 0; // powers of ten of a millisecond at the ends of the axis
    int m_lastDecade = 2;
};

} // namespace fluoroscope
