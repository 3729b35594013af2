// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_details.h"

#include "ui/filter/filter_clauses.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kIntervals = 48; // of the rates
constexpr qint64 kUrls = 5;
constexpr qint64 kNewest = 20; // traces that are read for their instances
constexpr int kLargeTrace = 2000; // segments; larger ones are not read for that
constexpr std::size_t kInstances = 5;

const CallStatistics* statisticsOf(const ServiceGraph& graph, const MapSubject& subject)
{
    if (const auto* service = std::get_if<ServiceKey>(&subject)) {
        const Service* found = graph.find(*service);
        return found ? &found->statistics : nullptr;
    }
    const auto& key = std::get<MapEdgeKey>(subject);
    const auto found = std::find_if(graph.edges.begin(), graph.edges.end(),
        [&](const Edge& edge) { return edge.from == key.from && edge.to == key.to && edge.type == key.type; });
    return found != graph.edges.end() ? &found->statistics : nullptr;
}

std::vector<ActivityBucket> ratesOf(const std::vector<GraphBucket>& series, const MapSubject& subject)
{
    std::vector<ActivityBucket> rates;
    for (const GraphBucket& bucket : series) {
        const CallStatistics* statistics = statisticsOf(bucket.graph, subject);
        if (statistics && statistics->total() > 0) {
            rates.push_back({bucket.begin, statistics->ok, statistics->error, statistics->throttle, statistics->fault});
        }
    }
    return rates;
}

void addInstances(const Trace& trace, const ServiceKey& service, std::vector<FacetValue>& instances)
{
    QStringList seen;
    forEachTopLevel(trace, [&](std::int32_t index) {
        const Segment& segment = trace.segments[static_cast<std::size_t>(index)];
        if (segment.document < 0 || serviceKeyOf(segment) != service) {
            return;
        }
        const QString name = instanceIn(trace.documents[static_cast<std::size_t>(segment.document)]);
        if (name.isEmpty() || seen.contains(name)) {
            return;
        }
        seen += name;
        const bool filterable = segment.aws && segment.aws->instanceId == name;
        const auto known = std::find_if(
            instances.begin(), instances.end(), [&](const FacetValue& value) { return value.label == name; });
        if (known != instances.end()) {
            ++known->traces;
        } else {
            instances.push_back(
                {name, filterable ? textClause(FilterKeyword::InstanceId, name) : FilterExpression(), 1});
        }
    });
}

// A trace that has gone meanwhile is left out.
std::vector<FacetValue> instancesOf(
    TraceSource& source, TraceSelection selection, const ServiceKey& service, const std::stop_token& stop)
{
    TraceQuery query;
    query.selection = std::move(selection);
    query.limit = kNewest;
    query.counted = false;
    std::vector<FacetValue> instances;
    const Result<TracePage> newest = source.traces(query, stop);
    for (std::size_t i = 0; newest && i < newest->rows.size() && !stop.stop_requested(); ++i) {
        if (newest->rows[i].segmentCount <= kLargeTrace) {
            if (const Result<Trace> trace = source.trace(newest->rows[i].id, stop)) {
                addInstances(*trace, service, instances);
            }
        }
    }
    std::stable_sort(instances.begin(), instances.end(),
        [](const FacetValue& a, const FacetValue& b) { return a.traces > b.traces; });
    instances.resize(std::min(instances.size(), kInstances));
    return instances;
}

} // namespace

FilterExpression clauseOf(const MapSubject& subject)
{
    if (const auto* service = std::get_if<ServiceKey>(&subject)) {
        return serviceClause(*service);
    }
    const auto* edge = std::get_if<MapEdgeKey>(&subject);
    return edge ? edgeClause(edge->from, edge->to) : FilterExpression();
}

QString instanceIn(const QByteArray& document)
{
    const QJsonObject aws = QJsonDocument::fromJson(document).object()[u"aws"].toObject();
    const std::array<std::pair<QStringView, QStringView>, 5> places{{{u"ec2", u"instance_id"}, {u"eks", u"pod"},
        {u"ecs", u"container"}, {u"ecs", u"container_id"}, {u"eks", u"container_id"}}};
    for (const auto& [part, member] : places) {
        const QString name = aws[part].toObject()[member].toString();
        if (!name.isEmpty()) {
            return name;
        }
    }
    return {};
}

Result<MapDetails> mapDetails(TraceSource& source, const TraceSelection& selection, const TimeRange& range,
    const MapSubject& subject, bool instances, const std::stop_token& stop)
{
    MapDetails details;
    details.grid = activityGrid(range, kIntervals);
    const Result<std::vector<GraphBucket>> series = source.graphSeries(selection, details.grid.step, stop);
    if (!series) {
        return tl::unexpected(series.error());
    }
    details.rates = ratesOf(*series, subject);
    TraceSelection passing = selection;
    passing.filter = narrowed(selection.filter, clauseOf(subject));
    const Result<TraceStatistics> statistics = source.statistics(passing, kUrls, stop);
    if (!statistics) {
        return tl::unexpected(statistics.error());
    }
    details.traces = statistics->traces;
    for (const Facet& facet : statistics->facets) {
        if (facet.kind == FacetKind::Url) {
            details.urls = facet.values;
        }
    }
    if (const auto* service = std::get_if<ServiceKey>(&subject); service && instances) {
        details.instances = instancesOf(source, passing, *service, stop);
    }
    details.hasInstances = instances;
    return details;
}

} // namespace fluoroscope
