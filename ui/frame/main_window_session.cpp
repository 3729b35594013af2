// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the window does with its session as a whole: what it is called, what is known of it, a part that is handed on.

#include "core/state/session_facts.h"
#include "ui/frame/main_window.h"
#include "ui/frame/part_dialog.h"
#include "ui/frame/replay_dialog.h"
#include "ui/frame/session_properties.h"
#include "ui/traces/trace_list_view.h"
#include "ui/traces/traces_page.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

template <typename T> void bringUp(T* dialog)
{
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

} // namespace

void MainWindow::showName(const QString& name)
{
    setWindowTitle(name.isEmpty() ? u"%1 – Fluoroscope"_s.arg(m_source.name())
                                  : u"%1 (%2) – Fluoroscope"_s.arg(name, m_source.name()));
}

void MainWindow::readName()
{
    showName({});
    if (m_state) {
        m_runner.ask(
            m_nameLane, [this](const std::stop_token&) { return sessionFacts(*m_state); },
            [this](const Result<SessionFacts>& facts) {
                if (facts) { // else it goes by its file's name, and who looks at its properties is told why
                    showName(facts->name);
                }
            });
    }
}

void MainWindow::showProperties()
{
    if (!m_properties) {
        m_properties = new SessionProperties(*m_state, m_source, m_host->file(), m_runner, this);
        m_properties->setAttribute(Qt::WA_DeleteOnClose);
        connect(
            m_properties, &SessionProperties::told, this, [this](const SessionFacts& facts) { showName(facts.name); });
    }
    bringUp(m_properties.data());
}

void MainWindow::replayToDaemon()
{
    if (!m_replayDialog) {
        m_replayDialog = new ReplayDialog(*m_host, m_runner, this);
        m_replayDialog->setAttribute(Qt::WA_DeleteOnClose);
    }
    bringUp(m_replayDialog.data());
}

void MainWindow::exportPart()
{
    if (!m_part) {
        m_part = new PartDialog(*m_host, m_settings, m_exporter, this);
        m_part->setAttribute(Qt::WA_DeleteOnClose);
    }
    PartOffer offer;
    const Scope& scope = m_history.current().scope;
    offer.scope = m_live.scope().selectionAt(now());
    offer.scopeText = scope.label();
    for (const QString& more :
        {scope.filterText, scope.group.isEmpty() ? QString() : tr("group %1").arg(scope.group)}) {
        offer.scopeText += more.isEmpty() ? QString() : u" · "_s + more;
    }
    const Location& location = m_history.current();
    if (location.page == PageKind::Trace && location.trace != TraceId()) {
        offer.traces = {location.trace};
        offer.prefersTraces = true;
    }
    offer.selected = std::ssize(offer.traces);
    m_part->setOffer(offer);
    bringUp(m_part.data());
    if (location.page == PageKind::Traces && m_traces) { // rows that are not held are fetched first
        offer.selected = m_traces->list().selectedCount();
        m_traces->list().collectSelected([offer, dialog = m_part](const std::vector<TraceRow>& rows) mutable {
            for (const TraceRow& row : rows) {
                offer.traces.push_back(row.id);
            }
            offer.prefersTraces = rows.size() > 1; // one row is always current
            if (dialog) {
                dialog->setOffer(offer);
            }
        });
    }
}

} // namespace fluoroscope
