// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// GetServiceGraph and GetTraceGraph (reference 5.6).
#include "app/api/query_input.h"
#include "core/graph/graph_json.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

ApiResult getServiceGraph(const ApiContext& context, const ApiRequest& request)
{
    const auto range = rangeOf(context, request.input);
    const auto filter = groupFilterOf(context, request.input);
    const auto place = pagePlace(u"GetServiceGraph"_s, request.input); // a graph has one page
    if (!range || !filter || !place) {
        return tl::unexpected(!range ? range.error() : !filter ? filter.error() : place.error());
    }
    const auto graph = context.source.serviceGraph({*range, *filter}, request.stop);
    if (!graph) {
        return internalFailure(graph.error());
    }
    return QJsonObject{{u"StartTime"_s, request.input[u"StartTime"_s]}, {u"EndTime"_s, request.input[u"EndTime"_s]},
        {u"Services"_s, servicesJson(*graph)}, {u"ContainsOldGroupVersions"_s, false}};
}

ApiResult getTraceGraph(const ApiContext& context, const ApiRequest& request)
{
    const auto place = pagePlace(u"GetTraceGraph"_s, request.input);
    if (!place) {
        return tl::unexpected(place.error());
    }
    QJsonArray malformed; // are as unknown as others
    ServiceGraph graph;
    for (const TraceId& id : traceIdsOf(request.input, malformed)) {
        if (const auto trace = context.source.trace(id, request.stop)) {
            graph.add(graphOf(*trace));
        }
    }
    return QJsonObject{{u"Services"_s, servicesJson(graph)}};
}

} // namespace

std::vector<ApiOperation> graphOperations()
{
    return {
        {u"GetServiceGraph"_s, u"/ServiceGraph"_s,
            structureShape({required(u"StartTime"_s, timeShape()), required(u"EndTime"_s, timeShape()),
                optional(u"GroupName"_s, textShape(1, 32)), optional(u"GroupARN"_s, textShape(1, 400)),
                optional(u"NextToken"_s, textShape())}),
            getServiceGraph},
        {u"GetTraceGraph"_s, u"/TraceGraph"_s,
            structureShape(
                {required(u"TraceIds"_s, listShape(textShape(1, 35))), optional(u"NextToken"_s, textShape())}),
            getTraceGraph},
    };
}

} // namespace fluoroscope
