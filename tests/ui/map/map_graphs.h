// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Service graphs made by hand for the tests of the trace map.
#pragma once

#include "core/graph/service_graph.h"

namespace fluoroscope::test {

struct Calls {
    qint64 ok = 0;
    qint64 error = 0;
    qint64 fault = 0;
    qint64 throttle = 0;
    int milliseconds = 10; // on average
};

CallStatistics statisticsOf(const Calls& calls);
ServiceKey keyOf(const QString& name, const QString& type = QStringLiteral("AWS::ECS::Container"));

// Sorted by key, as core makes them.
class GraphBuilder {
public:
    GraphBuilder& service(const ServiceKey& key, const Calls& calls, bool inferred = false);
    GraphBuilder& client(const QString& root);
    GraphBuilder& edge(
        const ServiceKey& from, const ServiceKey& to, const Calls& calls = {1}, EdgeType type = EdgeType::Call);
    [[nodiscard]] ServiceGraph build() const;
    [[nodiscard]] std::shared_ptr<const ServiceGraph> share() const;

private:
    ServiceGraph m_graph;
};

// The two services of the demo with their database, queue and payments: every outcome and a link occur.
GraphBuilder demoGraph();
// A deterministic graph of `services` in layers with about `edges` edges, some of them long.
ServiceGraph bigGraph(int services, int edges);

} // namespace fluoroscope::test
