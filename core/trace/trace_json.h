// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Traces and their summaries in the shapes of X-Ray's BatchGetTraces and GetTraceSummaries (reference 5.4 and 5.5).
#pragma once

#include "core/trace/trace.h"
#include "core/trace/trace_summary.h"

#include <QJsonObject>

namespace fluoroscope {

// {"Id", "Duration", "LimitExceeded", "Segments": [{"Id", "Document"}]}. A document is the bytes that arrived, unless
// subsegments that were sent alone have to be folded into it. Inferred segments are among them, placeholders are not.
QJsonObject traceJson(const Trace& trace);

// An element of TraceSummaries.
QJsonObject summaryJson(const Trace& trace);

} // namespace fluoroscope
