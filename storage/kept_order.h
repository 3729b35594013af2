// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The order of a long list that had to be gone through once, kept so that any other window over it costs what it shows.
#pragma once

#include "core/ports/trace_source.h"

#include <SQLiteCpp/Database.h>

namespace fluoroscope {

// Of the last such list of one connection; 8 bytes for each trace. Forgotten when another connection has committed.
class KeptOrder {
public:
    // Whether it is that of `query`, whatever its window, or was.
    [[nodiscard]] bool isFor(const TraceQuery& query) const;
    // Rows of table `trace`; null: not kept.
    [[nodiscard]] const std::vector<int64_t>* find(const TraceQuery& query, SQLite::Database& database) const;
    const std::vector<int64_t>& keep(const TraceQuery& query, SQLite::Database& database, std::vector<int64_t> rows);

private:
    TraceQuery m_query;
    int64_t m_version = -1;
    std::vector<int64_t> m_rows;
};

} // namespace fluoroscope
