// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The columns of the trace list: what each is called, says of a trace, and is sorted by.
#pragma once

#include "core/ports/trace_source.h"

namespace fluoroscope {

struct TraceColumn {
    QString (*title)();
    QString (*text)(const TraceRow& row);
    QString (*hint)(const TraceRow& row); // tooltip; null: none
    TraceOrder order;
    bool number; // right-aligned
    int width; // px at first
};

// `column` is a TraceListModel::Column.
const TraceColumn& traceColumn(int column);

// Whether there is no outcome to tell yet: nothing went wrong, and a segment is in progress.
bool isOpen(const TraceRow& row);

// What only the traces with the same value in `column` meet; empty where a value tells nothing of others. Beyond the
// fixed columns stand those of the annotations `keys`.
FilterExpression valueClause(const TraceRow& row, int column, const QStringList& keys);

// All values of annotation `key`, one after the other; empty: the trace has none, or they were not asked for.
QString annotationTextOf(const TraceRow& row, const QString& key, const QString& separator = QStringLiteral(", "));
// Whether what the trace has of it are numbers.
bool isNumberAnnotation(const TraceRow& row, const QString& key);

// "localhost:4001" of "http://localhost:4001/sql"; empty where there is no path after it.
QStringView hostOf(const QString& url);

// "…5731060b", as the console abbreviates.
QString shortTraceId(const TraceId& id);

} // namespace fluoroscope
