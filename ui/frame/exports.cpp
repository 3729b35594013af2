// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/exports.h"

#include "core/trace/trace_json.h"
#include "ui/traces/trace_text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qint64 kPage = 1000;

QString tr(const char* text)
{
    return QCoreApplication::translate("Exports", text);
}

tl::unexpected<Error> unwritable(const QSaveFile& output)
{
    return failure(tr("%1 cannot be written: %2. Choose another place.").arg(output.fileName(), output.errorString()));
}

// Hands over every row of the query, page by page.
Result<qint64> forEachRow(TraceSource& source, TraceQuery query, const std::stop_token& stop, ExportProgress* progress,
    const std::function<Result<void>(const TraceRow&)>& visit)
{
    query.offset = 0;
    query.limit = kPage;
    query.counted = progress != nullptr;
    query.sought.reset();
    qint64 done = 0;
    for (;;) {
        const Result<TracePage> page = source.traces(query, stop);
        if (!page) {
            return tl::unexpected(page.error());
        }
        if (progress && query.counted) {
            progress->total = page->total;
            query.counted = false;
        }
        for (const TraceRow& row : page->rows) {
            if (stop.stop_requested()) {
                return failure(tr("The export was stopped."));
            }
            if (const Result<void> visited = visit(row); !visited) {
                return tl::unexpected(visited.error());
            }
            ++done;
            if (progress) {
                progress->done = done;
            }
        }
        if (page->rows.empty()) {
            return done;
        }
        if (query.order == TraceOrder::Start) { // what comes in meanwhile moves nothing
            query.after = TracePosition{page->rows.back().start, page->rows.back().id};
        } else {
            query.offset += static_cast<qint64>(page->rows.size());
        }
    }
}

} // namespace

int percentOf(const ExportProgress& progress)
{
    const qint64 total = progress.total;
    return total > 0 ? int(std::clamp<qint64>(progress.done * 100 / total, 0, 100)) : 0;
}

CopyProgress progressInto(std::shared_ptr<ExportProgress> progress)
{
    return [progress = std::move(progress)](qint64 done, qint64 total) {
        progress->total = total;
        progress->done = done;
    };
}

Result<qint64> saveTracesCsv(TraceSource& source, const TraceQuery& query, const QString& file,
    const std::stop_token& stop, const CsvColumns& columns, ExportProgress* progress)
{
    QSaveFile output(file);
    if (!output.open(QIODevice::WriteOnly)) {
        return unwritable(output);
    }
    output.write(csvHeader(columns));
    TraceQuery asked = query;
    asked.annotations = columns.annotations;
    const Result<qint64> written = forEachRow(source, asked, stop, progress, [&](const TraceRow& row) {
        output.write(csvLine(row, columns));
        return Result<void>();
    });
    return written && !output.commit() ? unwritable(output) : written;
}

Result<qint64> saveTracesJson(TraceSource& source, const TraceSelection& selection, const QString& file,
    const std::stop_token& stop, ExportProgress* progress)
{
    QSaveFile output(file);
    if (!output.open(QIODevice::WriteOnly)) {
        return unwritable(output);
    }
    output.write("{\"Traces\":[");
    bool first = true;
    QJsonArray gone;
    Error problem;
    const Result<qint64> visited =
        forEachRow(source, {.selection = selection}, stop, progress, [&](const TraceRow& row) {
            const Result<Trace> trace = source.trace(row.id, stop);
            if (!trace && stop.stop_requested()) {
                return Result<void>(tl::unexpected(trace.error()));
            }
            if (!trace) { // removed since it was listed, as a full session does with its oldest
                problem = trace.error();
                gone.append(row.id.toString());
                return Result<void>();
            }
            output.write(first ? "\n" : ",\n");
            output.write(QJsonDocument(traceJson(*trace)).toJson(QJsonDocument::Compact));
            first = false;
            return Result<void>();
        });
    if (!visited || (first && !gone.isEmpty())) {
        return tl::unexpected(visited ? problem : visited.error());
    }
    if (progress) {
        progress->gone = gone.size();
    }
    output.write("\n],\"UnprocessedTraceIds\":" + QJsonDocument(gone).toJson(QJsonDocument::Compact) + "}\n");
    return output.commit() ? Result<qint64>(*visited - gone.size()) : unwritable(output);
}

Result<void> saveTrace(const Trace& trace, const QString& file)
{
    QSaveFile output(file);
    if (!output.open(QIODevice::WriteOnly)) {
        return unwritable(output);
    }
    output.write(file.endsWith(".csv"_L1, Qt::CaseInsensitive)
            ? segmentsCsv(trace)
            : QJsonDocument(QJsonObject{{u"Traces"_s, QJsonArray{traceJson(trace)}}}).toJson());
    return output.commit() ? Result<void>() : unwritable(output);
}

} // namespace fluoroscope
