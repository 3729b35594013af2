// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The page of one trace: header line, its map, a minimap, the timeline, and the inspector beside them.
#pragma once

#include "core/trace/trace.h"
#include "ui/query/query_runner.h"

#include <QWidget>
#include <memory>

class QStackedLayout;
class QVBoxLayout;

namespace fluoroscope {

class FindBar;
class Inspector;
class Notice;
class RootBar;
class TimeZoom;
class TotalsBar;
class TimelineCanvas;
class TimelineOrder;
class TraceHeader;
class TraceSplitter;
class TraceMinimap;

// Not "TracePage": that is a page of the trace list, in the port.
class TraceDetailsPage : public QWidget {
    Q_OBJECT

public:
    explicit TraceDetailsPage(QWidget* parent = nullptr);

    // The same trace again, grown: selected segment, folding, scrolling and zoom stay. Another trace starts with its
    // first fault selected, or its root. A large trace is made ready off the GUI thread; until then the page shows what
    // it showed, or says so.
    void setTrace(std::shared_ptr<const Trace> trace);
    // For pictures, which cannot wait: every trace is shown when setTrace() returns.
    void setAtOnce() { m_atOnce = true; }
    [[nodiscard]] std::shared_ptr<const Trace> trace() const { return m_trace; }
    void clear();
    // Instead of a trace: "Loading the trace…"; or why there is none.
    void setMessage(const QString& message);
    void setProblem(const QString& problem);

    // What it is the trace of: "GET /order/1", or its root's name.
    [[nodiscard]] QString subject() const;

    // The trace's map, above the minimap; the page takes it. It can be folded away by the header's button.
    void setMapWidget(QWidget* map);

    // The index of the selected segment; -1: none.
    [[nodiscard]] int currentSegment() const { return m_current; }
    // Selects a segment as if the user had: from the map, from a link.
    void selectSegment(int segment);

    [[nodiscard]] TimelineCanvas* timeline() const { return m_timeline; }
    [[nodiscard]] Inspector* inspector() const { return m_inspector; }

    [[nodiscard]] bool isCriticalPathShown() const;
    [[nodiscard]] bool areRepeatsFolded() const;
    [[nodiscard]] bool isLongestFirst() const;

    // Where X-Ray's API is, for the commands that are copied; "host:port", empty: nowhere.
    void setApiAddress(const QString& address);

    // Widths and what is folded away, for the settings.
    [[nodiscard]] QByteArray saveLayout() const;
    void restoreLayout(const QByteArray& layout);

public slots:
    // What a menu offers; each is a key of the timeline, too.
    void startSearch();
    void showCriticalPath(bool shown);
    void foldRepeats(bool folded);
    void sortLongestFirst(bool longest);
    void rootHere();
    void showWholeTrace();
    void goToNextProblem();
    void goToPreviousProblem();
    void unfoldAll();
    void foldAll();

signals:
    // Light its node on the map. Index into trace()->segments.
    void currentSegmentChanged(int segment);
    void linkedTraceRequested(const TraceId& id);
    void retryRequested(); // after a problem

protected:
    void focusInEvent(QFocusEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void showOrder(std::shared_ptr<const TimelineOrder> order);
    void showListing();
    void showStep(int step);
    void addUp();
    void inspect(int segment);
    void find(const QString& words, bool typed); // only what was typed moves the selection
    void tellMatches();
    void endSearch();
    void showNothing();
    void showMap(bool visible);
    void makeRoomForMap();

    std::shared_ptr<const Trace> m_trace;
    int m_current = -1;
    bool m_mapWanted = true;
    bool m_atOnce = false;
    TimeZoom* m_zoom;
    QStackedLayout* m_stack;
    Notice* m_message;
    TraceSplitter* m_splitter = nullptr;
    QVBoxLayout* m_column;
    TraceHeader* m_header;
    QWidget* m_map = nullptr;
    FindBar* m_find;
    QueryRunner m_finder;
    int m_findLane;
    int m_readyLane;
    int m_totalsLane;
    RootBar* m_root;
    TraceMinimap* m_minimap;
    TimelineCanvas* m_timeline;
    TotalsBar* m_totals;
    Inspector* m_inspector;
};

} // namespace fluoroscope
