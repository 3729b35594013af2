// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The page of one trace: header line, its map, a minimap, the timeline, and the inspector beside them.
#pragma once

#include "core/trace/trace.h"
#include "ui/query/query_runner.h"

#include <QWidget>
#include <memory>

class QLabel;
class QSplitter;
class QStackedLayout;
class QVBoxLayout;

namespace fluoroscope {

class FindBar;
class Inspector;
class TimeZoom;
class TimelineCanvas;
class TraceHeader;
class TraceMinimap;

// Not "TracePage": that is a page of the trace list, in the port.
class TraceDetailsPage : public QWidget {
    Q_OBJECT

public:
    explicit TraceDetailsPage(QWidget* parent = nullptr);

    // The same trace again, grown: selected segment, folding, scrolling and zoom stay. Another trace starts with its
    // first fault selected, or its root.
    void setTrace(std::shared_ptr<const Trace> trace);
    [[nodiscard]] std::shared_ptr<const Trace> trace() const { return m_trace; }
    void clear();
    // Instead of a trace: "Reading the trace…", "Trace 1-… is not in this session."
    void setMessage(const QString& message);

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

    // The search within the trace, for whoever has a menu.
    void startSearch();

    // Widths and what is folded away, for the settings.
    [[nodiscard]] QByteArray saveLayout() const;
    void restoreLayout(const QByteArray& layout);

signals:
    // Light its node on the map. Index into trace()->segments.
    void currentSegmentChanged(int segment);
    void linkedTraceRequested(const TraceId& id);

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void inspect(int segment);
    void find(const QString& words);
    void tellMatches();
    void endSearch();
    void showMap(bool visible);

    std::shared_ptr<const Trace> m_trace;
    int m_current = -1;
    bool m_mapWanted = true;
    TimeZoom* m_zoom;
    QStackedLayout* m_stack;
    QLabel* m_message;
    QSplitter* m_splitter;
    QVBoxLayout* m_column;
    TraceHeader* m_header;
    QWidget* m_map = nullptr;
    FindBar* m_find;
    QueryRunner m_finder;
    int m_findLane;
    TraceMinimap* m_minimap;
    TimelineCanvas* m_timeline;
    Inspector* m_inspector;
};

} // namespace fluoroscope
