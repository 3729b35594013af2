// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Answers questions about a session, each on a read-only connection and from one consistent state of the file.
#pragma once

#include "core/ports/trace_source.h"
#include "storage/database.h"
#include "storage/kept_order.h"
#include "storage/session.h"

#include <SQLiteCpp/Database.h>
#include <mutex>

namespace fluoroscope {

// Thread-safe: connections are lent to one question at a time and kept for the next.
class SessionReader {
public:
    // `changed` outlives it.
    SessionReader(QString file, Reading reading, const ChangedTraces& changed);
    // Closes the connections: when the writer's is the last, SQLite leaves nothing beside the file.
    void close();

    Result<TracePage> traces(const TraceQuery& query, const std::stop_token& stop);
    Result<Trace> trace(const TraceId& id, const std::stop_token& stop);
    Result<Trace> traceTop(const TraceId& id, qint64 bytes, const std::stop_token& stop);
    Result<int> traceRevision(const TraceId& id, const std::stop_token& stop);
    Result<ServiceGraph> serviceGraph(const TraceSelection& selection, const std::stop_token& stop);
    Result<std::vector<GraphBucket>> graphSeries(
        const TraceSelection& selection, Duration step, const std::stop_token& stop);
    Result<std::vector<ActivityBucket>> activity(
        const TraceSelection& selection, Duration step, const std::stop_token& stop);
    Result<TraceStatistics> statistics(const TraceSelection& selection, qint64 most, const std::stop_token& stop);
    Result<QStringList> filterWords(
        const FilterCompletion& completion, const QString& typed, qint64 most, const std::stop_token& stop);
    Result<std::vector<Finding>> findings(qint64 limit, const std::stop_token& stop);
    Result<TimeRange> extent(const std::stop_token& stop);
    Result<std::vector<JournalEntry>> journal(qint64 cursor, qint64 limit);
    Result<JournalReach> reach();
    // As the writing process, this or another, last stored them.
    Result<SessionCounters> counters();
    // Changes whenever another connection commits; read on a connection of its own.
    Result<qint64> dataVersion();

private:
    using Connection = std::unique_ptr<SQLite::Database>;
    [[nodiscard]] tl::unexpected<Error> noTrace(const TraceId& id) const;
    Connection lend();
    void takeBack(Connection connection);
    // Runs `question(database)` in a read transaction that a stop request ends.
    template <typename Question>
    auto ask(const std::stop_token& stop, Question&& question)
        -> Result<decltype(question(std::declval<SQLite::Database&>()))>;

    QString m_file;
    Reading m_reading;
    std::mutex m_mutex;
    std::vector<Connection> m_idle;
    KeptOrders m_orders;
    std::unique_ptr<SQLite::Database> m_watch;
};

} // namespace fluoroscope
