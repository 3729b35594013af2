// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/timeline_canvas.h"

#include "ui/trace/timeline_accessible.h"
#include "ui/trace/timeline_facts.h"
#include "ui/trace/timeline_painter.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QGuiApplication>
#include <QHelpEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fluoroscope {

TimelineCanvas::TimelineCanvas(TimeZoom& zoom, QWidget* parent)
    : QAbstractScrollArea(parent)
    , m_zoom(zoom)
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
    // A row is found again by what it stands for: indices move when a segment arrives.
    struct Anchor {
        SegmentId segment;
        ServiceKey service;
    };
    const auto anchorOf = [this](TimelineRow row) {
        return row.isHeader() ? Anchor{{}, m_rows.group(row).service} : Anchor{m_rows.segment(row).id, {}};
    };
    const auto find = [this](const Anchor& anchor) -> TimelineRow {
        if (!anchor.segment.isNull()) {
            return m_rows.rowOf(m_rows.trace()->indexOf(anchor.segment));
        }
        for (int row = 0; row < m_rows.count(); ++row) {
            if (m_rows.at(row).isHeader() && m_rows.group(m_rows.at(row)).service == anchor.service) {
                return m_rows.at(row);
            }
        }
        return {};
    };

    const bool same = trace && m_rows.trace() && trace->id == m_rows.trace()->id;
    const int scroll = verticalScrollBar()->value();
    const int topRow = scroll / metrics::rowHeight;
    std::optional<Anchor> top;
    std::optional<Anchor> current;
    if (same && scroll > 0 && topRow < m_rows.count()) {
        top = anchorOf(m_rows.at(topRow));
    }
    if (same && !m_current.isNull()) {
        current = anchorOf(m_current);
    }
    m_hovered = -1;
    m_drag = Drag::None;
    if (!same) {
        m_rows = {};
    }
    m_rows.setTrace(std::move(trace));
    m_current = current ? find(*current) : TimelineRow{};
    m_marks.setMatches({}); // of the trace as it was
    setCriticalPathShown(m_showsPath);
    updateScrollBar();
    const int row = top ? m_rows.indexOf(find(*top)) : -1;
    verticalScrollBar()->setValue(row < 0 ? 0 : row * metrics::rowHeight + scroll % metrics::rowHeight);
    viewport()->update();
    emit rowsChanged();
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

void TimelineCanvas::setCurrentSegment(int segment)
{
    const TimelineRow row = m_rows.rowOf(segment);
    if (row == m_current) {
        return;
    }
    m_current = row;
    if (!row.isNull()) {
        m_rows.reveal(row);
        updateScrollBar();
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
    goTo(m_rows.next(
        m_current, forward, [this](std::int32_t segment) { return m_rows.bar(segment).outcome != Outcome::Ok; }));
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
    m_marks.setPath(shown && m_rows.trace() ? criticalPath(*m_rows.trace()) : std::vector<CriticalPiece>());
    viewport()->update();
}

void TimelineCanvas::goTo(TimelineRow row)
{
    if (row.isNull()) {
        return;
    }
    m_rows.reveal(row);
    updateScrollBar();
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
    const TimelineBar& bar = m_rows.bar(m_current.segment);
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
    if (!row.isNull() && !row.isHeader()) {
        emit segmentSelected(row.segment);
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
        .paint(event->rect(), {m_current, m_hovered, hasFocus(), m_drag == Drag::Band, m_bandBegin, m_bandEnd});
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

void TimelineCanvas::contextMenuEvent(QContextMenuEvent* event)
{
    QPoint global = event->globalPos();
    if (event->reason() == QContextMenuEvent::Mouse) {
        const int row = layout().rowAt(viewport()->mapFromGlobal(global).y());
        if (row >= 0 && row < m_rows.count()) {
            select(m_rows.at(row));
        }
    } else {
        global = viewport()->mapToGlobal(layout().rowRect(m_rows.indexOf(m_current)).center());
    }
    const bool onSegment = !m_current.isNull() && !m_current.isHeader();
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Zoom to segment"), this, &TimelineCanvas::zoomToCurrent)->setEnabled(onSegment);
    menu->addAction(tr("Show whole trace"), &m_zoom, &TimeZoom::fit)->setEnabled(!m_zoom.isFitted());
    menu->addSeparator();
    QAction* path = menu->addAction(tr("Critical path"), this, [this] { setCriticalPathShown(!m_showsPath); });
    path->setCheckable(true);
    path->setChecked(m_showsPath);
    menu->addAction(tr("Find…"), this, &TimelineCanvas::findRequested);
    menu->addSeparator();
    menu->addAction(tr("Unfold all"), this, [this] { setAllExpanded(true); });
    menu->addAction(tr("Fold all"), this, [this] { setAllExpanded(false); });
    menu->addSeparator();
    menu->addAction(
            tr("Copy name"), this, [this] { QGuiApplication::clipboard()->setText(rowName(m_rows, m_current)); })
        ->setEnabled(!m_current.isNull());
    menu->addAction(tr("Copy segment ID"), this,
            [this] { QGuiApplication::clipboard()->setText(m_rows.segment(m_current).id.toString()); })
        ->setEnabled(onSegment);
    menu->popup(global);
}

} // namespace fluoroscope
