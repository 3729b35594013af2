// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/exports.h"

#include "core/trace/trace_json.h"
#include "ui/traces/trace_text.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>

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

} // namespace

Result<qint64> saveTracesCsv(TraceSource& source, const TraceSelection& selection, const QString& file,
    const std::stop_token& stop, const QStringList& annotations)
{
    QSaveFile output(file);
    if (!output.open(QIODevice::WriteOnly)) {
        return unwritable(output);
    }
    output.write(csvHeader(annotations));
    TraceQuery query{.selection = selection, .annotations = annotations, .limit = kPage, .counted = false};
    qint64 written = 0;
    for (;;) {
        const Result<TracePage> page = source.traces(query, stop);
        if (!page) {
            return tl::unexpected(page.error());
        }
        for (const TraceRow& row : page->rows) {
            output.write(csvLine(row, annotations));
        }
        written += static_cast<qint64>(page->rows.size());
        if (page->rows.empty()) {
            break;
        }
        query.after = TracePosition{page->rows.back().start, page->rows.back().id};
    }
    return output.commit() ? Result<qint64>(written) : unwritable(output);
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
