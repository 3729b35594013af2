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

// "…5731060b", as the console abbreviates.
QString shortTraceId(const TraceId& id);

} // namespace fluoroscope
