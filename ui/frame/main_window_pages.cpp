// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The pages of the window: made when they are first shown, and what stands in their place while they have nothing to
// show.

#include "ui/frame/main_window.h"

#include "ui/frame/activity_strip.h"
#include "ui/frame/empty_state.h"
#include "ui/frame/feeds.h"
#include "ui/frame/map_details_feed.h"
#include "ui/frame/page_message.h"
#include "ui/frame/status_bar.h"
#include "ui/frame/trace_tabs.h"
#include "ui/map/map_page.h"
#include "ui/traces/traces_feed.h"
#include "ui/traces/traces_page.h"

#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {
constexpr int kSlow = 500; // ms after which waiting is worth a word
}

std::vector<PageFeed*> MainWindow::feedsOfPage() const
{
    return m_page == m_tracesFeed ? std::vector<PageFeed*>{m_tracesFeed, m_statisticsFeed}
        : m_page == m_mapFeed     ? std::vector<PageFeed*>{m_mapFeed, m_mapDetails}
                                  : std::vector<PageFeed*>{m_page};
}

void MainWindow::retry()
{
    m_live.setPage(feedsOfPage());
}

PageFeed* MainWindow::tracesFeed()
{
    if (!m_traces) {
        m_traces = new TracesPage(m_source, m_runner, this);
        m_traces->restoreColumns(m_settings.traceColumns());
        m_stack->addWidget(m_traces);
        m_tracesFeed = new TracesFeed(m_traces->model(), this);
        connect(m_tracesFeed, &PageFeed::answered, this, &MainWindow::updateContent);
        connect(m_traces, &TracesPage::traceActivated, this, &MainWindow::openTrace);
        connect(m_traces, &TracesPage::traceOpenedApart, this, &MainWindow::openTraceApart);
        connect(m_traces, &TracesPage::selectedTraceChanged, this, &MainWindow::updateActions);
        m_statisticsFeed = new StatisticsFeed(
            m_source, m_runner, [this](const TraceStatistics& statistics) { m_traces->setStatistics(statistics); },
            this);
        connect(m_statisticsFeed, &PageFeed::answered, this, [this] {
            if (!m_statisticsFeed->problem().isEmpty()) {
                m_traces->setStatisticsProblem(m_statisticsFeed->problem());
            }
        });
        connect(m_traces, &TracesPage::retryRequested, this, &MainWindow::retry);
        connect(m_traces, &TracesPage::narrowRequested, this,
            [this](const FilterExpression& clause) { narrow(clause, PageKind::Traces); });
    }
    return m_tracesFeed;
}

// The page itself, or what stands in its place while it has nothing to show.
void MainWindow::updateContent()
{
    if (!m_page) {
        return; // the window is being made
    }
    const PageKind page = m_history.current().page;
    QWidget* shown = page == PageKind::Map ? static_cast<QWidget*>(m_map)
        : page == PageKind::Traces         ? static_cast<QWidget*>(m_traces)
                                           : m_tabs;
    const bool indexing = m_counters.indexed < m_counters.documents;
    if (page == PageKind::Trace) {
        m_slow.stop(); // the page speaks for itself
    } else if (m_counters.traces == 0 && !indexing) {
        m_empty->setStatus(m_status, m_counters.findings);
        shown = m_empty;
    } else if (!m_page->hasAnswered()) {
        if (m_stack->currentWidget() == m_message && m_message->isLoading()) {
            shown = m_message;
        } else if (!m_slow.isActive()) {
            m_slow.start(kSlow);
        }
    } else if (!m_page->problem().isEmpty()) {
        m_message->showProblem(m_page->problem());
        shown = m_message;
    } else if (m_page->isBlank()) {
        const Scope& scope = m_history.current().scope;
        m_message->showNothing(scope.label(), scope.isNarrowed(), scope.fixed || scope.span != Duration::zero());
        shown = m_message;
    }
    showInStack(shown);
}

// The keys stay with what is shown, if they were with what was.
void MainWindow::showInStack(QWidget* shown)
{
    if (m_stack->currentWidget() == shown) {
        return;
    }
    const bool hadFocus = !focusWidget() || m_stack->isAncestorOf(focusWidget());
    m_stack->setCurrentWidget(shown);
    if (hadFocus) {
        shown->setFocus();
    }
}

void MainWindow::sayLoading()
{
    if (!m_page->hasAnswered()) {
        m_message->showLoading();
        showInStack(m_message);
    }
}

void MainWindow::countWaiting()
{
    const bool live = m_history.current().scope.isLive();
    const qint64 come = m_counters.traces + m_counters.evictedTraces - m_tracesAtPause;
    m_statusBar->setWaiting(live ? 0 : std::max<qint64>(come, 0));
}

// A session of another day would open on an empty quarter of an hour.
void MainWindow::widenIfAllIsOlder()
{
    m_runner.ask(
        m_extentLane, [this](std::stop_token stop) { return m_source.extent(stop); },
        [this, opened = m_history.current().scope](const Result<TimeRange>& extent) {
            const Scope& scope = m_history.current().scope;
            const bool untouched = scope == opened; // a range that was chosen meanwhile stays
            if (untouched && extent && extent->begin < extent->end && scope.isLive()
                && extent->end < scope.rangeAt(now()).begin) {
                Location location = m_history.current();
                location.scope.span = Duration::zero();
                m_history.replace(location);
                showLocation(location);
            }
        });
}

} // namespace fluoroscope
