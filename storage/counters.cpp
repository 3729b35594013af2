// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/counters.h"

#include "storage/database.h"

#include <array>

namespace fluoroscope {

namespace {

struct Named {
    const char* key;
    qint64 SessionCounters::*member;
};

constexpr std::array kKept{Named{"documents", &SessionCounters::documents}, Named{"indexed", &SessionCounters::indexed},
    Named{"segments", &SessionCounters::segments}, Named{"traces", &SessionCounters::traces},
    Named{"findings", &SessionCounters::findings}, Named{"evicted", &SessionCounters::evictedTraces}};

} // namespace

SessionCounters Counters::value() const
{
    const std::scoped_lock lock(m_mutex);
    return m_value;
}

void Counters::publish(const SessionCounters& value)
{
    const std::scoped_lock lock(m_mutex);
    m_value = value;
}

void Counters::setProblem(const QString& problem)
{
    const std::scoped_lock lock(m_mutex);
    m_value.problem = problem;
}

SessionCounters loadCounters(SQLite::Database& database)
{
    SessionCounters counters;
    for (const Named& named : kKept) {
        counters.*named.member = metaValue(database, named.key);
    }
    counters.fileBytes =
        database.execAndGet("PRAGMA page_count").getInt64() * database.execAndGet("PRAGMA page_size").getInt64();
    return counters;
}

void storeCounters(SQLite::Database& database, const SessionCounters& counters)
{
    for (const Named& named : kKept) {
        setMetaValue(database, named.key, counters.*named.member);
    }
}

} // namespace fluoroscope
