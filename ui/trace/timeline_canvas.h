// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The timeline of a trace: one widget that paints the visible rows and their bars under a time ruler, for mouse and
// keyboard.
#pragma once

#include "ui/trace/time_zoom.h"
#include "ui/trace/timeline_layout.h"
#include "ui/trace/timeline_marks.h"
#include "ui/trace/timeline_rows.h"

#include <QAbstractScrollArea>

namespace fluoroscope {

class TimelineCanvas : public QAbstractScrollArea {
    Q_OBJECT

public:
    // `zoom` is shared with whoever else shows the time axis, and outlives the canvas.
    explicit TimelineCanvas(TimeZoom& zoom, QWidget* parent = nullptr);

    // The same trace again, grown: selection, folding, scrolling and zoom stay. Null empties the canvas.
    void setTrace(std::shared_ptr<const Trace> trace);
    [[nodiscard]] const TimelineRows& rows() const { return m_rows; }
    [[nodiscard]] TimelineLayout layout() const;

    // Selects the row of `segment` (an index into Trace::segments) and shows it; not reported back as segmentSelected.
    void setCurrentSegment(int segment);
    [[nodiscard]] TimelineRow current() const { return m_current; }
    void setExpanded(TimelineRow row, bool expanded);
    void setAllExpanded(bool expanded);
    // The next (sub)segment that did not end well, or the one before.
    void goToProblem(bool forward);
    // Matches of a search, as findSegments() gives them.
    void setMatches(std::vector<std::int32_t> matches);
    [[nodiscard]] const TimelineMarks& marks() const { return m_marks; }
    // The next match after the current row, or before it; at the end it goes on at the other end.
    void goToMatch(bool forward);
    // Marks what the trace's end had to wait for.
    void setCriticalPathShown(bool shown);
    [[nodiscard]] bool isCriticalPathShown() const { return m_showsPath; }
    // Zooms to the time that the current segment took.
    void zoomToCurrent();

signals:
    void findRequested();
    void segmentSelected(int segment); // by mouse or keyboard
    void rowsChanged(); // other rows, or others of them unfolded

protected:
    bool viewportEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void scrollContentsBy(int dx, int dy) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    enum class Drag : std::uint8_t { None, Divider, Band, Pan };

    void updateScrollBar();
    void select(TimelineRow row);
    void moveTo(int row);
    void scrollTo(TimelineRow row);
    void foldOrLeave();
    void unfoldOrEnter();
    void hover(QPoint position);
    void goTo(TimelineRow row);
    void announceFocus();
    bool showToolTip(QPoint position, QPoint global);
    bool moveByKey(int key);
    bool zoomByKey(int key);

    TimeZoom& m_zoom;
    TimelineRows m_rows;
    TimelineMarks m_marks;
    bool m_showsPath = false;
    TimelineRow m_current;
    int m_nameColumn = 264;
    int m_hovered = -1;
    Drag m_drag = Drag::None;
    QPoint m_pressed;
    TimeWindow m_pressedWindow;
    Duration m_bandBegin{};
    Duration m_bandEnd{};
};

} // namespace fluoroscope
