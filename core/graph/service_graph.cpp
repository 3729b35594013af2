// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/graph/service_graph.h"

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

template <typename Key> void apply(std::map<Key, qint64>& to, const std::map<Key, qint64>& by, int sign)
{
    for (const auto& [key, count] : by) {
        const auto entry = to.try_emplace(key).first;
        entry->second += sign * count;
        if (entry->second == 0) {
            to.erase(entry);
        }
    }
}

void apply(CallStatistics& to, const CallStatistics& by, int sign)
{
    to.ok += sign * by.ok;
    to.error += sign * by.error;
    to.throttle += sign * by.throttle;
    to.fault += sign * by.fault;
    to.totalResponseTime += sign * by.totalResponseTime;
    apply(to.responseTimes, by.responseTimes, sign);
}

template <typename T> void applySpan(T& to, const T& by, int sign)
{
    if (sign > 0) {
        to.first = std::min(to.first, by.first);
        to.last = std::max(to.last, by.last);
    }
    apply(to.statistics, by.statistics, sign);
}

auto keyOf(const Edge& edge)
{
    return std::tie(edge.from, edge.to, edge.type);
}
auto keyOf(const Service& service)
{
    return std::tie(service.key);
}

template <typename T> T& entryFor(std::vector<T>& sorted, const T& like)
{
    const auto less = [](const T& a, const T& b) { return keyOf(a) < keyOf(b); };
    auto place = std::lower_bound(sorted.begin(), sorted.end(), like, less);
    if (place == sorted.end() || keyOf(*place) != keyOf(like)) {
        T fresh;
        if constexpr (std::is_same_v<T, Edge>) {
            fresh.from = like.from;
            fresh.to = like.to;
            fresh.type = like.type;
        } else {
            fresh.key = like.key;
        }
        place = sorted.insert(place, std::move(fresh));
    }
    return *place;
}

void apply(ServiceGraph& graph, const ServiceGraph& by, int sign)
{
    for (const Service& service : by.services) {
        Service& entry = entryFor(graph.services, service);
        entry.received += sign * service.received;
        entry.requests += sign * service.requests;
        applySpan(entry, service, sign);
    }
    for (const Edge& edge : by.edges) {
        Edge& entry = entryFor(graph.edges, edge);
        entry.calls += sign * edge.calls;
        apply(entry.aliases, edge.aliases, sign);
        applySpan(entry, edge, sign);
    }
}

} // namespace

Duration CallStatistics::percentile(double p) const
{
    const qint64 count = total();
    if (count == 0) {
        return {};
    }
    // 0.07 of 100 is a little more than 7 in binary, and must not become 8.
    const qint64 rank = std::clamp<qint64>(qint64(std::ceil(p * double(count) - 1e-6)), 1, count);
    qint64 seen = 0;
    for (const auto& [milliseconds, entries] : responseTimes) {
        seen += entries;
        if (seen >= rank) {
            return std::chrono::milliseconds(milliseconds);
        }
    }
    return {};
}

void ServiceGraph::add(const ServiceGraph& other)
{
    apply(*this, other, 1);
}

void ServiceGraph::subtract(const ServiceGraph& other)
{
    apply(*this, other, -1);
    // An edge that nobody takes any more goes first; a service goes when it has neither requests nor edges.
    std::erase_if(edges, [](const Edge& edge) { return edge.calls <= 0; });
    std::erase_if(services, [&](const Service& service) {
        return service.requests <= 0 && std::none_of(edges.begin(), edges.end(), [&](const Edge& edge) {
            return edge.from == service.key || edge.to == service.key;
        });
    });
}

const Service* ServiceGraph::find(const ServiceKey& key) const
{
    const auto place = std::lower_bound(services.begin(), services.end(), key,
        [](const Service& service, const ServiceKey& k) { return service.key < k; });
    return place != services.end() && place->key == key ? &*place : nullptr;
}

bool ServiceGraph::isRoot(const ServiceKey& key) const
{
    return std::any_of(
        edges.begin(), edges.end(), [&](const Edge& edge) { return edge.to == key && edge.from.type == "client"_L1; });
}

} // namespace fluoroscope
