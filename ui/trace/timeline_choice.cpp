// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Choosing segments to add up: by a rectangle over the bars, by rows with Shift and arrows, one by one with Ctrl.

#include "ui/trace/timeline_canvas.h"

#include <QGuiApplication>
#include <QScrollBar>
#include <QStyleHints>
#include <QTimerEvent>

namespace fluoroscope {

namespace {

constexpr int kScrollEvery = 30; // ms

} // namespace

std::vector<std::int32_t> TimelineCanvas::segmentsBetween(int a, int b, const std::optional<TimeWindow>& window) const
{
    std::vector<std::int32_t> found;
    if (!m_rows.order()) {
        return found;
    }
    const TimelineSkeleton& skeleton = m_rows.order()->skeleton();
    std::vector<bool> wanted(skeleton.bars.size()); // quicker than sorting what was found
    const auto add = [&](std::int32_t segment) {
        const TimelineBar& bar = skeleton.bars[static_cast<std::size_t>(segment)];
        wanted[static_cast<std::size_t>(segment)] = !window || (bar.end >= window->begin && bar.begin <= window->end);
    };
    const auto [first, last] = std::minmax(a, b);
    m_rows.forEachSegmentBetween(std::max(first, 0), std::min(last, m_rows.count() - 1), add);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i]) {
            found.push_back(static_cast<std::int32_t>(i));
        }
    }
    return found;
}

void TimelineCanvas::choose(std::vector<std::int32_t> segments)
{
    if (segments.empty()) {
        m_choiceBegin = {};
    }
    if (segments != m_marks.chosen()) {
        m_marks.setChosen(std::move(segments));
        viewport()->update();
        emit choiceChanged();
    }
}

// After the trace has grown: the same segments, wherever they are now.
void TimelineCanvas::keepChoice(const TimelineSkeleton& before)
{
    std::vector<std::int32_t> chosen;
    for (const std::int32_t segment : m_marks.chosen()) {
        const std::int32_t now = m_rows.indexOf(before.trace->segments[static_cast<std::size_t>(segment)].id);
        if (now >= 0) {
            chosen.push_back(now);
        }
    }
    std::sort(chosen.begin(), chosen.end());
    m_marks.setChosen(std::move(chosen));
    emit choiceChanged();
}

void TimelineCanvas::extendTo(int row)
{
    if (m_rows.count() == 0) {
        return;
    }
    if (m_choiceBegin.isNull() || m_rows.indexOf(m_choiceBegin) < 0) {
        m_choiceBegin = m_current.isNull() ? m_rows.at(0) : m_current;
    }
    const TimelineRow begin = m_choiceBegin;
    const int end = std::clamp(row, 0, m_rows.count() - 1);
    select(m_rows.at(end));
    scrollTo(m_rows.at(end));
    choose(segmentsBetween(m_rows.indexOf(begin), end, {}));
    m_choiceBegin = begin; // headers alone choose nothing
}

void TimelineCanvas::toggleChosen(int row)
{
    const std::vector<std::int32_t> own = segmentsBetween(row, row, {});
    const std::vector<std::int32_t>& before = m_marks.chosen();
    std::vector<std::int32_t> after;
    if (std::includes(before.begin(), before.end(), own.begin(), own.end())) {
        std::set_difference(before.begin(), before.end(), own.begin(), own.end(), std::back_inserter(after));
    } else {
        std::set_union(before.begin(), before.end(), own.begin(), own.end(), std::back_inserter(after));
    }
    choose(std::move(after));
    m_choiceBegin = m_rows.at(row);
}

QRect TimelineCanvas::marquee() const
{
    if (m_drag != Drag::Marquee || !m_marqueeDrawn) {
        return {};
    }
    const int top = metrics::headerHeight - verticalScrollBar()->value();
    return QRect(m_marqueeBegin + QPoint(0, top), m_marqueeEnd).normalized();
}

void TimelineCanvas::dragMarquee(QPoint position)
{
    const TimelineLayout place = layout();
    m_marqueeEnd = position;
    if (!m_marqueeDrawn
        && (position - m_pressed).manhattanLength() < QGuiApplication::styleHints()->startDragDistance()) {
        return;
    }
    m_marqueeDrawn = true;
    const bool beyond = position.y() < metrics::headerHeight || position.y() >= viewport()->height();
    if (beyond && !m_scrolling.isActive()) {
        m_scrolling.start(kScrollEvery, this);
    } else if (!beyond) {
        m_scrolling.stop();
    }
    const int first = m_marqueeBegin.y() / metrics::rowHeight;
    const int last = place.rowAt(std::clamp(position.y(), metrics::headerHeight, viewport()->height()));
    std::optional<TimeWindow> window; // one that was begun over the names is about rows, not times
    if (m_marqueeBegin.x() >= place.barsLeft()) {
        const auto [left, right] = std::minmax({m_marqueeBegin.x(), position.x()});
        window = TimeWindow{place.timeAt(left, m_zoom.window()), place.timeAt(right, m_zoom.window())};
    }
    choose(segmentsBetween(first, last, window));
    viewport()->update();
}

void TimelineCanvas::timerEvent(QTimerEvent* event)
{
    if (event->timerId() != m_scrolling.timerId()) {
        QAbstractScrollArea::timerEvent(event);
        return;
    }
    if (m_drag != Drag::Marquee) {
        m_scrolling.stop();
        return;
    }
    const int above = m_marqueeEnd.y() - metrics::headerHeight;
    const int below = m_marqueeEnd.y() - viewport()->height();
    verticalScrollBar()->setValue(verticalScrollBar()->value() + (above < 0 ? above : std::max(below, 1)));
    dragMarquee(m_marqueeEnd);
}

} // namespace fluoroscope
