// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The contributions of one trace to the service graph (reference 5.6, rules 1 to 7).

#include "core/graph/service_graph.h"
#include "core/trace/trace.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

void count(CallStatistics& statistics, const Segment& segment)
{
    switch (outcomeOf(segment)) {
    case Outcome::Ok: ++statistics.ok; break;
    case Outcome::Error: ++statistics.error; break;
    case Outcome::Throttle: ++statistics.throttle; break;
    case Outcome::Fault: ++statistics.fault; break;
    }
    const Duration duration = std::max(segment.duration(), Duration {}); // skewed clocks may have it end before its start
    statistics.totalResponseTime += duration;
    ++statistics.responseTimes[(duration.count() + 500) / 1000];
}

// Requests in progress make nodes and edges, but are not completed requests yet.
template <typename T>
void take(T& entry, const Segment& segment)
{
    entry.first = std::min(entry.first, segment.start);
    entry.last = std::max(entry.last, segment.end);
    if (!segment.inProgress) {
        count(entry.statistics, segment);
    }
}

Edge callOf(const ServiceKey& from, const ServiceKey& to, const Segment& seen)
{
    Edge edge;
    edge.from = from;
    edge.to = to;
    edge.calls = 1;
    take(edge, seen);
    return edge;
}

void addLinks(ServiceGraph& graph, const Segment& segment, const ServiceKey& own)
{
    for (const Link& link : *segment.links) {
        if (link.name.isEmpty()) {
            continue;
        }
        Service other;
        other.key = {link.name, link.type, {}};
        other.first = segment.start;
        other.last = segment.end;
        Edge edge;
        edge.from = link.toParent ? other.key : own;
        edge.to = link.toParent ? own : other.key;
        edge.type = EdgeType::Link;
        edge.calls = 1;
        edge.first = segment.start;
        edge.last = segment.end;
        graph.add({{std::move(other)}, {std::move(edge)}});
    }
}

} // namespace

ServiceGraph graphOf(const Trace& trace)
{
    ServiceGraph graph;
    std::vector<ServiceKey> owners(trace.segments.size()); // the node of the top-level segment around each entry
    for (std::size_t i = 0; i < trace.segments.size(); ++i) {
        const Segment& segment = trace.segments[i];
        owners[i] = segment.parent < 0 ? serviceKeyOf(segment) : owners[static_cast<std::size_t>(segment.parent)];
    }
    for (std::size_t i = 0; i < trace.segments.size(); ++i) {
        const Segment& segment = trace.segments[i];
        if (segment.links) {
            addLinks(graph, segment, owners[i]);
        }
        if (segment.parent >= 0) {
            continue;
        }
        ServiceGraph part;
        Service& service = part.services.emplace_back();
        service.key = owners[i];
        service.requests = 1;
        service.received = segment.inferred || segment.placeholder ? 0 : 1;
        take(service, segment);
        if (segment.caller >= 0) {
            // The caller's view where the call was recorded, else the callee's own.
            const Segment& caller = trace.segments[static_cast<std::size_t>(segment.caller)];
            part.edges.push_back(
                callOf(owners[static_cast<std::size_t>(segment.caller)], owners[i], caller.subsegment ? caller : segment));
        } else if (segment.parentId.isNull() && !segment.placeholder && !segment.inferred) {
            Service client;
            client.key = {segment.name, u"client"_s, {}};
            client.requests = 1;
            client.first = segment.start;
            client.last = segment.end;
            part.edges.push_back(callOf(client.key, owners[i], segment));
            part.services.push_back(std::move(client));
        }
        graph.add(part);
    }
    return graph;
}

} // namespace fluoroscope
