// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/time_zoom.h"

#include <algorithm>

namespace fluoroscope {

namespace {

TimeWindow moved(TimeWindow window, Duration by)
{
    return {window.begin + by, window.end + by};
}

} // namespace

void TimeZoom::setTotal(Duration total)
{
    const bool whole = m_bounds == wholeWindow(m_total);
    m_total = wholeWindow(total).end;
    setBounds(whole ? wholeWindow(m_total) : m_bounds);
    emit changed();
}

void TimeZoom::setBounds(TimeWindow bounds)
{
    const bool fitted = isFitted();
    const TimeWindow whole = wholeWindow(m_total);
    m_bounds.begin = std::clamp(bounds.begin, whole.begin, whole.end - Duration{1});
    m_bounds.end = std::clamp(bounds.end, m_bounds.begin + Duration{1}, whole.end);
    const TimeWindow window = fitted ? m_bounds : pannedWithin(m_window, Duration{0});
    m_window = {window.begin, std::min(window.end, m_bounds.end)};
    emit changed();
}

void TimeZoom::setWindow(TimeWindow window)
{
    // Clamped here once, so that a brush or a drag may hand in whatever the mouse did.
    window = moved(
        zoomed(moved(window, -m_bounds.begin), m_bounds.length(), 1, window.begin - m_bounds.begin), m_bounds.begin);
    if (window != m_window) {
        m_window = window;
        emit changed();
    }
}

void TimeZoom::zoom(double factor, Duration about)
{
    setWindow(moved(
        zoomed(moved(m_window, -m_bounds.begin), m_bounds.length(), factor, about - m_bounds.begin), m_bounds.begin));
}

TimeWindow TimeZoom::pannedWithin(TimeWindow window, Duration by) const
{
    return moved(panned(moved(window, -m_bounds.begin), m_bounds.length(), by), m_bounds.begin);
}

} // namespace fluoroscope
