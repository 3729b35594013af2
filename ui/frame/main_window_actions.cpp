// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/text/units.h"
#include "ui/filter/filter_bar.h"
#include "ui/frame/command_palette.h"
#include "ui/frame/dialogs.h"
#include "ui/frame/empty_state.h"
#include "ui/frame/exports.h"
#include "ui/frame/findings_view.h"
#include "ui/frame/main_window.h"
#include "ui/frame/page_render.h"
#include "ui/frame/tool_row.h"
#include "ui/frame/trace_reference.h"
#include "ui/frame/trace_tabs.h"
#include "ui/traces/trace_list_view.h"
#include "ui/traces/traces_page.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QMenu>
#include <QMenuBar>
#include <QMessageBox>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

namespace fluoroscope {

void MainWindow::addActions()
{
    addFileActions();
    addEditActions();
    addViewActions();
    addCaptureActions();
    addTraceActions();
    addHelpActions();
}

void MainWindow::addFileActions()
{
    QMenu* menu = menuBar()->addMenu(tr("&File"));
    menu->addAction(tr("Save the page as a picture…"), QKeySequence(u"Ctrl+E"_s), this, &MainWindow::savePicture);
    menu->addAction(tr("Save the traces as CSV…"), QKeySequence(u"Ctrl+Shift+E"_s), this, &MainWindow::saveTraces);
    m_saveTrace =
        menu->addAction(tr("Save the trace as JSON…"), QKeySequence(u"Ctrl+S"_s), this, &MainWindow::saveTrace);
    menu->addSeparator();
    menu->addAction(tr("Quit"), QKeySequence(u"Ctrl+Q"_s), this, &QWidget::close);
}

void MainWindow::addEditActions()
{
    QMenu* menu = menuBar()->addMenu(tr("&Edit"));
    m_copyTrace = menu->addAction(tr("Copy trace ID"), QKeySequence(u"Ctrl+Shift+C"_s), this, &MainWindow::copyTrace);
    menu->addAction(tr("Filter"), QKeySequence(u"Ctrl+F"_s), this,
        [this] { m_tools->filter()->setFocus(Qt::ShortcutFocusReason); });
    menu->addAction(tr("Clear the filter"), QKeySequence(u"Ctrl+Shift+F"_s), this, [this] { setFilter({}, {}); });
    menu->addSeparator();
    menu->addAction(tr("Open the trace on the clipboard"), QKeySequence::Paste, this, &MainWindow::pasteTrace);
}

void MainWindow::addViewActions()
{
    QMenu* menu = menuBar()->addMenu(tr("&View"));
    menu->addAction(tr("Map"), QKeySequence(u"Ctrl+1"_s), this, [this] { openPage(PageKind::Map); });
    menu->addAction(tr("Traces"), QKeySequence(u"Ctrl+2"_s), this, [this] { openPage(PageKind::Traces); });
    m_tabActions << menu->addAction(
        tr("Open traces"), QKeySequence(u"Ctrl+3"_s), this, [this] { openPage(PageKind::Trace); });
    menu->addSeparator();
    m_back = menu->addAction(tr("Back"), QKeySequence(u"Alt+Left"_s), this, &MainWindow::goBack);
    m_forward = menu->addAction(tr("Forward"), QKeySequence(u"Alt+Right"_s), this, &MainWindow::goForward);
    menu->addSeparator();
    m_liveAction = menu->addAction(tr("Live"), QKeySequence(u"Ctrl+L"_s), this, &MainWindow::toggleLive);
    m_liveAction->setCheckable(true);
    menu->addMenu(m_spans);
    m_spanGroup = new QActionGroup(this);
    m_spanGroup->setExclusionPolicy(QActionGroup::ExclusionPolicy::ExclusiveOptional);
    for (std::size_t i = 0; i < kSpans.size(); ++i) {
        const Duration span = kSpans.at(i);
        QAction* action = m_spans->addAction(Scope().over(span).label(), this, [this, span] { setSpan(span); });
        action->setShortcut(QKeySequence(u"Alt+%1"_s.arg(i + 1)));
        action->setCheckable(true);
        action->setData(qint64(span.count()));
        m_spanGroup->addAction(action);
    }
    menu->addSeparator();
    auto* schemes = new QActionGroup(this);
    const auto addScheme = [&](const QString& text, const QString& keys, Scheme scheme) {
        QAction* action = menu->addAction(text, QKeySequence(keys), this, [this, scheme] {
            Theme::current().apply(*qApp, scheme);
            m_settings.setScheme(scheme);
        });
        action->setCheckable(true);
        action->setChecked(Theme::current().scheme() == scheme);
        schemes->addAction(action);
    };
    addScheme(tr("System"), u"Ctrl+Alt+S"_s, Scheme::System);
    addScheme(tr("Light"), u"Ctrl+Alt+L"_s, Scheme::Light);
    addScheme(tr("Dark"), u"Ctrl+Alt+D"_s, Scheme::Dark);
}

void MainWindow::addCaptureActions()
{
    QMenu* menu = menuBar()->addMenu(tr("&Capture"));
    if (m_capture) {
        menu->addAction(
            tr("Listen on another address…"), QKeySequence(u"Ctrl+Shift+L"_s), this, &MainWindow::listenElsewhere);
        menu->addSeparator();
        menu->addAction(tr("Play the demo session"), QKeySequence(u"Ctrl+D"_s), this, &MainWindow::playDemo);
        menu->addAction(tr("Send a test segment"), QKeySequence(u"Ctrl+T"_s), this, &MainWindow::sendTestSegment);
        menu->addSeparator();
    }
    menu->addAction(tr("Rejected documents…"), QKeySequence(u"Ctrl+R"_s), this, &MainWindow::showFindings);
}

void MainWindow::addTraceActions()
{
    QMenu* menu = menuBar()->addMenu(tr("&Trace"));
    m_openSelected = menu->addAction(tr("Open the selected trace"), QKeySequence(u"Ctrl+O"_s), this, [this] {
        if (const std::optional<TraceId> id = traceAtHand()) {
            openTrace(*id);
        }
    });
    m_openApart =
        menu->addAction(tr("Open the selected trace in another tab"), QKeySequence(u"Ctrl+Shift+O"_s), this, [this] {
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
}

void MainWindow::addHelpActions()
{
    QMenu* menu = menuBar()->addMenu(tr("&Help"));
    QAction* keys = menu->addAction(tr("Keyboard shortcuts"), this, [this] { showShortcuts(this); });
    keys->setShortcuts({QKeySequence(u"?"_s), QKeySequence(u"F1"_s)});
    menu->addAction(tr("All commands…"), QKeySequence(u"Ctrl+Shift+P"_s), this, [this] { showCommandPalette(*this); });
    menu->addAction(tr("About Fluoroscope"), QKeySequence(u"Shift+F1"_s), this, [this] { showAbout(this); });
}

void MainWindow::updateActions()
{
    const Scope& scope = m_history.current().scope;
    m_tools->setHistory(m_history.canGoBack(), m_history.canGoForward());
    m_back->setEnabled(m_history.canGoBack());
    m_forward->setEnabled(m_history.canGoForward());
    m_liveAction->setChecked(scope.isLive());
    for (QAction* action : m_spanGroup->actions()) {
        action->setChecked(scope.isLive() && action->data().toLongLong() == scope.span.count());
    }
    const bool atHand = traceAtHand().has_value();
    m_copyTrace->setEnabled(atHand);
    m_saveTrace->setEnabled(atHand);
    m_openSelected->setEnabled(atHand && m_history.current().page == PageKind::Traces);
    m_openApart->setEnabled(m_openSelected->isEnabled());
    for (QAction* action : m_tabActions) {
        action->setEnabled(m_tabs && m_tabs->count() > 0);
    }
}

std::optional<TraceId> MainWindow::traceAtHand() const
{
    const Location& location = m_history.current();
    if (location.page == PageKind::Trace) {
        return location.trace;
    }
    return location.page == PageKind::Traces && m_traces ? m_traces->selectedTrace() : std::nullopt;
}

void MainWindow::copyTrace()
{
    if (const std::optional<TraceId> id = traceAtHand()) {
        copyTraceId(*id);
    }
}

void MainWindow::pasteTrace()
{
    if (const std::optional<TraceId> id = traceIdIn(QApplication::clipboard()->text())) {
        openTrace(*id);
    } else {
        say(tr("There is no trace ID on the clipboard. Copy one, or an X-Amzn-Trace-Id header, and paste again."));
    }
}

void MainWindow::askForTrace()
{
    askForText(
        this, tr("Open a trace"), tr("Trace ID, or an X-Amzn-Trace-Id header:"), {}, [this](const QString& text) {
            if (const std::optional<TraceId> id = traceIdIn(text)) {
                openTrace(*id);
            } else {
                say(tr("“%1” holds no trace ID. One looks like 1-5759e988-bd862e3fe1be46a994272793.")
                        .arg(text.left(80)));
            }
        });
}

void MainWindow::savePicture()
{
    askForFile(this, tr("Save the page as a picture"), u"fluoroscope.svg"_s,
        {tr("SVG picture (*.svg)"), tr("PNG picture (*.png)")}, [this](const QString& file) {
            if (const Result<void> saved = savePictureOf(*m_stack->currentWidget(), file, 2); !saved) {
                say(saved.error().message);
            }
        });
}

void MainWindow::saveTraces()
{
    askForFile(this, tr("Save the traces as CSV"), u"traces.csv"_s, {tr("CSV (*.csv)")}, [this](const QString& file) {
        m_runner.ask(
            m_exportLane,
            [this, file, selection = m_live.scope().selectionAt(now())](
                std::stop_token stop) { return saveTracesCsv(m_source, selection, file, stop); },
            [this, file](const Result<qint64>& saved) {
                say(saved ? tr("%1 traces were saved to %2.").arg(formatCount(*saved), file) : saved.error().message);
            });
    });
}

void MainWindow::saveTrace()
{
    const std::optional<TraceId> id = traceAtHand();
    if (!id) {
        return;
    }
    askForFile(this, tr("Save the trace as JSON"), id->toString() + u".json"_s, {tr("JSON (*.json)")},
        [this, id = *id](const QString& file) {
            m_runner.ask(
                m_exportLane,
                [this, id, file](std::stop_token stop) {
                    return m_source.trace(id, stop).and_then(
                        [&](const Trace& trace) { return saveTraceJson(trace, file); });
                },
                [this](const Result<void>& saved) {
                    if (!saved) {
                        say(saved.error().message);
                    }
                });
        });
}

void MainWindow::showFindings()
{
    if (!m_findings) {
        m_findings = new FindingsView(m_source, m_runner, this);
        m_findings->setAttribute(Qt::WA_DeleteOnClose);
    }
    m_findings->show();
    m_findings->raise();
    m_findings->activateWindow();
}

void MainWindow::listenElsewhere()
{
    askForText(this, tr("Listen on another address"), tr("Host and port (port 0: any that is free):"), m_status.address,
        [this](const QString& address) { listenAt(address.trimmed()); });
}

// The three below may wait for a socket: never on the GUI thread.
void MainWindow::listenAt(const QString& address)
{
    m_runner.ask(
        m_captureLane, [this, address](std::stop_token) { return m_capture->rebind(address); },
        [this](const Result<QString>& bound) {
            if (bound) {
                m_settings.setListenAddress(*bound);
            } else {
                say(bound.error().message);
            }
        });
}

void MainWindow::playDemo()
{
    m_runner.ask(
        m_captureLane, [this](std::stop_token) { return m_capture->playDemo(); },
        [this](const Result<void>& played) {
            if (!played) {
                say(played.error().message);
            }
        });
}

void MainWindow::sendTestSegment()
{
    m_runner.ask(
        m_captureLane, [this](std::stop_token) { return m_capture->sendTestSegment(); },
        [this](const Result<void>& sent) {
            if (!sent) {
                say(sent.error().message);
            }
        });
}

void MainWindow::say(const QString& notice)
{
    auto* box = new QMessageBox(QMessageBox::NoIcon, u"Fluoroscope"_s, notice, QMessageBox::Ok, this);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::closeEvent(QCloseEvent* event)
{
    m_settings.setGeometry(saveGeometry());
    if (m_traces) {
        m_settings.setTraceColumns(m_traces->columns());
    }
    QMainWindow::closeEvent(event);
}

} // namespace fluoroscope
