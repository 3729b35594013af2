// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Writes what a page shows into files that other programs read.
#pragma once

#include "core/ports/trace_source.h"

namespace fluoroscope {

// The list of the selected traces, newest first, as CSV (RFC 4180): a header line, times in ISO 8601 and UTC, durations
// in milliseconds, `annotations` as columns. Says how many. Asks `source` page by page; for a query thread.
Result<qint64> saveTracesCsv(TraceSource& source, const TraceSelection& selection, const QString& file,
    const std::stop_token& stop, const QStringList& annotations = {});

// As an answer of BatchGetTraces, which `fluoro import` and this window read again.
Result<void> saveTraceJson(const Trace& trace, const QString& file);

} // namespace fluoroscope
