// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/insight/insight.h"

#include "core/insight/fault_forecast.h"

#include <QUuid>
#include <algorithm>
#include <map>
#include <set>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr Duration kMinute = std::chrono::minutes(1);
constexpr Duration kQuiet = std::chrono::minutes(5); // an insight ends after this long without an anomaly
constexpr qint64 kLeastFaults = 3; // fewer in a minute concern nobody
constexpr std::size_t kMostServices = 5;

struct Anomaly {
    Timestamp minute;
    std::size_t bucket = 0;
    ServiceKey service;
    qint64 faults = 0;
    qint64 expected = 0; // at most
};

using Anomalies = std::vector<Anomaly>; // by time

Anomalies anomaliesOf(const std::vector<GraphBucket>& minutes)
{
    struct Series {
        std::vector<FaultCount> counts;
        std::vector<std::size_t> buckets;
        qint64 faults = 0;
    };
    std::map<ServiceKey, Series> all;
    for (std::size_t i = 0; i < minutes.size(); ++i) {
        for (const Service& service : minutes[i].graph.services) {
            if (service.isClient()) {
                continue;
            }
            Series& series = all[service.key];
            series.counts.push_back({minutes[i].begin, service.statistics.fault, service.statistics.total()});
            series.buckets.push_back(i);
            series.faults += service.statistics.fault;
        }
    }
    Anomalies anomalies;
    for (const auto& [service, series] : all) {
        if (series.faults < kLeastFaults) {
            continue;
        }
        const auto ranges = faultForecast(series.counts);
        for (std::size_t i = 0; i < ranges.size(); ++i) {
            const FaultCount& count = series.counts[i];
            if (ranges[i] && count.faults > ranges[i]->high && count.faults >= kLeastFaults) {
                anomalies.push_back({count.begin, series.buckets[i], service, count.faults, ranges[i]->high});
            }
        }
    }
    std::stable_sort(
        anomalies.begin(), anomalies.end(), [](const Anomaly& a, const Anomaly& b) { return a.minute < b.minute; });
    return anomalies;
}

// `anomalies` cut where none follows for too long.
std::vector<Anomalies> spells(const Anomalies& anomalies)
{
    std::vector<Anomalies> lists;
    for (const Anomaly& anomaly : anomalies) {
        if (lists.empty() || anomaly.minute - lists.back().back().minute > kQuiet + kMinute) {
            lists.emplace_back();
        }
        lists.back().push_back(anomaly);
    }
    return lists;
}

// Those of `anomalies` whose services call one another, as lists of their own.
std::vector<Anomalies> connected(const Anomalies& anomalies, const ServiceGraph& graph)
{
    std::map<ServiceKey, ServiceKey> leaders; // of each set of services
    for (const Anomaly& anomaly : anomalies) {
        leaders.try_emplace(anomaly.service, anomaly.service);
    }
    const auto leaderOf = [&](ServiceKey key) {
        while (leaders.at(key) != key) {
            key = leaders.at(key);
        }
        return key;
    };
    for (const Edge& edge : graph.edges) {
        if (leaders.contains(edge.from) && leaders.contains(edge.to)) {
            leaders[leaderOf(edge.from)] = leaderOf(edge.to);
        }
    }
    std::map<ServiceKey, Anomalies> sets;
    for (const Anomaly& anomaly : anomalies) {
        sets[leaderOf(anomaly.service)].push_back(anomaly);
    }
    std::vector<Anomalies> lists;
    lists.reserve(sets.size());
    for (auto& [leader, list] : sets) {
        lists.push_back(std::move(list));
    }
    return lists;
}

// Whether it is more than chance.
bool isIncident(const Anomalies& anomalies)
{
    return anomalies.front().bucket != anomalies.back().bucket
        || std::any_of(anomalies.begin(), anomalies.end(),
            [](const Anomaly& anomaly) { return anomaly.faults > 2 * anomaly.expected; });
}

ImpactStatistics impactOf(const CallStatistics& statistics)
{
    return {statistics.fault, statistics.ok, statistics.total()};
}

qint64 faultsOf(const ServiceGraph& graph, const ServiceKey& key)
{
    const Service* service = graph.find(key);
    return service ? service->statistics.fault : 0;
}

std::vector<ServiceKey> byFaults(const std::set<ServiceKey>& services, const ServiceGraph& graph)
{
    std::vector<ServiceKey> sorted(services.begin(), services.end());
    std::stable_sort(sorted.begin(), sorted.end(),
        [&](const ServiceKey& a, const ServiceKey& b) { return faultsOf(graph, a) > faultsOf(graph, b); });
    return sorted;
}

ServiceKey rootCauseOf(const std::set<ServiceKey>& services, const ServiceGraph& graph)
{
    std::set<ServiceKey> ends = services;
    for (const Edge& edge : graph.edges) {
        if (edge.type == EdgeType::Call && edge.from != edge.to && services.contains(edge.from)
            && services.contains(edge.to)) {
            ends.erase(edge.from);
        }
    }
    return byFaults(ends.empty() ? services : ends, graph).front(); // services that call one another have no end
}

InsightState stateOf(
    const ServiceGraph& graph, const ServiceKey& rootCause, const std::set<ServiceKey>& services, qint64 expected)
{
    InsightState state;
    if (const Service* service = graph.find(rootCause)) {
        state.rootCause = impactOf(service->statistics);
    }
    for (const Edge& edge : upstreamOf(graph, rootCause).edges) {
        if (edge.from.type == "client"_L1) {
            const ImpactStatistics impact = impactOf(edge.statistics);
            state.clients.faults += impact.faults;
            state.clients.ok += impact.ok;
            state.clients.total += impact.total;
        }
    }
    state.anomalous = byFaults(services, graph);
    state.anomalous.resize(std::min(state.anomalous.size(), kMostServices));
    state.summary = u"%1 of %2 requests to %3 ended in faults; no more than %4 in a minute were to be expected."_s
                        .arg(state.rootCause.faults)
                        .arg(state.rootCause.total)
                        .arg(rootCause.name)
                        .arg(expected);
    if (state.clients.total > 0) {
        state.summary +=
            u" Of %1 requests that clients made, %2 did."_s.arg(state.clients.total).arg(state.clients.faults);
    }
    return state;
}

// Sums up `minutes` from the bucket `from` to the bucket `to`, both included.
ServiceGraph sumOf(const std::vector<GraphBucket>& minutes, std::size_t from, std::size_t to)
{
    ServiceGraph sum;
    for (std::size_t i = from; i <= to; ++i) {
        sum.add(minutes[i].graph);
    }
    return sum;
}

QString idOf(const Insight& insight, const QString& scope)
{
    static const QUuid space(0x6f1c2b7e, 0x3d0a, 0x4c55, 0x9a, 0x61, 0x0e, 0x5d, 0x84, 0x27, 0xb3, 0x19);
    const ServiceKey& key = insight.rootCause;
    const QStringList name{
        scope, key.name, key.type, key.account, QString::number(insight.start.time_since_epoch().count())};
    return QUuid::createUuidV5(space, name.join(u'\n')).toString(QUuid::WithoutBraces);
}

Insight insightOf(const Anomalies& anomalies, const std::vector<GraphBucket>& minutes, const QString& scope)
{
    std::set<ServiceKey> services;
    for (const Anomaly& anomaly : anomalies) {
        services.insert(anomaly.service);
    }
    Insight insight;
    insight.rootCause = rootCauseOf(services, sumOf(minutes, anomalies.front().bucket, anomalies.back().bucket));
    insight.start = anomalies.front().minute;
    insight.end = anomalies.back().minute + kMinute;
    insight.id = idOf(insight, scope);
    qint64 expected = 0;
    for (const Anomaly& anomaly : anomalies) {
        expected = std::max(expected, anomaly.service == insight.rootCause ? anomaly.expected : 0);
    }
    ServiceGraph sum;
    std::set<ServiceKey> known;
    std::size_t next = anomalies.front().bucket;
    for (auto anomaly = anomalies.begin(); anomaly != anomalies.end(); ++anomaly) {
        known.insert(anomaly->service);
        if (anomaly + 1 != anomalies.end() && (anomaly + 1)->bucket == anomaly->bucket) {
            continue; // more of the same minute
        }
        for (; next <= anomaly->bucket; ++next) {
            sum.add(minutes[next].graph);
        }
        insight.events.push_back({anomaly->minute + kMinute, stateOf(sum, insight.rootCause, known, expected)});
    }
    insight.state = insight.events.back().state;
    return insight;
}

} // namespace

std::vector<Insight> insightsOf(const std::vector<GraphBucket>& minutes, const QString& scope, Timestamp now)
{
    std::vector<Insight> insights;
    for (const Anomalies& spell : spells(anomaliesOf(minutes))) {
        for (const Anomalies& set : connected(spell, sumOf(minutes, spell.front().bucket, spell.back().bucket))) {
            for (const Anomalies& own : spells(set)) {
                if (isIncident(own)) {
                    insights.push_back(insightOf(own, minutes, scope));
                    insights.back().active = now < insights.back().end + kQuiet;
                }
            }
        }
    }
    std::stable_sort(
        insights.begin(), insights.end(), [](const Insight& a, const Insight& b) { return a.start < b.start; });
    return insights;
}

ServiceGraph upstreamOf(const ServiceGraph& graph, const ServiceKey& key)
{
    std::map<ServiceKey, std::vector<ServiceKey>> callers;
    for (const Edge& edge : graph.edges) {
        callers[edge.to].push_back(edge.from);
    }
    std::set<ServiceKey> reached{key};
    std::vector<ServiceKey> left{key};
    while (!left.empty()) {
        const ServiceKey next = std::move(left.back());
        left.pop_back();
        for (const ServiceKey& caller : callers[next]) {
            if (reached.insert(caller).second) {
                left.push_back(caller);
            }
        }
    }
    ServiceGraph upstream = graph;
    std::erase_if(upstream.services, [&](const Service& service) { return !reached.contains(service.key); });
    std::erase_if(
        upstream.edges, [&](const Edge& edge) { return !reached.contains(edge.from) || !reached.contains(edge.to); });
    return upstream;
}

} // namespace fluoroscope
