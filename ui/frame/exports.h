// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Writes what a page shows into files that other programs read.
#pragma once

#include "core/ports/session_part.h"
#include "core/ports/trace_source.h"
#include "ui/traces/trace_text.h"

#include <atomic>
#include <memory>

namespace fluoroscope {

// How far an export has come; counted by its thread, looked at by another.
struct ExportProgress {
    std::atomic<qint64> done = 0;
    std::atomic<qint64> total = 0; // 0: not known yet
    std::atomic<qint64> gone = 0; // traces that were in the list and could not be read any more
};

// 0 where it is not known.
int percentOf(const ExportProgress& progress);
// For who looks at `progress` now and then, and may be gone before the work ends.
CopyProgress progressInto(std::shared_ptr<ExportProgress> progress);

// The list of the traces that `query` selects, in its order, as CSV: a header line, then `columns` of each. Says how
// many. Asks `source` page by page; for a query thread. A file that was there is left as it was when this fails or is
// stopped.
Result<qint64> saveTracesCsv(TraceSource& source, const TraceQuery& query, const QString& file,
    const std::stop_token& stop, const CsvColumns& columns = CsvColumns::all(), ExportProgress* progress = nullptr);

// The selected traces in full, newest first, one after another, as an answer of BatchGetTraces. As above; those that
// have been removed since they were listed are among its unprocessed ids.
Result<qint64> saveTracesJson(TraceSource& source, const TraceSelection& selection, const QString& file,
    const std::stop_token& stop, ExportProgress* progress = nullptr);

// Into a .csv a line for each segment; else as an answer of BatchGetTraces, which `fluoro import` and this window read
// again.
Result<void> saveTrace(const Trace& trace, const QString& file);

} // namespace fluoroscope
