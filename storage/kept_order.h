// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The orders of long lists that had to be gone through once, kept so that any other window over them costs what it
// shows, also after traces have come and gone.
#pragma once

#include "core/ports/trace_source.h"
#include "storage/changed_traces.h"

#include <SQLiteCpp/Database.h>
#include <memory>

namespace fluoroscope {

// Thread-safe. Of the last few lists; 8 bytes for each trace of them.
class KeptOrders {
public:
    using Rows = std::shared_ptr<const std::vector<int64_t>>; // of table trace

    explicit KeptOrders(const ChangedTraces& changed)
        : m_changed(changed)
    {
    }

    // In the state that `database` sees in its transaction; null: not kept.
    [[nodiscard]] Rows find(const TraceQuery& query, SQLite::Database& database) const;
    // The same, brought up to date from an earlier state or another range if that is the shorter way.
    Rows update(const TraceQuery& query, SQLite::Database& database, const std::stop_token& stop);
    // Goes through all of it.
    Rows make(const TraceQuery& query, SQLite::Database& database, const std::stop_token& stop);

private:
    struct Order {
        TraceQuery query;
        qint64 state = 0;
        Rows rows;
    };
    [[nodiscard]] std::optional<Order> lookUp(const TraceQuery& query) const;
    Rows keep(Order order);

    const ChangedTraces& m_changed;
    mutable std::mutex m_mutex;
    std::vector<Order> m_orders; // the last used last
};

} // namespace fluoroscope
