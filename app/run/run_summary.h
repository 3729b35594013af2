// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What happened while a command ran, by the traces that it left: services, the slowest, and where faults began.
#pragma once

#include "core/ports/trace_source.h"
#include "core/trace/root_cause.h"

#include <QJsonObject>

namespace fluoroscope {

struct RunSummary {
    // A trace that ended in a fault, and the way to where that began.
    struct Fault {
        TraceRow row;
        QString way; // "orders → payments → look-up"
        QString exception; // "TypeError: no such thing"; empty where none was recorded
    };

    qint64 traces = 0;
    ServiceGraph graph;
    std::vector<TraceRow> slowest; // by response time; kMostListed at most
    qint64 faultyTraces = 0;
    std::vector<Fault> faults; // newest first; kMostListed at most

    static constexpr qint64 kMostListed = 5;
};

Result<RunSummary> summarizeRun(TraceSource& source, const TraceSelection& selection);

// "service-a → service-b → look-up": the services and the subsegment at the end.
QString wayOf(const Trace& trace, const RootCause& cause);

struct SummaryStyle {
    int width = 100; // columns
    bool colour = false;
};
// Lines for a terminal, the first without a heading. Empty where there is no trace.
QString runSummaryText(const RunSummary& summary, const SummaryStyle& style);

// {"TracesCount", "Services", "Slowest", "Faults"}, in the shapes of the X-Ray API.
Result<QJsonObject> runSummaryJson(TraceSource& source, const RunSummary& summary);

} // namespace fluoroscope
