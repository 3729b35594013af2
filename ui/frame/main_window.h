// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The window: one scope over the pages, and what is received around them.
#pragma once

#include "core/group/trace_group.h"
#include "core/ports/capture.h"
#include "core/ports/state_store.h"
#include "core/ports/trace_source.h"
#include "ui/frame/history.h"
#include "ui/frame/live_view.h"
#include "ui/frame/settings.h"
#include "ui/query/query_runner.h"

#include <QMainWindow>
#include <QPointer>

class QActionGroup;
class QStackedWidget;

namespace fluoroscope {

class ActivityFeed;
class ActivityStrip;
class EmptyState;
class FindingsView;
class MapPage;
class NavRail;
class PageMessage;
class StatusBar;
class ToolRow;
class TraceFeed;
class TraceTabs;
class TracesPage;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    // All outlive the window. `capture` is null where a session is only looked at, `state` where there are no groups.
    MainWindow(TraceSource& source, Capture* capture, Settings& settings, StateStore* state = nullptr);
    ~MainWindow() override;

    void openPage(PageKind page);
    void openTrace(const TraceId& id);
    // In a tab of its own, behind what is shown.
    void openTraceApart(const TraceId& id);
    void goBack();
    void goForward();
    // Pauses a live scope, and lets any other follow again.
    void toggleLive();
    void setSpan(Duration span);
    // Shows only what meets `filter`, which was typed as `text`.
    void setFilter(const FilterExpression& filter, const QString& text);
    // Adds `clause` to the filter and shows the rest on `page`.
    void narrow(const FilterExpression& clause, PageKind page);
    void showFindings();
    // Shows only what is in the group; empty: in Default, which is all.
    void setGroup(const QString& name);

    [[nodiscard]] const Location& location() const { return m_history.current(); }
    // What is on the screen at the moment: a page, the empty state or a message.
    [[nodiscard]] QWidget* content() const;

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void layOut();
    void addActions();
    void addFileActions();
    void addEditActions();
    void addViewActions();
    void addCaptureActions();
    void addTraceActions();
    void addHelpActions();
    void connectParts();

    void go(const Location& location);
    void showLocation(const Location& location);
    void showPage(const Location& location);
    void showScope(const Scope& scope);
    void updateContent();
    void updateActions();
    void sayLoading();
    void countWaiting();
    void widenIfAllIsOlder();

    // Pages are made when they are first shown.
    [[nodiscard]] std::vector<PageFeed*> feedsOfPage() const;
    PageFeed* mapFeed();
    PageFeed* tracesFeed();
    PageFeed* traceFeed(const TraceId& id);
    TraceTabs& tabs();

    // Asks for the session's groups, and tells when they are there.
    void readGroups(std::function<void()> done);
    void offerGroups();
    void makeGroup();

    void pasteTrace();
    void askForTrace();
    void copyTrace();
    [[nodiscard]] std::optional<TraceId> traceAtHand() const;
    void savePicture();
    void saveTraces();
    void saveTrace();
    void listenElsewhere();
    void listenAt(const QString& address);
    void playDemo();
    void sendTestSegment();
    void say(const QString& notice);

    TraceSource& m_source;
    Capture* m_capture;
    Settings& m_settings;
    StateStore* m_state;
    QueryRunner m_runner;
    int m_captureLane;
    int m_extentLane;
    int m_exportLane;
    int m_wordLane;
    int m_groupLane;
    History m_history;
    LiveView m_live;
    std::vector<TraceGroup> m_groups; // as last read
    SessionCounters m_counters;
    CaptureStatus m_status;
    qint64 m_tracesAtPause = 0;

    QMenu* m_spans = nullptr;
    QActionGroup* m_spanGroup = nullptr;
    ToolRow* m_tools = nullptr;
    ActivityStrip* m_strip = nullptr;
    NavRail* m_rail = nullptr;
    StatusBar* m_statusBar = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    PageMessage* m_message = nullptr;
    MapPage* m_map = nullptr;
    TracesPage* m_traces = nullptr;
    TraceTabs* m_tabs = nullptr;
    PageFeed* m_mapFeed = nullptr;
    PageFeed* m_tracesFeed = nullptr;
    PageFeed* m_statisticsFeed = nullptr;
    TraceFeed* m_traceFeed = nullptr;
    ActivityFeed* m_activityFeed = nullptr;
    PageFeed* m_page = nullptr; // of the visible page
    QTimer m_slow; // says "Loading…" when an answer takes long
    QPointer<FindingsView> m_findings;
    QAction* m_back = nullptr;
    QAction* m_forward = nullptr;
    QAction* m_liveAction = nullptr;
    QAction* m_copyTrace = nullptr;
    QAction* m_saveTrace = nullptr;
    QAction* m_openSelected = nullptr;
    QAction* m_openApart = nullptr;
    QList<QAction*> m_tabActions; // of the open traces
};

} // namespace fluoroscope
