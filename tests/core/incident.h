// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Minutes of service graphs with an incident in them, for tests of insights.
#pragma once

#include "core/ports/trace_source.h"

namespace fluoroscope::test {

inline const ServiceKey kClient{QStringLiteral("shop"), QStringLiteral("client"), {}};
inline const ServiceKey kShop{QStringLiteral("shop"), {}, {}};
inline const ServiceKey kStock{QStringLiteral("stock"), {}, {}};
inline const ServiceKey kTable{QStringLiteral("Items"), QStringLiteral("AWS::DynamoDB::Table"), {}};
inline const ServiceKey kMail{QStringLiteral("mail"), {}, {}};

inline Timestamp minute(int number)
{
    return Timestamp(std::chrono::minutes(28'609'338 + number));
}

// A minute of client → shop → stock → Items, and of mail that nobody calls: 20 requests each, of which so many fail.
struct Minute {
    qint64 shop = 0;
    qint64 stock = 0;
    qint64 table = 0;
    qint64 mail = 0;
    qint64 requests = 20;
};

inline void add(std::vector<GraphBucket>& minutes, int number, const Minute& counts)
{
    GraphBucket bucket{minute(number), {}};
    const auto statistics = [&](qint64 faults) {
        CallStatistics result;
        result.fault = faults;
        result.ok = counts.requests - faults;
        return result;
    };
    const auto service = [&](const ServiceKey& key, qint64 faults) {
        ServiceGraph one;
        one.services.emplace_back().key = key;
        one.services.back().statistics = statistics(faults);
        bucket.graph.add(one);
    };
    const auto call = [&](const ServiceKey& from, const ServiceKey& to, qint64 faults) {
        ServiceGraph one;
        Edge& edge = one.edges.emplace_back();
        edge.from = from;
        edge.to = to;
        edge.calls = counts.requests;
        edge.statistics = statistics(faults);
        bucket.graph.add(one);
    };
    ServiceGraph client;
    client.services.emplace_back().key = kClient;
    bucket.graph.add(client);
    service(kShop, counts.shop);
    service(kStock, counts.stock);
    service(kTable, counts.table);
    service(kMail, counts.mail);
    call(kClient, kShop, counts.shop);
    call(kShop, kStock, counts.stock);
    call(kStock, kTable, counts.table);
    minutes.push_back(bucket);
}

inline std::vector<GraphBucket> quiet(int minutes)
{
    std::vector<GraphBucket> series;
    for (int i = 0; i < minutes; ++i) {
        add(series, i, {});
    }
    return series;
}

// Half an hour of peace, then three minutes in which the table fails half of the time.
inline std::vector<GraphBucket> incident()
{
    std::vector<GraphBucket> series = quiet(30);
    add(series, 30, {.table = 10});
    add(series, 31, {.shop = 8, .stock = 10, .table = 10});
    add(series, 32, {.shop = 12, .stock = 14, .table = 15});
    return series;
}

} // namespace fluoroscope::test
