// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The window's time range: a span up to now, or from one point in the past to another.

#include "ui/frame/activity_strip.h"
#include "ui/frame/main_window.h"
#include "ui/frame/range_popover.h"
#include "ui/frame/tool_row.h"

#include <algorithm>

namespace fluoroscope {

void MainWindow::setSpan(Duration span)
{
    Location location = m_history.current();
    location.scope = location.scope.over(span);
    go(location);
}

void MainWindow::setRange(const TimeRange& range, const TimeRange& context)
{
    constexpr std::size_t kRecent = 5;
    Location location = m_history.current();
    location.scope.fixed = range;
    location.scope.isPaused = false;
    location.scope.context = context;
    go(location);
    std::vector<TimeRange> recent = m_settings.recentRanges();
    std::erase(recent, range);
    recent.insert(recent.begin(), range);
    recent.resize(std::min(recent.size(), kRecent));
    m_settings.setRecentRanges(recent);
}

void MainWindow::chooseRange()
{
    // Of what is shown: the fields begin with a range that can be narrowed.
    const TimeRange drawn = m_strip->grid().range;
    TimeRange range = m_history.current().scope.rangeAt(now());
    range.end = std::min(range.end, now());
    if (range.begin == Timestamp::min()) {
        range.begin = drawn == TimeRange{} ? range.end - std::chrono::hours(1) : drawn.begin;
    }
    auto* popover = new RangePopover(range, m_settings.recentRanges(), this); // deletes itself
    connect(popover, &RangePopover::chosen, this, [this](const TimeRange& chosen) { setRange(chosen, {}); });
    connect(popover, &RangePopover::spanChosen, this, &MainWindow::setSpan);
    popover->popUp(m_tools->rangeCorner());
}

} // namespace fluoroscope
