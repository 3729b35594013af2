// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/time_zoom.h"

namespace fluoroscope {

void TimeZoom::setTotal(Duration total)
{
    const bool fitted = isFitted();
    m_total = wholeWindow(total).end;
    const TimeWindow window = fitted ? wholeWindow(m_total) : panned(m_window, m_total, Duration{0});
    m_window = {window.begin, std::min(window.end, m_total)};
    emit changed();
}

void TimeZoom::setWindow(TimeWindow window)
{
    // Clamped here once, so that a brush or a drag may hand in whatever the mouse did.
    window = zoomed(window, m_total, 1, window.begin);
    if (window != m_window) {
        m_window = window;
        emit changed();
    }
}

} // namespace fluoroscope
