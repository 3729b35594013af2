// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/map/map_graphs.h"

#include <algorithm>
#include <cmath>
#include <random>

using namespace Qt::StringLiterals;

namespace fluoroscope::test {

CallStatistics statisticsOf(const Calls& calls)
{
    CallStatistics statistics{calls.ok, calls.error, calls.throttle, calls.fault, {}, {}};
    statistics.totalResponseTime = std::chrono::milliseconds(calls.milliseconds) * statistics.total();
    // A bell over the logarithm, so that pictures of histograms look like some.
    qint64 left = statistics.total();
    for (int step = 0; left > 0; step = step >= 0 ? -step - 1 : -step) {
        const qint64 count = std::min(left, std::max<qint64>(1, left / 4));
        statistics.responseTimes[static_cast<qint64>(std::max(1.0, calls.milliseconds * std::exp(0.25 * step)))] +=
            count;
        left -= count;
    }
    return statistics;
}

ServiceKey keyOf(const QString& name, const QString& type)
{
    return {name, type, {}};
}

GraphBuilder& GraphBuilder::service(const ServiceKey& key, const Calls& calls, bool inferred)
{
    Service service;
    service.key = key;
    service.statistics = statisticsOf(calls);
    service.requests = service.statistics.total();
    service.received = inferred ? 0 : service.requests;
    m_graph.services.push_back(service);
    return *this;
}

GraphBuilder& GraphBuilder::client(const QString& root)
{
    Service service;
    service.key = keyOf(root, u"client"_s);
    m_graph.services.push_back(service);
    return *this;
}

GraphBuilder& GraphBuilder::edge(const ServiceKey& from, const ServiceKey& to, const Calls& calls, EdgeType type)
{
    Edge edge;
    edge.from = from;
    edge.to = to;
    edge.type = type;
    edge.statistics = statisticsOf(calls);
    edge.calls = edge.statistics.total();
    m_graph.edges.push_back(edge);
    return *this;
}

ServiceGraph GraphBuilder::build() const
{
    ServiceGraph graph = m_graph;
    std::sort(
        graph.services.begin(), graph.services.end(), [](const Service& a, const Service& b) { return a.key < b.key; });
    std::sort(graph.edges.begin(), graph.edges.end(),
        [](const Edge& a, const Edge& b) { return std::tie(a.from, a.to, a.type) < std::tie(b.from, b.to, b.type); });
    return graph;
}

std::shared_ptr<const ServiceGraph> GraphBuilder::share() const
{
    return std::make_shared<const ServiceGraph>(build());
}

GraphBuilder demoGraph()
{
    const ServiceKey client = keyOf(u"service-a"_s, u"client"_s);
    const ServiceKey a = keyOf(u"service-a"_s);
    const ServiceKey b = keyOf(u"service-b"_s);
    const ServiceKey orders = keyOf(u"orders"_s, u"AWS::DynamoDB::Table"_s);
    const ServiceKey database = keyOf(u"orders@db.internal"_s, u"Database::SQL"_s);
    const ServiceKey payments = keyOf(u"payments.example"_s, u"remote"_s);
    const ServiceKey queue =
        keyOf(u"https://sqs.eu-west-1.amazonaws.com/123456789012/order-events"_s, u"AWS::SQS::Queue"_s);
    GraphBuilder builder;
    builder.client(u"service-a"_s)
        .service(a, {331, 16, 43, 0, 209})
        .service(b, {190, 200, 0, 0, 106})
        .service(orders, {600, 0, 0, 180, 28}, true)
        .service(database, {390, 0, 0, 0, 8}, true)
        .service(payments, {58, 0, 77, 0, 540}, true)
        .service(queue, {165, 0, 0, 0, 4}, true)
        .edge(client, a, {390, 0, 0, 0, 209})
        .edge(a, b, {190, 200, 0, 0, 114})
        .edge(a, orders, {600, 0, 0, 180, 31})
        .edge(b, database, {390, 0, 0, 0, 8})
        .edge(b, payments, {58, 0, 77, 0, 540})
        .edge(orders, queue, {}, EdgeType::Link);
    return builder;
}

ServiceGraph bigGraph(int services, int edges)
{
    GraphBuilder builder;
    // The same everywhere: the standard says its sequence, and each number is asked for in a statement of its own.
    std::minstd_rand random(7);
    const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
    const auto key = [](int i) { return keyOf(u"service-%1"_s.arg(i, 3, 10, QChar(u'0'))); };
    builder.client(u"service-000"_s).edge(keyOf(u"service-000"_s, u"client"_s), key(0));
    for (int i = 0; i < services - 1; ++i) {
        builder.service(key(i), {100, i % 7 == 0 ? 5 : 0, i % 11 == 0 ? 9 : 0, 0, 5 + 7 * i});
        if (i > 0) {
            const int calls = 10 + below(300);
            const int from = std::max(0, i / 3 - below(3));
            builder.edge(key(from), key(i), {calls});
        }
    }
    for (int i = services - 1; i < edges; ++i) {
        const int from = below(services - 2);
        const int calls = 1 + below(50);
        const int to = from + 1 + below(services - 2 - from);
        builder.edge(key(from), key(to), {calls});
    }
    return builder.build();
}

} // namespace fluoroscope::test
