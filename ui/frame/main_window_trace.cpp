// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The traces that are open in the window: their tabs, what feeds them, and the menu of what can be done with one.

#include "ui/frame/feeds.h"
#include "ui/frame/main_window.h"
#include "ui/frame/nav_rail.h"
#include "ui/frame/trace_tabs.h"
#include "ui/frame/trace_with_map.h"
#include "ui/trace/timeline_canvas.h"
#include "ui/trace/trace_header.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/traces_page.h"

#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace fluoroscope {

void MainWindow::addTraceActions()
{
    QMenu* menu = menuBar()->addMenu(tr("&Trace"));
    m_openSelected = menu->addAction(tr("Open the selected trace"), QKeySequence(u"Return"_s), this, [this] {
        if (const std::optional<TraceId> id = traceAtHand()) {
            openTrace(*id);
        }
    });
    m_openSelected->setShortcutContext(Qt::WidgetShortcut); // the list's own key: elsewhere Return is not ours
    m_openApart =
        menu->addAction(tr("Open the selected trace in another tab"), QKeySequence(u"Ctrl+Return"_s), this, [this] {
            if (const std::optional<TraceId> id = traceAtHand()) {
                openTraceApart(*id);
            }
        });
    menu->addAction(tr("Open a trace by its ID…"), QKeySequence(u"Ctrl+G"_s), this, &MainWindow::askForTrace);
    menu->addSeparator();
    m_tabActions << menu->addAction(
        tr("Next tab"), QKeySequence(u"Ctrl+PgDown"_s), this, [this] { m_tabs->step(true); });
    m_tabActions << menu->addAction(
        tr("Previous tab"), QKeySequence(u"Ctrl+PgUp"_s), this, [this] { m_tabs->step(false); });
    m_tabActions << menu->addAction(
        tr("Close the tab"), QKeySequence(u"Ctrl+W"_s), this, [this] { m_tabs->close(m_tabs->currentIndex()); });
    menu->addSeparator();
    const auto addPageAction = [&](const QString& text, const char16_t* key, auto act) {
        QAction* action = menu->addAction(
            text, QKeySequence(QString::fromUtf16(key)), this, [this, act] { act(m_tabs->currentPage()); });
        action->setShortcutContext(Qt::WidgetWithChildrenShortcut); // where one types, they are letters
        m_pageActions << action;
        return action;
    };
    using Page = TraceDetailsPage;
    addPageAction(tr("Find in the trace"), u"/", [](Page* page) { page->startSearch(); });
    addPageAction(tr("Next match"), u"N", [](Page* page) { page->timeline()->goToMatch(true); });
    addPageAction(tr("Previous match"), u"Shift+N", [](Page* page) { page->timeline()->goToMatch(false); });
    addPageAction(tr("Next error"), u"E", [](Page* page) { page->goToNextProblem(); });
    addPageAction(tr("Previous error"), u"Shift+E", [](Page* page) { page->goToPreviousProblem(); });
    menu->addSeparator();
    QAction* path = addPageAction(
        tr("Critical path"), u"C", [](Page* page) { page->showCriticalPath(!page->isCriticalPathShown()); });
    QAction* repeats = addPageAction(
        tr("Fold repeated siblings"), u"G", [](Page* page) { page->foldRepeats(!page->areRepeatsFolded()); });
    QAction* longest =
        addPageAction(tr("Longest first"), u"O", [](Page* page) { page->sortLongestFirst(!page->isLongestFirst()); });
    addPageAction(tr("Unfold all"), u"U", [](Page* page) { page->unfoldAll(); });
    addPageAction(tr("Fold all"), u"Shift+U", [](Page* page) { page->foldAll(); });
    menu->addSeparator();
    addPageAction(tr("Zoom to segment"), u"Z", [](Page* page) { page->timeline()->zoomToCurrent(); });
    addPageAction(tr("Zoom to all"), u"F", [](Page* page) { page->timeline()->zoomToAll(); });
    menu->addSeparator();
    addPageAction(tr("Root here"), u"R", [](Page* page) { page->rootHere(); });
    addPageAction(tr("Whole trace"), u"Shift+R", [](Page* page) { page->showWholeTrace(); });
    m_tabActions << m_pageActions;
    for (QAction* action : {path, repeats, longest}) {
        action->setCheckable(true);
    }
    // Each page has its own: these boxes only show them.
    const auto readStates = [this, path, repeats, longest] {
        if (const Page* page = m_tabs ? m_tabs->currentPage() : nullptr) {
            path->setChecked(page->isCriticalPathShown());
            repeats->setChecked(page->areRepeatsFolded());
            longest->setChecked(page->isLongestFirst());
        }
    };
    connect(menu, &QMenu::aboutToShow, this, readStates);
}

void MainWindow::openTraceApart(const TraceId& id)
{
    const TraceRow* row = m_traces ? m_traces->model().traceAt(m_traces->model().rowOf(id)) : nullptr;
    const QString request = row ? requestOf(*row) : QString();
    tabs().openApart(id, request.isEmpty() && row ? row->entryPoint.name : request);
    updateActions();
}

PageFeed* MainWindow::traceFeed(const TraceId& id)
{
    tabs().open(id);
    const std::shared_ptr<const Trace> shown = tabs().currentPage()->trace();
    m_traceFeed->setTraceId(id, shown && shown->id == id ? shown : nullptr);
    return m_traceFeed;
}

TraceTabs& MainWindow::tabs()
{
    if (!m_tabs) {
        m_tabs = new TraceTabs(this);
        m_tabs->setPageLayout(m_settings.traceLayout());
        m_tabs->setApiAddress(m_status.apiAddress);
        m_stack->addWidget(m_tabs);
        m_tabs->addActions(m_pageActions);
        m_traceFeed = new TraceFeed(
            m_source, m_runner, [this](const std::shared_ptr<const Trace>& trace) { m_tabs->showTrace(trace); },
            [this](const QString& message) { m_tabs->setMessage(message); },
            [this](const QString& problem) { m_tabs->setProblem(problem); }, this);
        connect(m_traceFeed, &PageFeed::answered, this, &MainWindow::updateContent);
        connect(m_tabs, &TraceTabs::linkedTraceRequested, this, &MainWindow::openTrace);
        connect(m_tabs, &TraceTabs::retryRequested, this, [this] {
            m_tabs->setMessage(tr("Loading the trace…"));
            retry();
        });
        connect(m_tabs, &TraceTabs::traceChosen, this, &MainWindow::openTrace);
        connect(m_tabs, &TraceTabs::lastClosed, this, [this] { openPage(PageKind::Traces); });
        connect(m_tabs, &TraceTabs::countChanged, m_rail, &NavRail::setOpenTraces);
    }
    return *m_tabs;
}

} // namespace fluoroscope
