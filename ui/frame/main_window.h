// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The window: one scope over the pages, and what is received around them.
#pragma once

#include "core/group/trace_group.h"
#include "ui/frame/history.h"
#include "ui/frame/live_view.h"
#include "ui/frame/session_ports.h"
#include "ui/frame/settings.h"
#include "ui/query/query_runner.h"

#include <QElapsedTimer>
#include <QMainWindow>
#include <QPointer>

class QActionGroup;
class QStackedWidget;

namespace fluoroscope {

class ActivityFeed;
class ActivityStrip;
class EmptyState;
struct ExportProgress;
class FindingsView;
class ForwarderView;
class MapDetailsFeed;
class MapPage;
class NavRail;
class PageMessage;
class PartDialog;
class PlaybackBar;
class PlayerControl;
class ReplayDialog;
class SessionMenu;
class SessionProperties;
class StatusBar;
class ToolRow;
class TraceFeed;
class TraceTabs;
class TracesPage;

class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    // `settings` outlives the window, too.
    MainWindow(const SessionPorts& session, Settings& settings);
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
    // The traces that started within `range`, standing still; `context` is what the activity strip shows around it,
    // null where it is to choose.
    void setRange(const TimeRange& range, const TimeRange& context);
    // Shows only what meets `filter`, which was typed as `text`.
    void setFilter(const FilterExpression& filter, const QString& text);
    // Adds `clause` to the filter and shows the rest on `page`.
    void narrow(const FilterExpression& clause, PageKind page);
    void showFindings();
    void showForwarder();
    // Shows only what is in the group; empty: in Default, which is all.
    void setGroup(const QString& name);

    // Shows the transport bar of what is played, in place of the one before. `player` outlives the window or the next
    // one; `target`: see PlaybackBar.
    void setPlayer(PlayerControl& player, const QString& target = {});
    // What the user has to be told.
    void say(const QString& notice);

    [[nodiscard]] const Location& location() const { return m_history.current(); }
    // What is on the screen at the moment: a page, the empty state or a message.
    [[nodiscard]] QWidget* content() const;

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void restoreLastState();
    void layOut();
    void addActions();
    void addFileActions();
    void addEditActions();
    void addViewActions();
    void addCaptureActions();
    void addMapActions();
    void addTraceActions();
    void addHelpActions();
    void connectParts();

    void go(const Location& location);
    void showLocation(const Location& location);
    void showPage(const Location& location);
    void showScope(const Scope& scope);
    void updateContent();
    void showInStack(QWidget* shown);
    void updateActions();
    void sayLoading();
    void retry(); // what the page asked last
    void countWaiting();
    void widenIfAllIsOlder();

    // Pages are made when they are first shown.
    [[nodiscard]] std::vector<PageFeed*> feedsOfPage() const;
    PageFeed* mapFeed();
    void connectMap();
    PageFeed* tracesFeed();
    PageFeed* traceFeed(const TraceId& id);
    TraceTabs& tabs();

    // Asks for the session's groups, and tells when they are there.
    void readGroups(std::function<void()> done);
    void offerGroups();
    void makeGroup();

    void readName();
    void showName(const QString& name); // empty: the file's
    void showProperties();
    void exportPart();
    void replayToDaemon();

    void chooseRange();
    void pasteTrace();
    void askForTrace();
    void copyTrace();
    [[nodiscard]] std::optional<TraceId> traceAtHand() const;
    [[nodiscard]] QWidget* pageToPicture() const;
    void savePicture();
    void copyPicture();
    void tellCut(const QWidget& page);
    void saveTraces();
    void saveTracesInFull();
    void saveTrace();
    void startExport(const QString& file, std::function<Result<qint64>(std::stop_token, ExportProgress&)> write);
    void stopExport();
    void tellExport();
    void listenElsewhere();
    void listenAt(const QString& address);
    void playDemo();
    void sendTestSegment();

    TraceSource& m_source;
    Capture* m_capture;
    Settings& m_settings;
    StateStore* m_state;
    SessionHost* m_host;
    Forwarding* m_forwarding;
    bool m_isLookedAt;
    QString m_whyNotReceiving;
    QueryRunner m_runner;
    QueryRunner m_exporter; // exports take as long as they take: the pages do not wait for them
    int m_listenLane;
    int m_extentLane;
    int m_exportLane;
    int m_wordLane;
    int m_groupLane;
    int m_nameLane;
    History m_history;
    LiveView m_live;
    std::shared_ptr<ExportProgress> m_export; // null: nothing is being saved
    QElapsedTimer m_exportStarted;
    std::vector<TraceGroup> m_groups; // as last read
    SessionCounters m_counters;
    CaptureStatus m_status;
    qint64 m_tracesAtPause = 0;

    SessionMenu* m_sessions = nullptr;
    QMenu* m_spans = nullptr;
    QActionGroup* m_spanGroup = nullptr;
    QAction* m_customRange = nullptr;
    ToolRow* m_tools = nullptr;
    ActivityStrip* m_strip = nullptr;
    NavRail* m_rail = nullptr;
    PlaybackBar* m_playback = nullptr; // null: nothing is played
    StatusBar* m_statusBar = nullptr;
    QStackedWidget* m_stack = nullptr;
    EmptyState* m_empty = nullptr;
    PageMessage* m_message = nullptr;
    MapPage* m_map = nullptr;
    TracesPage* m_traces = nullptr;
    TraceTabs* m_tabs = nullptr;
    PageFeed* m_mapFeed = nullptr;
    MapDetailsFeed* m_mapDetails = nullptr;
    PageFeed* m_tracesFeed = nullptr;
    PageFeed* m_statisticsFeed = nullptr;
    TraceFeed* m_traceFeed = nullptr;
    ActivityFeed* m_activityFeed = nullptr;
    PageFeed* m_page = nullptr; // of the visible page
    QTimer m_slow; // says "Loading…" when an answer takes long
    QPointer<FindingsView> m_findings;
    QPointer<ForwarderView> m_forwarder;
    QPointer<PartDialog> m_part;
    QPointer<ReplayDialog> m_replayDialog;
    QPointer<SessionProperties> m_properties;
    QMenu* m_captureMenu = nullptr;
    QAction* m_back = nullptr;
    QAction* m_forward = nullptr;
    QAction* m_liveAction = nullptr;
    QAction* m_copyTrace = nullptr;
    QAction* m_copyPicture = nullptr;
    QAction* m_savePicture = nullptr;
    QAction* m_saveTrace = nullptr;
    QAction* m_stopExport = nullptr;
    QAction* m_openSelected = nullptr;
    QAction* m_openApart = nullptr;
    QList<QAction*> m_mapActions;
    QList<QAction*> m_tabActions; // of the open traces
    QList<QAction*> m_pageActions; // of those, what a page does
};

} // namespace fluoroscope
