// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The service graph: who called whom, how often, how it ended and how long it took (reference 5.6).
#pragma once

#include "core/graph/service_key.h"
#include "core/time/timestamp.h"

#include <map>
#include <vector>

namespace fluoroscope {

struct Trace;

// Response times in milliseconds, each with its number of requests: X-Ray's histogram, rounded to three decimals of a
// second.
using Histogram = std::map<qint64, qint64>;

// Completed requests by outcome. Every member counts, so graphs can be added and subtracted.
struct CallStatistics {
    qint64 ok = 0;
    qint64 error = 0; // 4xx other than throttles
    qint64 throttle = 0;
    qint64 fault = 0;
    Duration totalResponseTime{};
    Histogram responseTimes;

    [[nodiscard]] qint64 total() const { return ok + error + throttle + fault; }
    [[nodiscard]] Duration averageResponseTime() const
    {
        return Duration(total() > 0 ? totalResponseTime.count() / total() : 0);
    }
    // The response time that the share `p` (0 to 1) of the requests did not exceed.
    [[nodiscard]] Duration percentile(double p) const;
    bool operator==(const CallStatistics&) const = default;
};

struct Service {
    ServiceKey key;
    qint64 received = 0; // segments that the service itself sent; 0: inferred or client, State "unknown"
    qint64 requests = 0; // segments of the node in all, those in progress among them
    Timestamp first = Timestamp::max();
    Timestamp last = Timestamp::min();
    CallStatistics statistics;

    [[nodiscard]] bool isClient() const { return key.type == u"client"; }
    [[nodiscard]] bool isInferred() const { return received == 0 && !isClient(); }
    bool operator==(const Service&) const = default;
};

enum class EdgeType : std::uint8_t { Call, Link };

struct Edge {
    ServiceKey from;
    ServiceKey to;
    EdgeType type = EdgeType::Call;
    qint64 calls = 0; // those in progress among them
    std::map<QString, qint64> aliases; // other names that the caller knows the target by, each with its calls
    Timestamp first = Timestamp::max();
    Timestamp last = Timestamp::min();
    CallStatistics statistics; // of the calls as the caller saw them
    bool operator==(const Edge&) const = default;
};

// A value that can be added up: of one trace, of a minute, of an hour. Services and edges are sorted by key.
struct ServiceGraph {
    std::vector<Service> services;
    std::vector<Edge> edges;

    void add(const ServiceGraph& other);
    // Takes `other`, which was added before, out again. Times do not shrink: a node keeps the span it was once seen in.
    void subtract(const ServiceGraph& other);

    [[nodiscard]] const Service* find(const ServiceKey& key) const;
    [[nodiscard]] bool isEmpty() const { return services.empty(); }
    // Whether requests enter the system at `key`: a client calls it.
    [[nodiscard]] bool isRoot(const ServiceKey& key) const;
    bool operator==(const ServiceGraph&) const = default;
};

// The graph of one trace: GetTraceGraph for it alone.
ServiceGraph graphOf(const Trace& trace);

} // namespace fluoroscope
