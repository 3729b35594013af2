// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/run/run_summary.h"

#include "core/filter/filter_expression.h"
#include "core/graph/graph_json.h"
#include "core/trace/trace_json.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

const Segment& segmentAt(const Trace& trace, std::int32_t index)
{
    return trace.segments[static_cast<std::size_t>(index)];
}

// The innermost recorded exception of the segment where the cause ends: the one that the others were made of.
QString exceptionOf(const Trace& trace, const RootCause& cause)
{
    if (cause.services.empty() || cause.services.back().entities.empty()) {
        return {};
    }
    const Segment& segment = segmentAt(trace, cause.services.back().entities.back());
    if (!segment.cause || segment.cause->exceptions.empty()) {
        return {};
    }
    const Exception& exception = segment.cause->exceptions.back();
    return exception.type.isEmpty() || exception.message.isEmpty() ? exception.type + exception.message
                                                                   : exception.type + u": "_s + exception.message;
}

Result<QJsonArray> summaries(TraceSource& source, const std::vector<TraceId>& ids)
{
    QJsonArray result;
    for (const TraceId& id : ids) {
        const auto trace = source.trace(id, {});
        if (!trace) {
            return tl::unexpected(trace.error());
        }
        result.append(summaryJson(*trace));
    }
    return result;
}

} // namespace

QString wayOf(const Trace& trace, const RootCause& cause)
{
    QStringList steps;
    for (const RootCauseService& service : cause.services) {
        steps.append(service.service.name);
    }
    if (!cause.services.empty() && cause.services.back().entities.size() > 1) {
        steps.append(segmentAt(trace, cause.services.back().entities.back()).name);
    }
    return steps.join(u" → "_s);
}

Result<RunSummary> summarizeRun(TraceSource& source, const TraceSelection& selection)
{
    RunSummary summary;
    auto graph = source.serviceGraph(selection, {});
    if (!graph) {
        return tl::unexpected(graph.error());
    }
    summary.graph = std::move(*graph);
    auto slowest = source.traces(
        {.selection = selection, .order = TraceOrder::ResponseTime, .limit = RunSummary::kMostListed}, {});
    if (!slowest) {
        return tl::unexpected(slowest.error());
    }
    summary.traces = slowest->total;
    summary.slowest = std::move(slowest->rows);
    TraceSelection faulty = selection;
    faulty.filter = FilterExpression(FilterNode{KeywordCondition{FilterKeyword::Fault, FilterOperator::Equal, true}});
    const auto faults = source.traces({.selection = faulty, .limit = RunSummary::kMostListed}, {});
    if (!faults) {
        return tl::unexpected(faults.error());
    }
    summary.faultyTraces = faults->total;
    for (const TraceRow& row : faults->rows) {
        const auto trace = source.trace(row.id, {});
        if (!trace) {
            return tl::unexpected(trace.error());
        }
        RunSummary::Fault fault{row, row.entryPoint.name, {}};
        if (const auto cause = rootCause(*trace, Outcome::Fault)) {
            fault.way = wayOf(*trace, *cause);
            fault.exception = exceptionOf(*trace, *cause);
        }
        summary.faults.push_back(std::move(fault));
    }
    return summary;
}

Result<QJsonObject> runSummaryJson(TraceSource& source, const RunSummary& summary)
{
    std::vector<TraceId> slowest;
    std::vector<TraceId> faults;
    std::transform(summary.slowest.begin(), summary.slowest.end(), std::back_inserter(slowest),
        [](const TraceRow& row) { return row.id; });
    std::transform(summary.faults.begin(), summary.faults.end(), std::back_inserter(faults),
        [](const RunSummary::Fault& fault) { return fault.row.id; });
    const auto slow = summaries(source, slowest);
    const auto faulty = slow ? summaries(source, faults) : slow;
    if (!faulty) {
        return tl::unexpected(faulty.error());
    }
    return QJsonObject{{u"TracesCount"_s, summary.traces}, {u"Services"_s, servicesJson(summary.graph)},
        {u"Slowest"_s, *slow}, {u"FaultsCount"_s, summary.faultyTraces}, {u"Faults"_s, *faulty}};
}

} // namespace fluoroscope
