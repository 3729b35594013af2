// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/exports.h"

#include "core/trace/trace_json.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
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

QString cell(const QString& text)
{
    static const QString special = u",\"\r\n"_s;
    const bool plain = std::none_of(text.begin(), text.end(), [](QChar c) { return special.contains(c); });
    return plain ? text : u'"' + QString(text).replace(u'"', u"\"\""_s) + u'"';
}

QString isoTime(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count() / 1000, Qt::UTC).toString(Qt::ISODateWithMs);
}

QString milliseconds(Duration duration)
{
    return QString::number(static_cast<double>(duration.count()) / 1000, 'f', 3);
}

QString outcomeName(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Ok:
        return u"ok"_s;
    case Outcome::Error:
        return u"error"_s;
    case Outcome::Throttle:
        return u"throttle"_s;
    case Outcome::Fault:
        return u"fault"_s;
    }
    return {};
}

QByteArray lineOf(const TraceRow& row)
{
    const QStringList cells{row.id.toString(), outcomeName(row.outcome()), row.isPartial ? u"true"_s : u"false"_s,
        isoTime(row.start), row.status > 0 ? QString::number(row.status) : QString(), milliseconds(row.responseTime),
        milliseconds(row.duration), cell(row.method), cell(row.url), cell(row.clientIp), cell(row.entryPoint.name),
        cell(row.entryPoint.type), QString::number(row.segmentCount)};
    return (cells.join(u',') + u"\r\n"_s).toUtf8();
}

// Hands over every row of the selection, page by page.
Result<qint64> forEachRow(TraceSource& source, const TraceSelection& selection, const std::stop_token& stop,
    ExportProgress* progress, const std::function<Result<void>(const TraceRow&)>& visit)
{
    TraceQuery query{.selection = selection, .limit = kPage, .counted = progress != nullptr};
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
        query.after = TracePosition{page->rows.back().start, page->rows.back().id};
    }
}

} // namespace

Result<qint64> saveTracesCsv(TraceSource& source, const TraceSelection& selection, const QString& file,
    const std::stop_token& stop, ExportProgress* progress)
{
    QSaveFile output(file);
    if (!output.open(QIODevice::WriteOnly)) {
        return unwritable(output);
    }
    output.write("trace_id,status,in_progress,start,response_code,response_time_ms,duration_ms,method,url,client_ip,"
                 "entry_service,entry_type,segments\r\n");
    const Result<qint64> written = forEachRow(source, selection, stop, progress, [&](const TraceRow& row) {
        output.write(lineOf(row));
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
    const Result<qint64> written = forEachRow(source, selection, stop, progress, [&](const TraceRow& row) {
        const Result<Trace> trace = source.trace(row.id, stop);
        if (!trace) {
            return Result<void>(tl::unexpected(trace.error()));
        }
        output.write(first ? "\n" : ",\n");
        output.write(QJsonDocument(traceJson(*trace)).toJson(QJsonDocument::Compact));
        first = false;
        return Result<void>();
    });
    output.write("\n],\"UnprocessedTraceIds\":[]}\n");
    return written && !output.commit() ? unwritable(output) : written;
}

Result<void> saveTraceJson(const Trace& trace, const QString& file)
{
    QSaveFile output(file);
    if (!output.open(QIODevice::WriteOnly)) {
        return unwritable(output);
    }
    output.write(QJsonDocument(QJsonObject{{u"Traces"_s, QJsonArray{traceJson(trace)}}}).toJson());
    return output.commit() ? Result<void>() : unwritable(output);
}

} // namespace fluoroscope
