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
    [[nodiscard]] bool isFitted() const { return m_window == wholeWindow(m_total); }

    // A growing trace: a fitted window goes on showing the whole, any other stays where it is.
    void setTotal(Duration total);
    void setWindow(TimeWindow window);
    void zoom(double factor, Duration about) { setWindow(zoomed(m_window, m_total, factor, about)); }
    void pan(Duration by) { setWindow(panned(m_window, m_total, by)); }
    void fit() { setWindow(wholeWindow(m_total)); }

signals:
    void changed();

private:
    Duration m_total{1};
    TimeWindow m_window;
};

} // namespace fluoroscope
