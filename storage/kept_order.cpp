// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/kept_order.h"

namespace fluoroscope {

namespace {

// Within a transaction, of the state that it sees.
int64_t versionOf(SQLite::Database& database)
{
    return database.execAndGet("PRAGMA data_version").getInt64();
}

} // namespace

bool KeptOrder::isFor(const TraceQuery& query) const
{
    return m_version >= 0 && query.order == m_query.order && query.orderKey == m_query.orderKey
        && query.descending == m_query.descending && query.selection.range == m_query.selection.range
        && query.selection.time == m_query.selection.time && query.selection.filter == m_query.selection.filter;
}

const std::vector<int64_t>* KeptOrder::find(const TraceQuery& query, SQLite::Database& database) const
{
    return isFor(query) && versionOf(database) == m_version ? &m_rows : nullptr;
}

const std::vector<int64_t>& KeptOrder::keep(
    const TraceQuery& query, SQLite::Database& database, std::vector<int64_t> rows)
{
    m_query = query;
    m_version = versionOf(database);
    m_rows = std::move(rows);
    return m_rows;
}

} // namespace fluoroscope
