// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// StartTraceRetrieval, ListRetrievedTraces, GetRetrievedTracesGraph and CancelTraceRetrieval (reference 5.12). There is
// nothing to be retrieved from elsewhere, so a retrieval is complete as soon as it starts: the session keeps what was
// asked for, not the answer.
#include "app/api/query_input.h"
#include "core/graph/graph_json.h"
#include "core/trace/trace_json.h"

#include <QJsonArray>
#include <QUuid>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr auto kLifetime = 60min; // after which X-Ray forgets a retrieval, too
constexpr qsizetype kMostRetrievals = 1000; // the oldest is forgotten before
constexpr qsizetype kPageTraces = 5;
constexpr qsizetype kPageSpans = 100; // of each trace
constexpr qsizetype kPageServices = 1000;

const QString kState = u"retrievals"_s; // {token: {"TraceIds", "Started", "Cancelled"?}}
const QString kList = u"ListRetrievedTraces"_s;
const QString kGraph = u"GetRetrievedTracesGraph"_s;

bool isAlive(const ApiContext& context, const QJsonObject& retrieval)
{
    return fromEpochSeconds(retrieval[u"Started"_s].toDouble()) + kLifetime > context.clock();
}

QJsonObject withoutOld(const ApiContext& context, QJsonObject retrievals)
{
    for (auto it = retrievals.begin(); it != retrievals.end();) {
        it = isAlive(context, it->toObject()) ? std::next(it) : retrievals.erase(it);
    }
    while (retrievals.size() >= kMostRetrievals) {
        retrievals.erase(std::min_element(retrievals.begin(), retrievals.end(),
            [](const auto& a, const auto& b) { return a[u"Started"_s].toDouble() < b[u"Started"_s].toDouble(); }));
    }
    return retrievals;
}

ApiExpected<QJsonObject> retrievalOf(const ApiContext& context, const QJsonObject& input)
{
    const auto retrievals = context.state.state(kState);
    if (!retrievals) {
        return internalFailure(retrievals.error());
    }
    const QString token = input[u"RetrievalToken"_s].toString();
    const QJsonObject retrieval = (*retrievals)[token].toObject();
    if (retrieval.isEmpty() || !isAlive(context, retrieval)) {
        return tl::unexpected(ApiError{404, u"ResourceNotFoundException"_s,
            u"There is no retrieval with this token, or it is more than an hour old."_s,
            {{u"ResourceName"_s, token.left(100)}}});
    }
    return retrieval;
}

ApiResult startTraceRetrieval(const ApiContext& context, const ApiRequest& request)
{
    if (const auto range = rangeOf(context, request.input, {}); !range) {
        return tl::unexpected(range.error());
    }
    const QString token = QUuid::createUuid().toString(QUuid::WithoutBraces);
    const auto stored = context.state.changeState(kState, [&](const QJsonObject& before) -> Result<QJsonObject> {
        QJsonObject retrievals = withoutOld(context, before);
        retrievals.insert(token,
            QJsonObject{{u"TraceIds"_s, request.input[u"TraceIds"_s]}, {u"StartTime"_s, request.input[u"StartTime"_s]},
                {u"EndTime"_s, request.input[u"EndTime"_s]}, {u"Started"_s, toEpochSeconds(context.clock())}});
        return retrievals;
    });
    return stored ? ApiResult(QJsonObject{{u"RetrievalToken"_s, token}}) : internalFailure(stored.error());
}

ApiResult cancelTraceRetrieval(const ApiContext& context, const ApiRequest& request)
{
    auto retrieval = retrievalOf(context, request.input);
    if (!retrieval) {
        return tl::unexpected(retrieval.error());
    }
    retrieval->insert(u"Cancelled"_s, true);
    const auto stored = context.state.changeState(kState, [&](QJsonObject retrievals) -> Result<QJsonObject> {
        retrievals.insert(request.input[u"RetrievalToken"_s].toString(), *retrieval);
        return retrievals;
    });
    return stored ? ApiResult(QJsonObject()) : internalFailure(stored.error());
}

// Those that are there and lie in the range that was asked for.
std::vector<Trace> tracesOf(const ApiContext& context, const QJsonObject& retrieval, const std::stop_token& stop)
{
    std::vector<Trace> traces;
    QJsonArray malformed;
    const TimeRange range{
        fromEpochSeconds(retrieval[u"StartTime"_s].toDouble()), fromEpochSeconds(retrieval[u"EndTime"_s].toDouble())};
    for (const TraceId& id : traceIdsOf(retrieval, malformed)) {
        if (auto trace = context.source.trace(id, stop); trace && range.contains(trace->start)) {
            traces.push_back(std::move(*trace));
        }
    }
    return traces;
}

QString statusOf(const QJsonObject& retrieval)
{
    return retrieval[u"Cancelled"_s].toBool() ? u"CANCELLED"_s : u"COMPLETE"_s;
}

// A page holds the next traces whole, or the next spans of a trace that has more of them than a page takes.
ApiResult listRetrievedTraces(const ApiContext& context, const ApiRequest& request)
{
    if (request.input[u"TraceFormat"_s].toString() == "OTEL"_L1) {
        return invalidRequest(u"TraceFormat OTEL is not supported: ask for XRAY."_s);
    }
    const auto retrieval = retrievalOf(context, request.input);
    const auto place = pagePlace(kList, request.input);
    if (!retrieval || !place) {
        return tl::unexpected(retrieval ? place.error() : retrieval.error());
    }
    QJsonArray pages;
    QJsonObject answer{{u"RetrievalStatus"_s, statusOf(*retrieval)}, {u"TraceFormat"_s, u"XRAY"_s}};
    const auto traces =
        (*retrieval)[u"Cancelled"_s].toBool() ? std::vector<Trace>() : tracesOf(context, *retrieval, request.stop);
    auto next = static_cast<std::size_t>((*place)[u"trace"_s].toInteger());
    qsizetype span = (*place)[u"span"_s].toInteger();
    for (; next < traces.size() && pages.size() < kPageTraces; ++next, span = 0) {
        const QJsonObject trace = traceJson(traces[next]);
        const QJsonArray all = trace[u"Segments"_s].toArray();
        QJsonArray spans;
        for (; span < all.size() && spans.size() < kPageSpans; ++span) {
            spans.append(all[span]);
        }
        pages.append(
            QJsonObject{{u"Id"_s, trace[u"Id"_s]}, {u"Duration"_s, trace[u"Duration"_s]}, {u"Spans"_s, spans}});
        if (span < all.size()) {
            break;
        }
    }
    if (next < traces.size()) {
        answer.insert(u"NextToken"_s,
            pageToken(kList, request.input, {{u"trace"_s, static_cast<qint64>(next)}, {u"span"_s, span}}));
    }
    answer.insert(u"Traces"_s, pages);
    return answer;
}

ApiResult getRetrievedTracesGraph(const ApiContext& context, const ApiRequest& request)
{
    const auto retrieval = retrievalOf(context, request.input);
    const auto place = pagePlace(kGraph, request.input);
    if (!retrieval || !place) {
        return tl::unexpected(retrieval ? place.error() : retrieval.error());
    }
    ServiceGraph graph;
    if (!(*retrieval)[u"Cancelled"_s].toBool()) {
        for (const Trace& trace : tracesOf(context, *retrieval, request.stop)) {
            graph.add(graphOf(trace));
        }
    }
    QJsonArray page;
    const QJsonArray services = servicesJson(graph);
    qsizetype next = (*place)[u"service"_s].toInteger();
    for (; next < services.size() && page.size() < kPageServices; ++next) {
        page.append(QJsonObject{{u"Service"_s, services[next]}, {u"Links"_s, QJsonArray()}});
    }
    QJsonObject answer{{u"RetrievalStatus"_s, statusOf(*retrieval)}, {u"Services"_s, page}};
    if (next < services.size()) {
        answer.insert(u"NextToken"_s, pageToken(kGraph, request.input, {{u"service"_s, next}}));
    }
    return answer;
}

} // namespace

std::vector<ApiOperation> retrievalOperations()
{
    const InputMember token = required(u"RetrievalToken"_s, textShape(0, 1020));
    const InputMember next = optional(u"NextToken"_s, textShape());
    return {
        {u"StartTraceRetrieval"_s, u"/StartTraceRetrieval"_s,
            structureShape({required(u"TraceIds"_s, listShape(textShape(1, 35), 0, 100)),
                required(u"StartTime"_s, timeShape()), required(u"EndTime"_s, timeShape())}),
            startTraceRetrieval},
        {kList, u"/ListRetrievedTraces"_s,
            structureShape({token, optional(u"TraceFormat"_s, choiceShape({u"XRAY"_s, u"OTEL"_s})), next}),
            listRetrievedTraces},
        {kGraph, u"/GetRetrievedTracesGraph"_s, structureShape({token, next}), getRetrievedTracesGraph},
        {u"CancelTraceRetrieval"_s, u"/CancelTraceRetrieval"_s, structureShape({token}), cancelTraceRetrieval},
    };
}

} // namespace fluoroscope
