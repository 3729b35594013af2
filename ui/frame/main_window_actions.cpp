// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/segment/trace_header.h"
#include "core/text/units.h"
#include "ui/filter/filter_bar.h"
#include "ui/frame/command_palette.h"
#include "ui/frame/dialogs.h"
#include "ui/frame/empty_state.h"
#include "ui/frame/findings_view.h"
#include "ui/frame/main_window.h"
#include "ui/frame/session_menu.h"
#include "ui/frame/shortcut_sheet.h"
#include "ui/frame/tool_row.h"
#include "ui/frame/trace_tabs.h"
#include "ui/traces/trace_list_view.h"
#include "ui/traces/traces_page.h"

#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QDropEvent>
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
    addMapActions();
    addTraceActions();
    addHelpActions();
}

void MainWindow::addFileActions()
{
    QMenu* menu = menuBar()->addMenu(tr("&File"));
    if (m_host) {
        m_sessions = new SessionMenu(*m_host, m_settings, m_runner, *this, *menu);
        connect(m_sessions, &SessionMenu::noticed, this, &MainWindow::say);
        connect(m_sessions, &SessionMenu::partRequested, this, &MainWindow::exportPart);
        connect(m_sessions, &SessionMenu::replayRequested, this, &MainWindow::replayToDaemon);
        if (m_state) {
            menu->addAction(
                tr("Session properties…"), QKeySequence(u"Alt+Return"_s), this, &MainWindow::showProperties);
        }
        menu->addSeparator();
    }
    m_savePicture =
        menu->addAction(tr("Save the page as a picture…"), QKeySequence(u"Ctrl+E"_s), this, &MainWindow::savePicture);
    menu->addAction(tr("Save the traces as CSV…"), QKeySequence(u"Ctrl+Shift+E"_s), this, &MainWindow::saveTraces);
    menu->addAction(
        tr("Save the traces as JSON…"), QKeySequence(u"Ctrl+Shift+J"_s), this, &MainWindow::saveTracesInFull);
    m_saveTrace = menu->addAction(tr("Save the trace…"), QKeySequence(u"Ctrl+S"_s), this, &MainWindow::saveTrace);
    m_stopExport = menu->addAction(tr("Stop saving"), QKeySequence(u"Ctrl+."_s), this, &MainWindow::stopExport);
    menu->addSeparator();
    menu->addAction(tr("Quit"), QKeySequence(u"Ctrl+Q"_s), this, &QWidget::close);
}

void MainWindow::addEditActions()
{
    QMenu* menu = menuBar()->addMenu(tr("&Edit"));
    m_copyTrace = menu->addAction(tr("Copy trace ID"), QKeySequence(u"Ctrl+Shift+C"_s), this, &MainWindow::copyTrace);
    m_copyPicture = menu->addAction(
        tr("Copy the page as a picture"), QKeySequence(u"Ctrl+Alt+C"_s), this, &MainWindow::copyPicture);
    menu->addSeparator();
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
    m_spans->addSeparator();
    m_customRange = m_spans->addAction(tr("Custom…"), QKeySequence(u"Alt+0"_s), this, &MainWindow::chooseRange);
    m_customRange->setCheckable(true);
    menu->addSeparator();
    QMenu* themes = menu->addMenu(tr("Theme"));
    auto* schemes = new QActionGroup(this);
    const auto addScheme = [&](const QString& text, const QString& keys, Scheme scheme) {
        QAction* action = themes->addAction(text, QKeySequence(keys), this, [this, scheme] {
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

void MainWindow::addHelpActions()
{
    QMenu* menu = menuBar()->addMenu(tr("&Help"));
    QAction* keys = menu->addAction(tr("Keyboard shortcuts"), this, [this] { showShortcutSheet(*this); });
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
    m_customRange->setChecked(!scope.isLive());
    const bool atHand = traceAtHand().has_value();
    m_copyTrace->setEnabled(atHand);
    m_stopExport->setEnabled(m_export != nullptr);
    m_saveTrace->setEnabled(atHand);
    m_openSelected->setEnabled(atHand && m_history.current().page == PageKind::Traces);
    m_openApart->setEnabled(m_openSelected->isEnabled());
    for (QAction* action : m_mapActions) {
        action->setEnabled(m_map && m_history.current().page == PageKind::Map);
    }
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
    if (const std::optional<TraceId> id = traceIdInText(QApplication::clipboard()->text())) {
        openTrace(*id);
    } else {
        say(tr("There is no trace ID on the clipboard. Copy one, or an X-Amzn-Trace-Id header, and paste again."));
    }
}

void MainWindow::askForTrace()
{
    askForText(
        this, tr("Open a trace"), tr("Trace ID, or an X-Amzn-Trace-Id header:"), {}, [this](const QString& text) {
            if (const std::optional<TraceId> id = traceIdInText(text)) {
                openTrace(*id);
            } else {
                say(tr("“%1” holds no trace ID. One looks like 1-5759e988-bd862e3fe1be46a994272793.")
                        .arg(text.left(80)));
            }
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

void MainWindow::say(const QString& notice)
{
    auto* box = new QMessageBox(QMessageBox::NoIcon, u"Fluoroscope"_s, notice, QMessageBox::Ok, this);
    box->setTextFormat(Qt::PlainText);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event)
{
    if (!SessionMenu::filesIn(*event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event)
{
    m_sessions->open(SessionMenu::filesIn(*event->mimeData()));
    event->acceptProposedAction();
}

} // namespace fluoroscope
