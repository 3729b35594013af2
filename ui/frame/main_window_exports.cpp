// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What leaves the window: pages as pictures, traces as CSV and JSON.

#include "core/text/units.h"
#include "ui/frame/dialogs.h"
#include "ui/frame/exports.h"
#include "ui/frame/main_window.h"
#include "ui/frame/page_picture.h"
#include "ui/frame/status_bar.h"
#include "ui/frame/trace_tabs.h"
#include "ui/frame/trace_with_map.h"
#include "ui/traces/trace_list_model.h"
#include "ui/traces/trace_list_view.h"
#include "ui/traces/traces_page.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {
constexpr double kScale = 2; // of pictures: sharp where they are put into a document
constexpr int kSlow = 500; // ms after which saving is worth a word
} // namespace

QWidget* MainWindow::pageToPicture() const
{
    return content() == m_tabs && m_tabs->currentPage() ? m_tabs->currentPage() : content();
}

void MainWindow::savePicture()
{
    static const QStringList names{u"map"_s, u"traces"_s, u"trace"_s};
    const QString name = names[int(m_history.current().page)] + u".svg"_s;
    askForFile(this, tr("Save the page as a picture"), name, {tr("SVG picture (*.svg)"), tr("PNG picture (*.png)")},
        [this](const QString& file) {
            QWidget& page = *pageToPicture();
            if (const Result<void> saved = fluoroscope::savePicture(page, wholeSizeOf(page), kScale, file); !saved) {
                say(saved.error().message);
            } else {
                tellCut(page);
            }
        });
}

void MainWindow::copyPicture()
{
    QWidget& page = *pageToPicture();
    QApplication::clipboard()->setImage(pictureOf(page, wholeSizeOf(page), kScale));
    tellCut(page);
}

void MainWindow::tellCut(const QWidget& page)
{
    if (const QString note = noteOfCut(page); !note.isEmpty()) {
        say(note);
    }
}

void MainWindow::saveTraces()
{
    askForFile(this, tr("Save the traces as CSV"), u"traces.csv"_s, {tr("CSV (*.csv)")}, [this](const QString& file) {
        TraceQuery query = m_traces ? m_traces->model().query() : TraceQuery();
        query.selection = m_live.scope().selectionAt(now());
        startExport(file,
            [this, file, query = std::move(query),
                columns = m_traces ? m_traces->list().shownColumns() : CsvColumns::all()](std::stop_token stop,
                ExportProgress& progress) { return saveTracesCsv(m_source, query, file, stop, columns, &progress); });
    });
}

void MainWindow::saveTracesInFull()
{
    askForFile(
        this, tr("Save the traces as JSON"), u"traces.json"_s, {tr("JSON (*.json)")}, [this](const QString& file) {
            startExport(file,
                [this, file, selection = m_live.scope().selectionAt(now())](std::stop_token stop,
                    ExportProgress& progress) { return saveTracesJson(m_source, selection, file, stop, &progress); });
        });
}

void MainWindow::saveTrace()
{
    const std::optional<TraceId> id = traceAtHand();
    if (!id) {
        return;
    }
    askForFile(this, tr("Save the trace"), id->toString() + u".json"_s,
        {tr("JSON (*.json)"), tr("CSV of its segments (*.csv)")}, [this, id = *id](const QString& file) {
            startExport(file, [this, id, file](std::stop_token stop, ExportProgress&) {
                return m_source.trace(id, stop)
                    .and_then([&](const Trace& trace) { return fluoroscope::saveTrace(trace, file); })
                    .map([] { return qint64(1); });
            });
        });
}

void MainWindow::startExport(const QString& file, std::function<Result<qint64>(std::stop_token, ExportProgress&)> write)
{
    if (m_export) {
        say(tr("The last export is still being written. Wait for it, or stop it with Ctrl+."));
        return;
    }
    m_export = std::make_shared<ExportProgress>();
    m_exportStarted.start();
    updateActions();
    m_exporter.ask(
        m_exportLane,
        [write = std::move(write), progress = m_export](std::stop_token stop) { return write(stop, *progress); },
        [this, file](const Result<qint64>& saved) {
            const qint64 gone = m_export ? m_export->gone.load() : 0;
            m_export.reset();
            tellExport();
            updateActions();
            if (!saved) {
                say(saved.error().message);
            } else if (gone > 0) {
                say(tr(
                    "%1 traces were saved to %2. %3 more had been removed from the session before they were reached.")
                        .arg(formatCount(*saved), file, formatCount(gone)));
            } else if (*saved != 1) {
                m_statusBar->announce(tr("%1 traces were saved to %2").arg(formatCount(*saved), file));
            }
        });
}

void MainWindow::stopExport()
{
    m_exporter.cancel(m_exportLane);
    m_export.reset();
    tellExport();
    updateActions();
}

void MainWindow::tellExport()
{
    if (!m_export || m_exportStarted.elapsed() < kSlow) {
        m_statusBar->setTask({});
        return;
    }
    const qint64 total = m_export->total;
    m_statusBar->setTask(total == 0
            ? tr("Saving… Stop ›")
            : tr("Saving %1 of %2 traces · Stop ›").arg(formatCount(m_export->done), formatCount(total)));
}

} // namespace fluoroscope
