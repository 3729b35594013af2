// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The contributions of one trace to the service graph (reference 5.6, rules 1 to 7).

#include "core/graph/service_graph.h"
#include "core/trace/trace.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

void count(CallStatistics& statistics, const Segment& segment)
{
    switch (outcomeOf(segment)) {
    case Outcome::Ok:
        ++statistics.ok;
        break;
    case Outcome::Error:
        ++statistics.error;
        break;
    case Outcome::Throttle:
        ++statistics.throttle;
        break;
    case Outcome::Fault:
        ++statistics.fault;
        break;
    }
    const Duration duration = std::max(segment.duration(), Duration{});
    statistics.totalResponseTime += duration;
    ++statistics.responseTimes[(duration.count() + 500) / 1000];
}

// Skewed clocks may have a segment end before its start.
template <typename T> void span(T& entry, const Segment& segment)
{
    entry.first = std::min(entry.first, segment.start);
    entry.last = std::max({entry.last, segment.start, segment.end});
}

// Requests in progress make nodes and edges, but are not completed requests yet.
template <typename T> void take(T& entry, const Segment& segment)
{
    span(entry, segment);
    if (!segment.inProgress) {
        count(entry.statistics, segment);
    }
}

// Services and edges by place while they are counted; sorted in the end.
class Counting {
public:
    std::size_t place(const ServiceKey& key)
    {
        const auto [it, isNew] = m_places.try_emplace(key, m_graph.services.size());
        if (isNew) {
            m_graph.services.emplace_back().key = key;
        }
        return it->second;
    }

    Service& service(std::size_t place) { return m_graph.services[place]; }

    Edge& edge(std::size_t from, std::size_t to, EdgeType type)
    {
        const auto [it, isNew] = m_edges.try_emplace(std::tuple(from, to, type), m_graph.edges.size());
        if (isNew) {
            Edge& edge = m_graph.edges.emplace_back();
            edge.from = m_graph.services[from].key;
            edge.to = m_graph.services[to].key;
            edge.type = type;
        }
        return m_graph.edges[it->second];
    }

    void call(std::size_t from, std::size_t to, const Segment& seen)
    {
        Edge& taken = edge(from, to, EdgeType::Call);
        ++taken.calls;
        take(taken, seen);
        if (seen.nameSpace == Namespace::Remote && seen.name != taken.to.name) {
            ++taken.aliases[seen.name];
        }
    }

    void links(const Segment& segment, std::size_t own)
    {
        for (const Link& link : *segment.links) {
            if (link.name.isEmpty()) {
                continue;
            }
            const std::size_t other = place({link.name, link.type, {}});
            span(service(other), segment);
            Edge& taken = edge(link.toParent ? other : own, link.toParent ? own : other, EdgeType::Link);
            ++taken.calls;
            span(taken, segment);
        }
    }

    ServiceGraph sorted()
    {
        std::sort(m_graph.services.begin(), m_graph.services.end(),
            [](const Service& a, const Service& b) { return a.key < b.key; });
        std::sort(m_graph.edges.begin(), m_graph.edges.end(), [](const Edge& a, const Edge& b) {
            return std::tie(a.from, a.to, a.type) < std::tie(b.from, b.to, b.type);
        });
        return std::move(m_graph);
    }

private:
    ServiceGraph m_graph;
    std::unordered_map<ServiceKey, std::size_t> m_places;
    std::map<std::tuple<std::size_t, std::size_t, EdgeType>, std::size_t> m_edges;
};

} // namespace

ServiceGraph graphOf(const Trace& trace)
{
    Counting counting;
    std::vector<std::size_t> owners(trace.segments.size()); // the service of the top-level segment around each entry
    for (std::size_t i = 0; i < trace.segments.size(); ++i) {
        const Segment& segment = trace.segments[i];
        owners[i] = segment.parent < 0 ? counting.place(serviceKeyOf(segment))
                                       : owners[static_cast<std::size_t>(segment.parent)];
    }
    for (std::size_t i = 0; i < trace.segments.size(); ++i) {
        const Segment& segment = trace.segments[i];
        if (segment.links) {
            counting.links(segment, owners[i]);
        }
        if (segment.parent >= 0) {
            continue;
        }
        Service& service = counting.service(owners[i]);
        ++service.requests;
        service.received += segment.inferred || segment.placeholder ? 0 : 1;
        take(service, segment);
        if (segment.caller >= 0) {
            // The caller's view where the call was recorded, else the callee's own.
            const Segment& caller = trace.segments[static_cast<std::size_t>(segment.caller)];
            counting.call(
                owners[static_cast<std::size_t>(segment.caller)], owners[i], caller.subsegment ? caller : segment);
        } else if (const auto key = clientKeyOf(segment)) {
            const std::size_t client = counting.place(*key);
            ++counting.service(client).requests;
            span(counting.service(client), segment);
            counting.call(client, owners[i], segment);
        }
    }
    return counting.sorted();
}

} // namespace fluoroscope
