// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The timeline of a trace: one widget that paints the visible rows and their bars under a time ruler, for mouse and
// keyboard.
#pragma once

#include "ui/query/query_runner.h"
#include "ui/trace/time_zoom.h"
#include "ui/trace/timeline_layout.h"
#include "ui/trace/timeline_marks.h"
#include "ui/trace/timeline_rows.h"

#include <QAbstractScrollArea>
#include <QBasicTimer>
#include <optional>

namespace fluoroscope {

class TimelineCanvas : public QAbstractScrollArea {
    Q_OBJECT

public:
    // `zoom` is shared with whoever else shows the time axis, and outlives the canvas.
    explicit TimelineCanvas(TimeZoom& zoom, QWidget* parent = nullptr);

    // The same trace again, grown: selection, folding, scrolling and zoom stay. Null empties the canvas.
    void setOrder(std::shared_ptr<const TimelineOrder> order);
    // The same, from the start: for small traces.
    void setTrace(std::shared_ptr<const Trace> trace);
    [[nodiscard]] const TimelineRows& rows() const { return m_rows; }
    [[nodiscard]] TimelineLayout layout() const;

    // Selects the row of `segment` (an index into Trace::segments) and shows it; not reported back as segmentSelected.
    // Within a folded run, with `unfolding` false, the run stands for it.
    void setCurrentSegment(int segment, bool unfolding = true);
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
    void zoomToAll() { m_zoom.fit(); }

    // How rows are listed; what a large trace needs for it is made off the GUI thread.
    [[nodiscard]] TimelineOptions options() const { return m_options; }
    void setOptions(TimelineOptions options);
    void setRepeatsFolded(bool folded) { setOptions({folded, m_options.longestFirst}); }
    void setLongestFirst(bool longest) { setOptions({m_options.foldRepeats, longest}); }

    // Only `row` and what is below it; null: the whole trace. The axis follows.
    void setRoot(TimelineRow row);
    void rootHere();
    void rootUp();

    // Where X-Ray's API is, for the commands that are copied; "host:port", empty: nowhere.
    void setApiAddress(const QString& address) { m_apiAddress = address; }

    // The segments that are added up: marks().chosen().
    void chooseNone() { choose({}); }

signals:
    void findRequested();
    void searchLeft();
    void segmentSelected(int segment); // by mouse or keyboard
    void rowsChanged(); // other rows, or others of them unfolded
    void listingChanged(); // another trace, order or root
    void optionsChanged();
    void choiceChanged();

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
    void timerEvent(QTimerEvent* event) override;

private:
    enum class Drag : std::uint8_t { None, Divider, Band, Pan, Marquee };

    // A row by what it stands for: indices move when a segment arrives.
    struct Anchor {
        SegmentId segment; // null: a header
        ServiceKey service;
        bool run = false;
    };
    [[nodiscard]] Anchor anchorOf(TimelineRow row) const;
    [[nodiscard]] TimelineRow rowOf(const Anchor& anchor) const;

    void keepChoice(const TimelineSkeleton& before);
    void followRoot();
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
    bool switchByKey(int key);
    void pressRow(int row, QMouseEvent* event);

    // Of the rows from one to the other, the segments that were at work within `window`; a folded run gives its
    // members.
    [[nodiscard]] std::vector<std::int32_t> segmentsBetween(
        int a, int b, const std::optional<TimeWindow>& window) const;
    void choose(std::vector<std::int32_t> segments);
    void extendTo(int row);
    void toggleChosen(int row);
    void dragMarquee(QPoint position);
    [[nodiscard]] QRect marquee() const;

    TimeZoom& m_zoom;
    TimelineRows m_rows;
    TimelineMarks m_marks;
    bool m_showsPath = false;
    TimelineRow m_current;
    int m_nameColumn = 264;
    int m_hovered = -1;
    Drag m_drag = Drag::None;
    TimelineOptions m_options;
    QString m_apiAddress;
    TimelineRow m_knownRoot;
    TimelineRow m_choiceBegin; // where Shift and arrows began
    QPoint m_marqueeBegin; // y from the top of the rows
    QPoint m_marqueeEnd; // of the viewport
    bool m_marqueeDrawn = false;
    QBasicTimer m_scrolling; // while a marquee is drawn past an edge
    QPoint m_pressed;
    TimeWindow m_pressedWindow;
    Duration m_bandBegin{};
    Duration m_bandEnd{};
    QueryRunner m_runner;
    int m_pathLane;
    int m_orderLane;
};

} // namespace fluoroscope
