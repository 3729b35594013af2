// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/kept_order.h"

#include "storage/database.h"
#include "storage/list_order.h"

#include <algorithm>

namespace fluoroscope {

namespace {

constexpr std::size_t kMostOrders = 3;
// With more that has changed, making the order anew is not much longer. Each costs some 20 looks at other traces.
constexpr std::size_t kMostTouched = 10'000;

qint64 stateOf(SQLite::Database& database)
{
    return metaValue(database, kTracesState);
}

// Whether the two differ in their range at most, and in that only as far as it speaks of when traces start.
bool isSameList(const TraceQuery& one, const TraceQuery& other)
{
    return one.order == other.order && one.orderKey == other.orderKey && one.descending == other.descending
        && one.selection.time == other.selection.time && one.selection.filter == other.selection.filter
        && (one.selection.time == TraceTime::Start || one.selection.range == other.selection.range);
}

// Adds the traces that are in one of the ranges alone; false where they are too many.
bool addDifference(SQLite::Database& database, TimeRange one, TimeRange other, std::vector<int64_t>& rows)
{
    SQLite::Statement select(database,
        "SELECT id FROM trace INDEXED BY trace_by_start WHERE start >= ? AND start < ? LIMIT "
            + std::to_string(kMostTouched + 1));
    const auto add = [&](Timestamp from, Timestamp to) {
        const StatementRun run(select);
        select.bind(1, static_cast<int64_t>(std::min(from, to).time_since_epoch().count()));
        select.bind(2, static_cast<int64_t>(std::max(from, to).time_since_epoch().count()));
        while (from != to && select.executeStep()) {
            rows.push_back(select.getColumn(0).getInt64());
        }
    };
    add(one.begin, other.begin);
    add(one.end, other.end);
    return rows.size() <= kMostTouched;
}

} // namespace

std::optional<KeptOrders::Order> KeptOrders::lookUp(const TraceQuery& query) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = std::find_if(
        m_orders.rbegin(), m_orders.rend(), [&](const Order& order) { return isSameList(order.query, query); });
    return found == m_orders.rend() ? std::nullopt : std::optional(*found);
}

KeptOrders::Rows KeptOrders::keep(Order order)
{
    const Rows rows = order.rows;
    const std::scoped_lock lock(m_mutex);
    const auto known = std::find_if(
        m_orders.begin(), m_orders.end(), [&](const Order& kept) { return isSameList(kept.query, order.query); });
    if (known != m_orders.end()) {
        if (known->state > order.state) {
            return rows; // of a question that began earlier
        }
        m_orders.erase(known);
    } else if (m_orders.size() == kMostOrders) {
        m_orders.erase(m_orders.begin());
    }
    m_orders.push_back(std::move(order));
    return rows;
}

KeptOrders::Rows KeptOrders::find(const TraceQuery& query, SQLite::Database& database) const
{
    const auto known = lookUp(query);
    const bool isIt =
        known && known->query.selection.range == query.selection.range && known->state == stateOf(database);
    return isIt ? known->rows : nullptr;
}

KeptOrders::Rows KeptOrders::update(const TraceQuery& query, SQLite::Database& database, const std::stop_token& stop)
{
    if (Rows rows = find(query, database)) {
        return rows;
    }
    const auto known = lookUp(query);
    const qint64 state = stateOf(database);
    auto touched = known ? m_changed.between(known->state, state) : std::nullopt;
    if (!touched || touched->size() > kMostTouched
        || !addDifference(database, known->query.selection.range, query.selection.range, *touched)) {
        return nullptr;
    }
    return keep({query, state,
        std::make_shared<std::vector<int64_t>>(ListOrder(database, query, stop).updated(*known->rows, *touched))});
}

KeptOrders::Rows KeptOrders::make(const TraceQuery& query, SQLite::Database& database, const std::stop_token& stop)
{
    return keep(
        {query, stateOf(database), std::make_shared<std::vector<int64_t>>(ListOrder(database, query, stop).whole())});
}

} // namespace fluoroscope
