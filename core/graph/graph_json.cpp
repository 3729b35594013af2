// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/graph/graph_json.h"

#include <unordered_map>
#include <unordered_set>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Whole seconds, as X-Ray gives the times of its graphs.
double wholeSeconds(Timestamp time)
{
    return std::floor(toEpochSeconds(time));
}

QJsonObject edgeJson(const Edge& edge, int reference)
{
    QJsonArray aliases;
    for (const auto& [name, calls] : edge.aliases) {
        aliases.append(serviceIdJson({name, u"remote"_s, {}}));
    }
    QJsonObject json{{u"ReferenceId"_s, reference}, {u"StartTime"_s, wholeSeconds(edge.first)},
        {u"EndTime"_s, wholeSeconds(edge.last)}, {u"Aliases"_s, aliases}};
    if (edge.type == EdgeType::Link) {
        // From when on AWS counts the age of an event is not known.
        json.insert(u"EdgeType"_s, u"link"_s);
        json.insert(u"ReceivedEventAgeHistogram"_s, QJsonArray());
        return json;
    }
    json.insert(u"SummaryStatistics"_s, statisticsJson(edge.statistics));
    json.insert(u"ResponseTimeHistogram"_s, histogramJson(edge.statistics.responseTimes));
    return json;
}

} // namespace

QJsonObject serviceIdJson(const ServiceKey& key)
{
    QJsonObject json{{u"Name"_s, key.name}, {u"Names"_s, QJsonArray{key.name}}};
    if (!key.type.isEmpty()) {
        json.insert(u"Type"_s, key.type);
    }
    if (!key.account.isEmpty()) {
        json.insert(u"AccountId"_s, key.account);
    }
    return json;
}

QJsonObject statisticsJson(const CallStatistics& statistics)
{
    return {{u"OkCount"_s, statistics.ok},
        {u"ErrorStatistics"_s,
            QJsonObject{{u"ThrottleCount"_s, statistics.throttle}, {u"OtherCount"_s, statistics.error},
                {u"TotalCount"_s, statistics.throttle + statistics.error}}},
        {u"FaultStatistics"_s, QJsonObject{{u"OtherCount"_s, statistics.fault}, {u"TotalCount"_s, statistics.fault}}},
        {u"TotalCount"_s, statistics.total()}, {u"TotalResponseTime"_s, toSeconds(statistics.totalResponseTime)}};
}

QJsonArray histogramJson(const Histogram& histogram)
{
    QJsonArray entries;
    for (const auto& [milliseconds, count] : histogram) {
        entries.append(QJsonObject{{u"Value"_s, static_cast<double>(milliseconds) / 1000}, {u"Count"_s, count}});
    }
    return entries;
}

QJsonArray servicesJson(const ServiceGraph& graph)
{
    std::unordered_map<ServiceKey, int> references;
    for (const Service& service : graph.services) {
        references.emplace(service.key, static_cast<int>(references.size()));
    }
    std::unordered_map<ServiceKey, QJsonArray> edges;
    std::unordered_set<ServiceKey> roots; // those that a client calls
    for (const Edge& edge : graph.edges) {
        edges[edge.from].append(edgeJson(edge, references[edge.to]));
        if (edge.from.type == "client"_L1) {
            roots.insert(edge.to);
        }
    }
    QJsonArray services;
    for (const Service& service : graph.services) {
        QJsonObject json = serviceIdJson(service.key);
        json.insert(u"ReferenceId"_s, references[service.key]);
        json.insert(u"State"_s, service.received > 0 ? u"active"_s : u"unknown"_s);
        json.insert(u"StartTime"_s, wholeSeconds(service.first));
        json.insert(u"EndTime"_s, wholeSeconds(service.last));
        if (roots.contains(service.key)) {
            json.insert(u"Root"_s, true);
        }
        if (!service.isClient()) {
            json.insert(u"SummaryStatistics"_s, statisticsJson(service.statistics));
            json.insert(u"DurationHistogram"_s, histogramJson(service.statistics.responseTimes));
            json.insert(u"ResponseTimeHistogram"_s, histogramJson(service.statistics.responseTimes));
        }
        json.insert(u"Edges"_s, edges[service.key]);
        services.append(json);
    }
    return services;
}

} // namespace fluoroscope
