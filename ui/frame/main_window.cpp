// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/main_window.h"

#include "ui/filter/filter_bar.h"
#include "ui/filter/filter_clauses.h"
#include "ui/filter/filter_edit.h"
#include "ui/frame/activity_strip.h"
#include "ui/frame/chart_accessible.h"
#include "ui/frame/content_frame.h"
#include "ui/frame/empty_state.h"
#include "ui/frame/feeds.h"
#include "ui/frame/findings_view.h"
#include "ui/frame/nav_rail.h"
#include "ui/frame/page_message.h"
#include "ui/frame/status_bar.h"
#include "ui/frame/tool_row.h"
#include "ui/frame/trace_tabs.h"
#include "ui/map/map_page.h"
#include "ui/traces/traces_page.h"

#include <QMenu>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace fluoroscope {

MainWindow::MainWindow(const SessionPorts& session, Settings& settings)
    : m_source(session.source)
    , m_capture(session.capture)
    , m_settings(settings)
    , m_state(session.state)
    , m_host(session.host)
    , m_forwarding(session.forwarding)
    , m_isLookedAt(session.isLookedAt)
    , m_whyNotReceiving(session.whyNotReceiving)
    , m_exporter(2)
    , m_listenLane(m_runner.addLane())
    , m_extentLane(m_runner.addLane())
    , m_exportLane(m_exporter.addLane())
    , m_wordLane(m_runner.addLane())
    , m_groupLane(m_runner.addLane())
    , m_nameLane(m_runner.addLane())
    , m_live(session.source)
{
    readName();
    resize(1280, 800);
    setMinimumSize(720, 480);
    installChartAccessibility();
    setAcceptDrops(session.host != nullptr);
    m_spans = new QMenu(tr("Time range"), this);
    layOut();
    addActions();
    m_activityFeed = new ActivityFeed(
        m_source, m_runner,
        [this](const ActivityGrid& grid, std::vector<ActivityBucket> buckets) {
            m_strip->setSelection(activitySelection(m_live.scope(), grid));
            m_strip->setActivity(grid, std::move(buckets));
        },
        this);
    connectParts();
    m_slow.setSingleShot(true);
    restoreLastState();
    m_statusBar->refresh();
    m_activityFeed->setMostBars(m_strip->mostBars());
    m_live.addAlwaysShown(m_activityFeed);
    showLocation(m_history.current());
    content()->setFocus(); // keys are for the page; Ctrl+F leads to the filter
    widenIfAllIsOlder();
}

MainWindow::~MainWindow() = default;

void MainWindow::layOut()
{
    m_tools = new ToolRow(m_spans, this);
    m_tools->setReceiving(!m_isLookedAt);
    m_strip = new ActivityStrip(this);
    m_rail = new NavRail(this);
    m_stack = new QStackedWidget(this);
    m_empty = new EmptyState(m_capture != nullptr, this);
    m_message = new PageMessage(this);
    m_statusBar = new StatusBar(m_source, m_capture, this);
    m_statusBar->setWhyNotReceiving(m_whyNotReceiving);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_message);

    auto* middle = new QHBoxLayout;
    middle->setContentsMargins(0, 0, 3 * metrics::grid, 0);
    middle->setSpacing(0);
    middle->addWidget(m_rail);
    middle->addWidget(new ContentFrame(m_stack, this), 1);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(3 * metrics::grid, 2 * metrics::grid, 3 * metrics::grid, 0);
    top->setSpacing(2 * metrics::grid);
    top->addWidget(m_tools);
    top->addWidget(m_strip);
    auto* central = new QWidget(this);
    auto* layout = new QVBoxLayout(central);
    layout->setContentsMargins({});
    layout->setSpacing(2 * metrics::grid);
    layout->addLayout(top);
    layout->addLayout(middle, 1);
    layout->addWidget(m_statusBar);
    layout->setSpacing(metrics::grid * 2);
    setCentralWidget(central);
}

void MainWindow::connectParts()
{
    connect(m_rail, &NavRail::chosen, this, &MainWindow::openPage);
    connect(m_tools, &ToolRow::backRequested, this, &MainWindow::goBack);
    connect(m_tools, &ToolRow::forwardRequested, this, &MainWindow::goForward);
    connect(m_tools, &ToolRow::liveToggled, this, &MainWindow::toggleLive);
    FilterBar* filter = m_tools->filter();
    filter->setRecent(m_settings.recentFilters());
    connect(filter, &FilterBar::applied, this, [this](const QString& text, const FilterExpression& expression) {
        setFilter(expression, text);
        content()->setFocus();
    });
    connect(
        filter->edit(), &FilterEdit::wordsWanted, this, [this](const FilterCompletion& blank, const QString& typed) {
            constexpr qint64 kMostWords = 50;
            m_runner.ask(
                m_wordLane,
                [this, blank, typed](
                    std::stop_token stop) { return m_source.filterWords(blank, typed, kMostWords, stop); },
                [this, blank](const Result<QStringList>& words) {
                    m_tools->filter()->edit()->setWords(blank, words.value_or(QStringList()));
                });
        });
    connect(filter, &FilterBar::traceEntered, this, &MainWindow::openTrace);
    m_tools->setGroupsShown(m_state != nullptr);
    connect(m_tools, &ToolRow::groupsRequested, this, [this] { readGroups([this] { offerGroups(); }); });
    connect(filter, &FilterBar::left, this, [this] { content()->setFocus(); });
    connect(m_strip, &ActivityStrip::rangeChosen, this,
        [this](const TimeRange& range) { setRange(range, m_strip->grid().range); });
    connect(m_strip, &ActivityStrip::resetRequested, this, [this] { setSpan(m_history.current().scope.span); });
    connect(m_strip, &ActivityStrip::resized, this, [this] {
        m_activityFeed->setMostBars(m_strip->mostBars());
        m_live.refreshAlwaysShown();
    });
    connect(m_empty, &EmptyState::demoRequested, this, &MainWindow::playDemo);
    connect(m_empty, &EmptyState::testSegmentRequested, this, &MainWindow::sendTestSegment);
    connect(m_empty, &EmptyState::findingsRequested, this, &MainWindow::showFindings);
    connect(m_empty, &EmptyState::otherPortRequested, this, [this] {
        const QString host = m_status.address.section(u':', 0, -2);
        listenAt((host.isEmpty() ? u"127.0.0.1"_s : host) + u":0"_s);
    });
    connect(m_message, &PageMessage::allRequested, this, [this] { setSpan(Duration::zero()); });
    connect(m_message, &PageMessage::unfilteredRequested, this, [this] { setFilter({}, {}); });
    connect(m_message, &Notice::retryRequested, this, &MainWindow::retry);
    connect(m_statusBar, &StatusBar::reasonRequested, this, &MainWindow::say);
    connect(m_statusBar, &StatusBar::findingsRequested, this, &MainWindow::showFindings);
    connect(m_statusBar, &StatusBar::forwarderRequested, this, &MainWindow::showForwarder);
    connect(
        m_statusBar, &StatusBar::refreshed, this, [this](const SessionCounters& counters, const CaptureStatus& status) {
            if (m_findings && counters.findings != m_counters.findings) {
                m_findings->refresh();
            }
            m_counters = counters;
            m_status = status;
            m_tools->setReceiving(!m_isLookedAt && m_whyNotReceiving.isEmpty() && (!m_capture || status.listening));
            if (m_forwarding) {
                m_statusBar->setForwarder(m_forwarding->status());
            }
            if (m_tabs) {
                m_tabs->setApiAddress(status.apiAddress);
            }
            countWaiting();
            tellExport();
            updateContent();
        });
    connect(m_statusBar, &StatusBar::stopRequested, this, &MainWindow::stopExport);
    connect(&m_live, &LiveView::advanced, this, [this] {
        m_counters = m_source.counters();
        updateContent();
    });
    connect(&m_slow, &QTimer::timeout, this, &MainWindow::sayLoading);
}

QWidget* MainWindow::content() const
{
    return m_stack->currentWidget();
}

void MainWindow::openPage(PageKind page)
{
    Location location = m_history.current();
    location.page = page;
    location.trace = page == PageKind::Trace && m_tabs ? m_tabs->currentTrace() : TraceId();
    go(location);
}

void MainWindow::openTrace(const TraceId& id)
{
    Location location = m_history.current();
    location.page = PageKind::Trace;
    location.trace = id;
    go(location);
}

void MainWindow::setFilter(const FilterExpression& filter, const QString& text)
{
    constexpr qsizetype kRecent = 12;
    Location location = m_history.current();
    location.scope = location.scope.filteredBy(filter, text);
    if (location.page == PageKind::Trace) { // the filter is about traces in number
        location.page = PageKind::Traces;
        location.trace = {};
    }
    go(location);
    if (!text.isEmpty()) {
        QStringList recent = m_settings.recentFilters();
        recent.removeAll(text);
        recent.prepend(text);
        m_settings.setRecentFilters(recent.mid(0, kRecent));
        m_tools->filter()->setRecent(m_settings.recentFilters());
    }
}

void MainWindow::narrow(const FilterExpression& clause, PageKind page)
{
    Location location = m_history.current();
    const FilterExpression filter = narrowed(location.scope.filter, clause);
    location.page = page;
    location.trace = {};
    location.scope = location.scope.filteredBy(filter, filter.text());
    go(location);
}

void MainWindow::toggleLive()
{
    Location location = m_history.current();
    if (location.scope.isLive()) {
        location.scope = location.scope.frozenAt(now(), m_activityFeed->newest());
        location.scope.context = m_strip->grid().range;
    } else {
        const bool chosen = !location.scope.isPaused;
        location.scope = location.scope.following();
        if (chosen) {
            go(location); // Back leads to it again
            return;
        }
    }
    m_history.replace(location);
    showLocation(location);
}

void MainWindow::go(const Location& location)
{
    m_history.go(location);
    showLocation(m_history.current());
}

void MainWindow::goBack()
{
    m_history.back();
    showLocation(m_history.current());
}

void MainWindow::goForward()
{
    m_history.forward();
    showLocation(m_history.current());
}

void MainWindow::showLocation(const Location& location)
{
    showScope(location.scope);
    showPage(location);
    updateContent();
    updateActions();
}

void MainWindow::showScope(const Scope& scope)
{
    if (m_live.scope().isLive() && !scope.isLive()) {
        const SessionCounters counters = m_source.counters();
        m_tracesAtPause = counters.traces + counters.evictedTraces;
    }
    // Sources know no groups: what is asked is the group's own filter.
    m_live.setScope(scope.filteredBy(expandGroups(scope.filterInGroup(), m_groups), scope.filterText));
    m_tools->setScope(scope);
    countWaiting();
}

void MainWindow::showPage(const Location& location)
{
    m_rail->setCurrent(location.page);
    PageFeed* feed = location.page == PageKind::Map ? mapFeed()
        : location.page == PageKind::Traces         ? tracesFeed()
                                                    : traceFeed(location.trace);
    if (feed != m_page || location.page == PageKind::Trace) {
        m_page = feed;
        m_live.setPage(feedsOfPage());
    }
}

} // namespace fluoroscope
