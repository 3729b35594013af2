// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/timeline_canvas.h"

#include "ui/trace/large_trace.h"
#include "ui/trace/timeline_accessible.h"
#include "ui/trace/timeline_facts.h"
#include "ui/trace/timeline_painter.h"

#include <QHelpEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>

namespace fluoroscope {

TimelineCanvas::TimelineCanvas(TimeZoom& zoom, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_zoom(zoom)
    , m_runner(1)
    , m_pathLane(m_runner.addLane())
    , m_orderLane(m_runner.addLane())
{
    installTimelineAccessibility();
    setAccessibleName(tr("Segments timeline"));
    setFrameShape(NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    verticalScrollBar()->setSingleStep(metrics::rowHeight);
    viewport()->setMouseTracking(true);
    viewport()->setAttribute(Qt::WA_OpaquePaintEvent);
    connect(&m_zoom, &TimeZoom::changed, viewport(), qOverload<>(&QWidget::update));
    connect(&Theme::current(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void TimelineCanvas::setTrace(std::shared_ptr<const Trace> trace)
{
    setOrder(trace ? timelineOrder(std::move(trace), m_options) : nullptr);
}

TimelineCanvas::Anchor TimelineCanvas::anchorOf(TimelineRow row) const
{
    return row.isHeader() ? Anchor{{}, m_rows.group(row).service} : Anchor{m_rows.segment(row).id, {}, row.isRun()};
}

TimelineRow TimelineCanvas::rowOf(const Anchor& anchor) const
{
    const TimelineSkeleton& skeleton = m_rows.order()->skeleton();
    if (anchor.segment.isNull()) {
        const auto found = std::find_if(skeleton.groups.begin(), skeleton.groups.end(),
            [&](const TimelineGroup& group) { return group.service == anchor.service; });
        return found == skeleton.groups.end() ? TimelineRow{}
                                              : TimelineRow{static_cast<std::int32_t>(found - skeleton.groups.begin())};
    }
    const TimelineRow row = m_rows.rowOf(m_rows.indexOf(anchor.segment));
    const TimelineRow outer = m_rows.parent(row);
    return anchor.run && outer.isRun() ? outer : row;
}

void TimelineCanvas::setOrder(std::shared_ptr<const TimelineOrder> order)
{
    m_runner.cancel(m_orderLane);
    const std::shared_ptr<const TimelineOrder> before = m_rows.order();
    const bool same = order && before && order->skeleton().trace->id == m_rows.trace()->id;
    const bool again = same && order->sharedSkeleton() == before->sharedSkeleton();
    const int scroll = verticalScrollBar()->value();
    const int topRow = scroll / metrics::rowHeight;
    std::optional<Anchor> top;
    std::optional<Anchor> current;
    if (same && !again && scroll > 0 && topRow < m_rows.count()) {
        top = anchorOf(m_rows.at(topRow));
    }
    if (same && !m_current.isNull()) {
        current = anchorOf(m_current);
    }
    m_hovered = -1;
    m_drag = Drag::None;
    m_choiceBegin = {};
    if (!same) {
        m_rows = {};
        choose({});
    }
    m_rows.setOrder(std::move(order));
    m_current = current ? rowOf(*current) : TimelineRow{};
    m_knownRoot = m_rows.root();
    m_knownRoot.isNull() ? m_zoom.setUnbounded() : m_zoom.setBounds(m_rows.timeOf(m_knownRoot));
    if (!again) { // indices may have moved
        m_marks.setMatches({});
        setCriticalPathShown(m_showsPath);
    }
    if (same && !again) {
        keepChoice(before->skeleton());
    }
    updateScrollBar();
    const int row = top ? m_rows.indexOf(rowOf(*top)) : -1;
    verticalScrollBar()->setValue(row < 0 ? 0 : row * metrics::rowHeight + scroll % metrics::rowHeight);
    if (again) { // listed otherwise: what was looked at stays in sight
        m_rows.reveal(m_current);
        updateScrollBar();
        scrollTo(m_current);
    }
    viewport()->update();
    emit rowsChanged();
    emit listingChanged();
    if (m_rows.order() && m_rows.options() != m_options) {
        setOptions(m_options); // they changed while this was being made
    }
}

void TimelineCanvas::setOptions(TimelineOptions options)
{
    const bool changed = options != m_options;
    m_options = options;
    const std::shared_ptr<const TimelineOrder> order = m_rows.order();
    if (order && order->options() != options) {
        askOf(
            *m_rows.trace(), m_runner, m_orderLane,
            [skeleton = order->sharedSkeleton(), options](
                const std::stop_token&) { return std::make_shared<const TimelineOrder>(skeleton, options); },
            [this](std::shared_ptr<const TimelineOrder> made) { setOrder(std::move(made)); });
    }
    if (changed) {
        emit optionsChanged();
    }
}

void TimelineCanvas::setRoot(TimelineRow row)
{
    m_rows.setRoot(row);
    if (!m_rows.root().isNull() && m_rows.indexOf(m_current) < 0) {
        select(m_rows.root());
    }
    followRoot();
    m_zoom.fit();
    verticalScrollBar()->setValue(0);
    m_rows.reveal(m_current);
    updateScrollBar();
    scrollTo(m_current);
    viewport()->update();
    emit rowsChanged();
}

void TimelineCanvas::rootHere()
{
    if (m_rows.hasChildren(m_current) && m_current != m_rows.root()) {
        setRoot(m_current);
    }
}

void TimelineCanvas::rootUp()
{
    const std::vector<TimelineRow> path = m_rows.pathTo(m_rows.root(), 2);
    if (!path.empty()) {
        setRoot(path.size() > 1 && !path.front().isHeader() ? path.front() : TimelineRow{});
    }
}

// Revealing a row may have left the root.
void TimelineCanvas::followRoot()
{
    updateScrollBar();
    if (m_rows.root() == m_knownRoot) {
        return;
    }
    m_knownRoot = m_rows.root();
    m_knownRoot.isNull() ? m_zoom.setUnbounded() : m_zoom.setBounds(m_rows.timeOf(m_knownRoot));
    emit listingChanged();
}

TimelineLayout TimelineCanvas::layout() const
{
    return {viewport()->width(), viewport()->height(), verticalScrollBar()->value(), m_nameColumn};
}

void TimelineCanvas::updateScrollBar()
{
    const int page = std::max(viewport()->height() - metrics::headerHeight, 0);
    verticalScrollBar()->setPageStep(page);
    verticalScrollBar()->setRange(0, std::max(m_rows.count() * metrics::rowHeight - page, 0));
}

void TimelineCanvas::setCurrentSegment(int segment, bool unfolding)
{
    TimelineRow row = m_rows.rowOf(segment);
    if (const TimelineRow outer = m_rows.parent(row); !unfolding && outer.isRun() && !m_rows.isExpanded(outer)) {
        row = outer;
    }
    if (row == m_current) {
        return;
    }
    m_current = row;
    if (!row.isNull()) {
        m_rows.reveal(row);
        followRoot();
        scrollTo(row);
        emit rowsChanged();
    }
    viewport()->update();
}

void TimelineCanvas::setExpanded(TimelineRow row, bool expanded)
{
    m_rows.setExpanded(row, expanded);
    if (!expanded && m_rows.indexOf(m_current) < 0) { // what was current is folded away: its fold stands for it
        select(row);
    }
    updateScrollBar();
    viewport()->update();
    emit rowsChanged();
    if (QAccessible::isActive()) {
        announceTimelineFold(this, m_rows.indexOf(row));
    }
}

void TimelineCanvas::setAllExpanded(bool expanded)
{
    m_rows.setAllExpanded(expanded);
    TimelineRow visible = m_current;
    while (!visible.isNull() && m_rows.indexOf(visible) < 0) {
        visible = m_rows.parent(visible);
    }
    select(visible);
    updateScrollBar();
    scrollTo(visible);
    viewport()->update();
    emit rowsChanged();
}

void TimelineCanvas::goToProblem(bool forward)
{
    goTo(m_rows.nextProblem(m_current, forward));
}

void TimelineCanvas::setMatches(std::vector<std::int32_t> matches)
{
    m_marks.setMatches(std::move(matches));
    viewport()->update();
}

void TimelineCanvas::goToMatch(bool forward)
{
    const auto isMatch = [this](std::int32_t segment) { return m_marks.isMatch(segment); };
    const TimelineRow next = m_rows.next(m_current, forward, isMatch);
    goTo(next.isNull() ? m_rows.next({}, forward, isMatch) : next);
}

void TimelineCanvas::setCriticalPathShown(bool shown)
{
    m_showsPath = shown;
    m_runner.cancel(m_pathLane);
    m_marks.setPath({});
    viewport()->update();
    if (shown && m_rows.trace()) {
        askOf(
            *m_rows.trace(), m_runner, m_pathLane,
            [trace = m_rows.sharedTrace()](
                const std::stop_token& stop) { return TimelineMarks::sorted(*trace, criticalPath(*trace, stop)); },
            [this](TimelineMarks::Path path) {
                m_marks.setPath(std::move(path));
                viewport()->update();
            });
    }
}

void TimelineCanvas::goTo(TimelineRow row)
{
    if (row.isNull()) {
        return;
    }
    m_rows.reveal(row);
    followRoot();
    emit rowsChanged();
    select(row);
    scrollTo(row);
    const TimelineBar& bar = m_rows.bar(row.segment);
    const TimeWindow window = m_zoom.window();
    if (bar.end < window.begin || bar.begin > window.end) {
        m_zoom.pan((bar.begin + bar.end) / 2 - (window.begin + window.end) / 2);
    }
}

void TimelineCanvas::zoomToCurrent()
{
    if (m_current.isNull() || m_current.isHeader()) {
        return;
    }
    const TimelineBar bar = m_rows.bar(m_current);
    const Duration margin = (bar.end - bar.begin) / 10;
    m_zoom.setWindow({bar.begin - margin, bar.end + margin});
}

void TimelineCanvas::select(TimelineRow row)
{
    if (row == m_current) {
        return;
    }
    m_current = row;
    viewport()->update();
    announceFocus();
    if (!row.isNull()) {
        emit segmentSelected(row.isHeader() ? m_rows.group(row).segments.front() : m_rows.shownSegment(row));
    }
}

void TimelineCanvas::scrollTo(TimelineRow row)
{
    const int index = m_rows.indexOf(row);
    if (index < 0) {
        return;
    }
    const int top = index * metrics::rowHeight;
    const int page = verticalScrollBar()->pageStep();
    const int value = verticalScrollBar()->value();
    if (top < value) {
        verticalScrollBar()->setValue(top);
    } else if (top + metrics::rowHeight > value + page) {
        verticalScrollBar()->setValue(top + metrics::rowHeight - page);
    }
}

void TimelineCanvas::announceFocus()
{
    if (QAccessible::isActive() && hasFocus()) {
        announceTimelineFocus(this, m_rows.indexOf(m_current));
    }
}

bool TimelineCanvas::viewportEvent(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        return showToolTip(help->pos(), help->globalPos());
    }
    if (event->type() == QEvent::Leave) {
        hover({-1, -1});
    }
    return QAbstractScrollArea::viewportEvent(event);
}

bool TimelineCanvas::showToolTip(QPoint position, QPoint global)
{
    const int row = layout().rowAt(position.y());
    if (layout().durationHead().contains(position)) {
        QToolTip::showText(
            global, m_options.longestFirst ? tr("Sort by start (O)") : tr("Sort by duration (O)"), viewport());
        return true;
    }
    if (row < 0 || row >= m_rows.count()) {
        QToolTip::hideText();
        return true;
    }
    QToolTip::showText(global, rowToolTip(m_rows, m_rows.at(row)), viewport(), layout().rowRect(row));
    return true;
}

void TimelineCanvas::paintEvent(QPaintEvent* event)
{
    QPainter painter(viewport());
    const TimelineLayout place = layout();
    TimelinePainter(painter, m_rows, m_marks, place, m_zoom.window())
        .paint(
            event->rect(), {m_current, m_hovered, hasFocus(), m_drag == Drag::Band, m_bandBegin, m_bandEnd, marquee()});
}

void TimelineCanvas::resizeEvent(QResizeEvent* event)
{
    updateScrollBar();
    QAbstractScrollArea::resizeEvent(event);
}

void TimelineCanvas::scrollContentsBy(int dx, int dy)
{
    Q_UNUSED(dx)
    Q_UNUSED(dy)
    viewport()->update(); // the ruler stays where it is: no blitting
}

void TimelineCanvas::focusInEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusInEvent(event);
    if (m_current.isNull() && m_rows.count() > 0) {
        moveTo(std::min(1, m_rows.count() - 1));
    }
    announceFocus();
    viewport()->update();
}

void TimelineCanvas::focusOutEvent(QFocusEvent* event)
{
    QAbstractScrollArea::focusOutEvent(event);
    viewport()->update();
}

} // namespace fluoroscope
