// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The rows of a whole list of traces in its order: by going through all of it, or through what has changed.
#pragma once

#include "core/ports/trace_source.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <string>

namespace fluoroscope {

// What `query` sorts by, before start and trace id: an expression over table trace.
std::string orderValue(const TraceQuery& query, SQLite::Database& database);

// Within one read transaction. SQLite::Exception is thrown where the question is withdrawn.
class ListOrder {
public:
    // Of the query, its window does not matter. It outlives this.
    ListOrder(SQLite::Database& database, const TraceQuery& query, const std::stop_token& stop);

    // Rows of table trace.
    [[nodiscard]] std::vector<int64_t> whole() const;
    // The same from an order of before: all traces but the `touched` ones still are what they were. For each of these
    // some 20 others are looked at.
    [[nodiscard]] std::vector<int64_t> updated(const std::vector<int64_t>& rows, std::vector<int64_t> touched) const;

private:
    SQLite::Database& m_database;
    const TraceQuery& m_query;
    const std::stop_token& m_stop;
    std::string m_value;
};

} // namespace fluoroscope
