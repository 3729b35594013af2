// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What keys, wheel and mouse do to the timeline.

#include "ui/trace/timeline_canvas.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>
#include <QWheelEvent>
#include <cmath>

namespace fluoroscope {

namespace {

constexpr double kZoomStep = 0.8; // a key or a notch of the wheel

} // namespace

void TimelineCanvas::moveTo(int row)
{
    if (m_rows.count() == 0) {
        return;
    }
    const TimelineRow target = m_rows.at(std::clamp(row, 0, m_rows.count() - 1));
    choose({});
    select(target);
    scrollTo(target);
}

void TimelineCanvas::foldOrLeave()
{
    if (m_current.isNull()) {
        return;
    }
    if (m_rows.isExpanded(m_current)) {
        setExpanded(m_current, false);
    } else if (const TimelineRow outer = m_rows.parent(m_current); !outer.isNull()) {
        moveTo(m_rows.indexOf(outer));
    }
}

void TimelineCanvas::unfoldOrEnter()
{
    if (m_current.isNull() || !m_rows.hasChildren(m_current)) {
        return;
    }
    if (m_rows.isExpanded(m_current)) {
        moveTo(m_rows.indexOf(m_current) + 1);
    } else {
        setExpanded(m_current, true);
    }
}

bool TimelineCanvas::moveByKey(int key)
{
    const int row = m_rows.indexOf(m_current);
    switch (key) {
    case Qt::Key_Up:
        moveTo(row - 1);
        return true;
    case Qt::Key_Down:
        moveTo(row + 1);
        return true;
    case Qt::Key_Home:
        moveTo(0);
        return true;
    case Qt::Key_End:
        moveTo(m_rows.count() - 1);
        return true;
    case Qt::Key_PageUp:
        moveTo(row - layout().rowsPerPage());
        return true;
    case Qt::Key_PageDown:
        moveTo(row + layout().rowsPerPage());
        return true;
    case Qt::Key_Left:
        foldOrLeave();
        return true;
    case Qt::Key_Right:
        unfoldOrEnter();
        return true;
    case Qt::Key_Asterisk:
        setAllExpanded(true);
        return true;
    default:
        return false;
    }
}

bool TimelineCanvas::zoomByKey(int key)
{
    const TimeWindow window = m_zoom.window();
    const Duration middle = (window.begin + window.end) / 2;
    switch (key) {
    case Qt::Key_F:
    case Qt::Key_0:
        m_zoom.fit();
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_W:
        m_zoom.zoom(kZoomStep, middle);
        return true;
    case Qt::Key_Minus:
    case Qt::Key_S:
        m_zoom.zoom(1 / kZoomStep, middle);
        return true;
    case Qt::Key_A:
        m_zoom.pan(-window.length() / 8);
        return true;
    case Qt::Key_D:
        m_zoom.pan(window.length() / 8);
        return true;
    case Qt::Key_Z:
        zoomToCurrent();
        return true;
    default:
        return false;
    }
}

// What is done to the listing as a whole.
bool TimelineCanvas::switchByKey(int key)
{
    switch (key) {
    case Qt::Key_C:
        setCriticalPathShown(!m_showsPath);
        return true;
    case Qt::Key_G:
        setRepeatsFolded(!m_options.foldRepeats);
        return true;
    case Qt::Key_O:
        setLongestFirst(!m_options.longestFirst);
        return true;
    case Qt::Key_R:
        rootHere();
        return true;
    case Qt::Key_Slash:
        emit findRequested();
        return true;
    case Qt::Key_Backspace:
        rootUp();
        return true;
    case Qt::Key_Escape:
        if (!m_marks.chosen().empty()) {
            choose({});
            return true;
        }
        if (!m_marks.matches().empty()) {
            emit searchLeft();
            return true;
        }
        if (!m_rows.root().isNull()) {
            setRoot({});
            return true;
        }
        return false;
    default:
        return false;
    }
}

void TimelineCanvas::keyPressEvent(QKeyEvent* event)
{
    const Qt::KeyboardModifiers modifiers = event->modifiers() & ~Qt::KeypadModifier;
    const bool plain = (modifiers & ~Qt::ShiftModifier) == Qt::NoModifier;
    const int key = event->key();
    if (plain && key == Qt::Key_E) {
        goToProblem(modifiers == Qt::NoModifier);
    } else if (plain && (key == Qt::Key_N || key == Qt::Key_Return || key == Qt::Key_Enter)
        && !m_marks.matches().empty()) {
        goToMatch(modifiers == Qt::NoModifier);
    } else if (modifiers == Qt::ShiftModifier && (key == Qt::Key_Up || key == Qt::Key_Down)) {
        extendTo(m_rows.indexOf(m_current) + (key == Qt::Key_Up ? -1 : 1));
    } else if (event->matches(QKeySequence::SelectAll)) {
        choose(segmentsBetween(0, m_rows.count() - 1, {}));
    } else if (!plain || (!switchByKey(key) && !moveByKey(key) && !zoomByKey(key))) {
        QAbstractScrollArea::keyPressEvent(event);
    }
}

void TimelineCanvas::wheelEvent(QWheelEvent* event)
{
    const QPoint delta = event->angleDelta();
    const TimeWindow window = m_zoom.window();
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        const double notches = delta.y() / 120.0;
        m_zoom.zoom(std::pow(kZoomStep, notches), layout().timeAt(event->position().toPoint().x(), window));
    } else if (event->modifiers().testFlag(Qt::ShiftModifier) || std::abs(delta.x()) > std::abs(delta.y())) {
        const int along = delta.x() != 0 ? delta.x() : delta.y();
        m_zoom.pan(-window.length() * along / (120 * 8));
    } else {
        QAbstractScrollArea::wheelEvent(event);
        return;
    }
    event->accept();
}

void TimelineCanvas::mousePressEvent(QMouseEvent* event)
{
    const QPoint position = event->position().toPoint();
    const TimelineLayout place = layout();
    m_pressed = position;
    m_pressedWindow = m_zoom.window();
    if (event->button() == Qt::MiddleButton) {
        m_drag = Drag::Pan;
    }
    if (event->button() != Qt::LeftButton) {
        return;
    }
    if (place.isOnDivider(position)) {
        m_drag = Drag::Divider;
    } else if (place.ruler().contains(position)) {
        m_drag = event->modifiers().testFlag(Qt::ShiftModifier) ? Drag::Pan : Drag::Band;
        m_bandBegin = m_bandEnd = place.timeAt(position.x(), m_pressedWindow);
    } else if (place.durationHead().contains(position)) {
        setLongestFirst(!m_options.longestFirst);
    } else if (position.y() >= metrics::headerHeight) {
        pressRow(place.rowAt(position.y()), event);
    }
}

// Selects or folds; what is dragged from here on is a marquee, also from below the last row.
void TimelineCanvas::pressRow(int row, QMouseEvent* event)
{
    const QPoint position = event->position().toPoint();
    const TimelineLayout place = layout();
    m_marqueeBegin = position + QPoint(0, verticalScrollBar()->value() - metrics::headerHeight);
    m_marqueeDrawn = false;
    if (row >= m_rows.count()) {
        choose({});
    } else if (const TimelineRow entry = m_rows.at(row);
               m_rows.hasChildren(entry) && place.triangle(row, m_rows.level(entry)).contains(position)) {
        setExpanded(entry, !m_rows.isExpanded(entry));
        return;
    } else if (event->modifiers().testFlag(Qt::ShiftModifier)) {
        extendTo(row);
    } else if (event->modifiers().testFlag(Qt::ControlModifier)) {
        toggleChosen(row);
    } else {
        moveTo(row);
    }
    m_drag = Drag::Marquee;
}

void TimelineCanvas::mouseMoveEvent(QMouseEvent* event)
{
    const QPoint position = event->position().toPoint();
    const TimelineLayout place = layout();
    switch (m_drag) {
    case Drag::None:
        hover(position);
        return;
    case Drag::Divider:
        m_nameColumn = std::max(position.x(), TimelineLayout::kLeastName);
        break;
    case Drag::Band:
        m_bandEnd = place.timeAt(position.x(), m_pressedWindow);
        break;
    case Drag::Pan:
        m_zoom.setWindow(m_zoom.pannedWithin(m_pressedWindow,
            place.timeAt(m_pressed.x(), m_pressedWindow) - place.timeAt(position.x(), m_pressedWindow)));
        break;
    case Drag::Marquee:
        dragMarquee(position);
        return;
    }
    viewport()->update();
}

void TimelineCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    const Drag drag = std::exchange(m_drag, Drag::None);
    m_scrolling.stop();
    if (drag == Drag::Band) {
        const auto [begin, end] = std::minmax(m_bandBegin, m_bandEnd);
        if (std::abs(event->position().toPoint().x() - m_pressed.x()) > metrics::grid) {
            m_zoom.setWindow({begin, end});
        }
    }
    viewport()->update();
}

void TimelineCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    const QPoint position = event->position().toPoint();
    const TimelineLayout place = layout();
    if (place.isOnDivider(position)) {
        m_nameColumn = TimelineLayout{}.nameColumn;
        viewport()->update();
    } else if (place.ruler().contains(position)) {
        m_zoom.fit();
    } else if (const int row = place.rowAt(position.y()); row >= 0 && row < m_rows.count()) {
        setExpanded(m_rows.at(row), !m_rows.isExpanded(m_rows.at(row)));
    }
}

void TimelineCanvas::hover(QPoint position)
{
    const TimelineLayout place = layout();
    const int at = place.rowAt(position.y());
    const int row = viewport()->rect().contains(position) && at < m_rows.count() ? at : -1;
    viewport()->setCursor(place.isOnDivider(position) ? Qt::SplitHCursor
            : place.durationHead().contains(position) ? Qt::PointingHandCursor
                                                      : Qt::ArrowCursor);
    if (row != m_hovered) {
        viewport()->update(place.rowRect(m_hovered));
        m_hovered = row;
        viewport()->update(place.rowRect(m_hovered));
    }
}

} // namespace fluoroscope
