// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Insights: GetInsight, GetInsightSummaries, GetInsightEvents, GetInsightImpactGraph (reference 5.10).
#include "app/api/query_input.h"
#include "core/graph/graph_json.h"
#include "core/insight/insight.h"

#include <QJsonArray>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kMostSummaries = 100; // on a page
constexpr int kMostEvents = 50;

const QString kSummaries = u"GetInsightSummaries"_s;
const QString kEvents = u"GetInsightEvents"_s;
const QString kImpactGraph = u"GetInsightImpactGraph"_s;

double seconds(Timestamp time)
{
    return std::floor(toEpochSeconds(time));
}

struct GroupInsights {
    TraceGroup group;
    std::vector<Insight> insights; // by start
};

// Every group has insights here, whether they are enabled for it or not: on a developer's machine they cost nothing.
// They are found in all of the session, so that an insight is the same whatever range is asked for.
ApiExpected<GroupInsights> insightsIn(const ApiContext& context, const ApiRequest& request, const TraceGroup& group)
{
    TraceSelection selection;
    selection.filter = group.filter;
    const auto minutes = context.source.graphSeries(selection, 1min, request.stop);
    if (!minutes) {
        return internalFailure(minutes.error());
    }
    return GroupInsights{group, insightsOf(*minutes, group.name, context.clock())};
}

struct Found {
    TraceGroup group;
    Insight insight;
};

ApiExpected<Found> find(const ApiContext& context, const ApiRequest& request)
{
    const QString id = request.input[u"InsightId"_s].toString();
    const auto known = knownGroups(context);
    if (!known) {
        return tl::unexpected(known.error());
    }
    for (const TraceGroup& group : *known) {
        const auto found = insightsIn(context, request, group);
        if (!found) {
            return tl::unexpected(found.error());
        }
        for (const Insight& insight : found->insights) {
            if (insight.id.compare(id, Qt::CaseInsensitive) == 0) {
                return Found{group, insight};
            }
        }
    }
    return invalidRequest(u"There is no insight \"%1\"."_s.arg(id));
}

QJsonObject impactJson(const ImpactStatistics& impact)
{
    return {{u"FaultCount"_s, impact.faults}, {u"OkCount"_s, impact.ok}, {u"TotalCount"_s, impact.total}};
}

// What insights, their summaries and their events have in common.
QJsonObject stateJson(const InsightState& state)
{
    QJsonArray anomalous;
    for (const ServiceKey& service : state.anomalous) {
        anomalous.append(QJsonObject{{u"ServiceId"_s, serviceIdJson(service)}});
    }
    return {{u"Summary"_s, state.summary}, {u"ClientRequestImpactStatistics"_s, impactJson(state.clients)},
        {u"RootCauseServiceRequestImpactStatistics"_s, impactJson(state.rootCause)},
        {u"TopAnomalousServices"_s, anomalous}};
}

QJsonObject insightJson(const TraceGroup& group, const Insight& insight)
{
    QJsonObject json = stateJson(insight.state);
    json.insert(u"InsightId"_s, insight.id);
    json.insert(u"GroupARN"_s, group.arn);
    json.insert(u"GroupName"_s, group.name);
    json.insert(u"RootCauseServiceId"_s, serviceIdJson(insight.rootCause));
    json.insert(u"Categories"_s, QJsonArray{u"FAULT"_s});
    json.insert(u"State"_s, insight.active ? u"ACTIVE"_s : u"CLOSED"_s);
    json.insert(u"StartTime"_s, seconds(insight.start));
    if (!insight.active) {
        json.insert(u"EndTime"_s, seconds(insight.end));
    }
    return json;
}

ApiResult getInsight(const ApiContext& context, const ApiRequest& request)
{
    const auto found = find(context, request);
    if (!found) {
        return tl::unexpected(found.error());
    }
    return QJsonObject{{u"Insight"_s, insightJson(found->group, found->insight)}};
}

// A page of `all` as `member`, from the place of the token on.
ApiResult pageOf(
    const QJsonArray& all, const QString& member, const QString& operation, const QJsonObject& input, int most)
{
    const auto place = pagePlace(operation, input);
    if (!place) {
        return tl::unexpected(place.error());
    }
    qsizetype next = (*place)[u"next"_s].toInteger();
    const qsizetype end = std::min<qsizetype>(all.size(), next + input[u"MaxResults"_s].toInt(most));
    QJsonArray page;
    for (; next < end; ++next) {
        page.append(all.at(next));
    }
    QJsonObject answer{{member, page}};
    if (next < all.size()) {
        answer.insert(u"NextToken"_s, pageToken(operation, input, {{u"next"_s, static_cast<qint64>(next)}}));
    }
    return answer;
}

// Those that began in the range, and have not ended after it; the newest first.
ApiResult getInsightSummaries(const ApiContext& context, const ApiRequest& request)
{
    const auto range = rangeOf(context, request.input, std::nullopt);
    const auto group = groupOf(context, request.input);
    if (!range || !group) {
        return tl::unexpected(range ? group.error() : range.error());
    }
    const auto found = insightsIn(context, request, *group);
    if (!found) {
        return tl::unexpected(found.error());
    }
    const QJsonArray states = request.input[u"States"_s].toArray();
    QJsonArray summaries;
    for (auto insight = found->insights.rbegin(); insight != found->insights.rend(); ++insight) {
        QJsonObject json = insightJson(*group, *insight);
        const bool ends = insight->active || insight->end <= range->end;
        if (range->contains(insight->start) && ends && (states.isEmpty() || states.contains(json.value(u"State")))) {
            json.insert(u"LastUpdateTime"_s, seconds(insight->end));
            summaries.append(json);
        }
    }
    return pageOf(summaries, u"InsightSummaries"_s, kSummaries, request.input, kMostSummaries);
}

ApiResult getInsightEvents(const ApiContext& context, const ApiRequest& request)
{
    const auto found = find(context, request);
    if (!found) {
        return tl::unexpected(found.error());
    }
    QJsonArray events;
    for (const InsightEvent& event : found->insight.events) {
        QJsonObject json = stateJson(event.state);
        json.insert(u"EventTime"_s, seconds(event.time));
        events.append(json);
    }
    return pageOf(events, u"InsightEvents"_s, kEvents, request.input, kMostEvents);
}

// Names and edges, without statistics.
QJsonArray structureJson(const ServiceGraph& graph)
{
    QJsonArray structure;
    for (const QJsonValue service : servicesJson(graph)) {
        QJsonObject json;
        for (const QString& member : {u"ReferenceId"_s, u"Type"_s, u"Name"_s, u"Names"_s, u"AccountId"_s}) {
            if (!service[member].isUndefined()) {
                json.insert(member, service[member]);
            }
        }
        QJsonArray edges;
        for (const QJsonValue edge : service[u"Edges"].toArray()) {
            edges.append(QJsonObject{{u"ReferenceId"_s, edge[u"ReferenceId"]}});
        }
        json.insert(u"Edges"_s, edges);
        structure.append(json);
    }
    return structure;
}

// The root cause, and what of the group's traces in the range leads there.
ApiResult getInsightImpactGraph(const ApiContext& context, const ApiRequest& request)
{
    const auto range = rangeOf(context, request.input);
    const auto place = pagePlace(kImpactGraph, request.input); // a graph has one page
    if (!range || !place) {
        return tl::unexpected(range ? place.error() : range.error());
    }
    const auto found = find(context, request);
    if (!found) {
        return tl::unexpected(found.error());
    }
    TraceSelection selection;
    selection.range = {std::max(range->begin, found->insight.start), std::min(range->end, found->insight.end)};
    selection.filter = found->group.filter;
    ServiceGraph graph;
    if (selection.range.begin < selection.range.end) {
        auto whole = context.source.serviceGraph(selection, request.stop);
        if (!whole) {
            return internalFailure(whole.error());
        }
        graph = upstreamOf(*whole, found->insight.rootCause);
    }
    return QJsonObject{{u"InsightId"_s, found->insight.id}, {u"StartTime"_s, request.input[u"StartTime"_s]},
        {u"EndTime"_s, request.input[u"EndTime"_s]}, {u"ServiceGraphStartTime"_s, seconds(found->insight.start)},
        {u"ServiceGraphEndTime"_s, seconds(found->insight.end)}, {u"Services"_s, structureJson(graph)}};
}

} // namespace

std::vector<ApiOperation> insightOperations()
{
    const InputMember id = required(u"InsightId"_s,
        textShape(
            {}, {}, u"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-5][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}"_s));
    const InputMember start = required(u"StartTime"_s, timeShape());
    const InputMember end = required(u"EndTime"_s, timeShape());
    const InputMember token = optional(u"NextToken"_s, textShape(1, 2000));
    return {
        {u"GetInsight"_s, u"/Insight"_s, structureShape({id}), getInsight},
        {kSummaries, u"/InsightSummaries"_s,
            structureShape({optional(u"States"_s, listShape(choiceShape({u"ACTIVE"_s, u"CLOSED"_s}), 0, 1)),
                optional(u"GroupARN"_s, textShape(1, 400)), optional(u"GroupName"_s, textShape(1, 32)), start, end,
                optional(u"MaxResults"_s, integerShape(1, kMostSummaries)), token}),
            getInsightSummaries},
        {kEvents, u"/InsightEvents"_s,
            structureShape({id, optional(u"MaxResults"_s, integerShape(1, kMostEvents)), token}), getInsightEvents},
        {kImpactGraph, u"/InsightImpactGraph"_s, structureShape({id, start, end, token}), getInsightImpactGraph},
    };
}

} // namespace fluoroscope
