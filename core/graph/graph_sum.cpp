// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/graph/graph_sum.h"

#include "core/graph/graph_reader.h"

#include <algorithm>
#include <tuple>

namespace fluoroscope {

namespace {

constexpr qint64 kNear = 60'000; // ms; what is slower is rare

template <typename T> void widen(T& entry, GraphReader& reader)
{
    Timestamp first;
    Timestamp last;
    reader.span(first, last);
    entry.first = std::min(entry.first, first);
    entry.last = std::max(entry.last, last);
}

template <typename Tally> void take(Tally& tally, GraphReader& reader)
{
    for (qint64& number : tally.numbers) {
        number += reader.number();
    }
    reader.responseTimes([&](qint64 milliseconds, qint64 requests) { tally.count(milliseconds, requests); });
}

} // namespace

void GraphSum::Tally::count(qint64 milliseconds, qint64 requests)
{
    if (milliseconds < 0 || milliseconds >= kNear) {
        far[milliseconds] += requests;
        return;
    }
    const auto place = static_cast<std::size_t>(milliseconds);
    if (place >= near.size()) {
        near.resize(place + place / 2 + 16);
    }
    near[place] += requests;
}

CallStatistics GraphSum::Tally::statistics() const
{
    CallStatistics statistics{numbers[0], numbers[1], numbers[2], numbers[3], Duration(numbers[4]), far};
    const auto end = statistics.responseTimes.lower_bound(kNear);
    for (std::size_t i = 0; i < near.size(); ++i) {
        if (near[i] != 0) {
            statistics.responseTimes.emplace_hint(end, static_cast<qint64>(i), near[i]);
        }
    }
    std::erase_if(statistics.responseTimes, [](const auto& entry) { return entry.second == 0; });
    return statistics;
}

void GraphSum::add(QByteArrayView bytes)
{
    GraphReader reader(bytes);
    if (reader.number() != GraphReader::kVersion) {
        return;
    }
    m_places.clear();
    for (std::size_t i = reader.count(); i > 0 && reader.ok(); --i) {
        const QByteArrayView key = reader.encodedKey();
        const auto [entry, isNew] =
            m_nodeOf.try_emplace(std::string(key.data(), static_cast<std::size_t>(key.size())), m_nodes.size());
        if (isNew) {
            m_nodes.emplace_back().service.key = GraphReader(key).key();
        }
        m_places.push_back(entry->second);
        Node& node = m_nodes[entry->second];
        node.service.received += reader.number();
        node.service.requests += reader.number();
        widen(node.service, reader);
        take(node.tally, reader);
    }
    for (std::size_t i = reader.count(); i > 0 && reader.ok(); --i) {
        const auto from = static_cast<std::size_t>(reader.number());
        const auto to = static_cast<std::size_t>(reader.number());
        const bool isLink = reader.number() == 1;
        if (from >= m_places.size() || to >= m_places.size()) {
            return;
        }
        const quint64 ends = (quint64(m_places[from]) << 33) | (quint64(m_places[to]) << 1) | (isLink ? 1 : 0);
        const auto [entry, isNew] = m_wayOf.try_emplace(ends, m_ways.size());
        if (isNew) {
            Way& way = m_ways.emplace_back();
            way.from = m_places[from];
            way.to = m_places[to];
            way.edge.type = isLink ? EdgeType::Link : EdgeType::Call;
        }
        Way& way = m_ways[entry->second];
        way.edge.calls += reader.number();
        reader.aliases(way.edge.aliases);
        widen(way.edge, reader);
        take(way.tally, reader);
    }
}

ServiceGraph GraphSum::graph() const
{
    ServiceGraph graph;
    for (const Node& node : m_nodes) {
        Service& service = graph.services.emplace_back(node.service);
        service.statistics = node.tally.statistics();
    }
    for (const Way& way : m_ways) {
        Edge& edge = graph.edges.emplace_back(way.edge);
        edge.from = m_nodes[way.from].service.key;
        edge.to = m_nodes[way.to].service.key;
        edge.statistics = way.tally.statistics();
    }
    std::sort(
        graph.services.begin(), graph.services.end(), [](const Service& a, const Service& b) { return a.key < b.key; });
    std::sort(graph.edges.begin(), graph.edges.end(),
        [](const Edge& a, const Edge& b) { return std::tie(a.from, a.to, a.type) < std::tie(b.from, b.to, b.type); });
    return graph;
}

} // namespace fluoroscope
