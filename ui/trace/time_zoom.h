// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What part of a trace's time is visible: one object, to which ruler, bars and minimap listen.
#pragma once

#include "ui/trace/time_scale.h"

#include <QObject>

namespace fluoroscope {

class TimeZoom : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    [[nodiscard]] Duration total() const { return m_total; }
    [[nodiscard]] TimeWindow window() const { return m_window; }
    // What there is to see: the whole trace, or the time of a part of it.
    [[nodiscard]] TimeWindow bounds() const { return m_bounds; }
    [[nodiscard]] bool isFitted() const { return m_window == m_bounds; }

    // A growing trace: a fitted window goes on showing the whole, any other stays where it is.
    void setTotal(Duration total);
    // Nothing outside of it is shown until the next call. A fitted window stays fitted.
    void setBounds(TimeWindow bounds);
    void setUnbounded() { setBounds(wholeWindow(m_total)); }
    void setWindow(TimeWindow window);
    void zoom(double factor, Duration about);
    void pan(Duration by) { setWindow(pannedWithin(m_window, by)); }
    void fit() { setWindow(m_bounds); }
    // `window` moved by `by`, no further than the bounds.
    [[nodiscard]] TimeWindow pannedWithin(TimeWindow window, Duration by) const;

signals:
    void changed();

private:
    Duration m_total{1};
    TimeWindow m_bounds;
    TimeWindow m_window;
};

} // namespace fluoroscope
