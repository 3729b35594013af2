// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The session's counters while it is written: one thread counts, any thread looks.
#pragma once

#include "core/ports/trace_source.h"

#include <SQLiteCpp/Database.h>
#include <mutex>

namespace fluoroscope {

class Counters {
public:
    [[nodiscard]] SessionCounters value() const;

    void publish(const SessionCounters& value);
    void setProblem(const QString& problem);

private:
    mutable std::mutex m_mutex;
    SessionCounters m_value;
};

// The counters that outlive the process are kept in `meta`.
SessionCounters loadCounters(SQLite::Database& database);
void storeCounters(SQLite::Database& database, const SessionCounters& counters);

} // namespace fluoroscope
