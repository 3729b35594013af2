// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/session_reader.h"

#include "storage/counters.h"
#include "storage/database.h"
#include "storage/journal.h"
#include "storage/packing.h"
#include "storage/trace_breakdown.h"
#include "storage/trace_list.h"
#include "storage/trace_sums.h"

#include <algorithm>
#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Idle connections beyond this many are closed: each holds a cache of its own.
constexpr std::size_t kConnectionsKept = 3;

// Has SQLite look at a stop token every so many of its steps, which is some thousand times a second.
// sqlite3_interrupt() would miss the moment between two statements, and could hit the next question on the same
// connection.
class StopWatch {
public:
    StopWatch(SQLite::Database& database, std::stop_token stop)
        : m_handle(database.getHandle())
        , m_stop(std::move(stop))
    {
        sqlite3_progress_handler(
            m_handle, kSteps,
            [](void* token) { return static_cast<std::stop_token*>(token)->stop_requested() ? 1 : 0; }, &m_stop);
    }
    ~StopWatch() { sqlite3_progress_handler(m_handle, 0, nullptr, nullptr); }
    Q_DISABLE_COPY_MOVE(StopWatch)

private:
    static constexpr int kSteps = 1000;
    sqlite3* m_handle;
    std::stop_token m_stop;
};

// 0: no document of it is there.
qint64 traceRow(SQLite::Database& database, const TraceId& id)
{
    SQLite::Statement find(database, "SELECT id FROM trace WHERE trace_id = ?");
    const QByteArray key = id.bytes();
    bindBytes(find, 1, key);
    return find.executeStep() ? find.getColumn(0).getInt64() : 0;
}

} // namespace

SessionReader::SessionReader(QString file, Reading reading, const ChangedTraces& changed)
    : m_file(std::move(file))
    , m_reading(reading)
    , m_orders(changed)
{
}

void SessionReader::close()
{
    const std::scoped_lock lock(m_mutex);
    m_idle.clear();
    m_watch.reset();
}

SessionReader::Connection SessionReader::lend()
{
    {
        const std::scoped_lock lock(m_mutex);
        if (!m_idle.empty()) {
            Connection connection = std::move(m_idle.back());
            m_idle.pop_back();
            return connection;
        }
    }
    return openForReading(m_file, m_reading);
}

void SessionReader::takeBack(Connection connection)
{
    const std::scoped_lock lock(m_mutex);
    if (m_idle.size() < kConnectionsKept) {
        m_idle.push_back(std::move(connection));
    }
}

template <typename Question>
auto SessionReader::ask(const std::stop_token& stop, Question&& question)
    -> Result<decltype(question(std::declval<SQLite::Database&>()))>
{
    Connection connection;
    try {
        if (stop.stop_requested()) {
            return failure(u"The question was withdrawn."_s);
        }
        connection = lend();
        auto answer = [&] {
            const StopWatch watch(*connection, stop);
            SQLite::Transaction transaction(*connection);
            return question(*connection);
        }();
        takeBack(std::move(connection));
        return answer;
    } catch (const SQLite::Exception& exception) {
        if (exception.getErrorCode() == SQLITE_INTERRUPT) {
            takeBack(std::move(connection));
            return failure(u"The question was withdrawn."_s);
        }
        return failure(u"%1 cannot be read: %2."_s.arg(m_file, describe(exception)));
    }
}

Result<TracePage> SessionReader::traces(const TraceQuery& query, const std::stop_token& stop)
{
    return ask(stop, [&](SQLite::Database& database) { return readTracePage(database, query, stop, m_orders); });
}

Result<Trace> SessionReader::trace(const TraceId& id, const std::stop_token& stop)
{
    auto documents = ask(stop, [&](SQLite::Database& database) {
        const qint64 row = traceRow(database, id);
        return row == 0 ? std::vector<TraceDocument>() : readTraceDocuments(database, row, id, true);
    });
    if (!documents) {
        return tl::unexpected(documents.error());
    }
    if (documents->empty()) {
        return noTrace(id);
    }
    return assembleTraceFrom(id, std::move(*documents));
}

Result<Trace> SessionReader::traceTop(const TraceId& id, qint64 bytes, const std::stop_token& stop)
{
    auto last = ask(stop, [&](SQLite::Database& database) {
        const qint64 row = traceRow(database, id);
        return row == 0 ? LastDocuments() : readLastDocuments(database, row, id, bytes);
    });
    if (!last) {
        return tl::unexpected(last.error());
    }
    if (last->documents.empty()) {
        return noTrace(id);
    }
    Trace top = assembleTraceFrom(id, std::move(last->documents));
    top.leftOut = last->leftOut;
    return top;
}

tl::unexpected<Error> SessionReader::noTrace(const TraceId& id) const
{
    return failure(u"There is no trace %1 in %2."_s.arg(id.toString(), m_file));
}

Result<int> SessionReader::traceRevision(const TraceId& id, const std::stop_token& stop)
{
    const auto revision = ask(stop, [&](SQLite::Database& database) {
        SQLite::Statement find(database, "SELECT revision FROM trace WHERE trace_id = ?");
        const QByteArray key = id.bytes();
        bindBytes(find, 1, key);
        return find.executeStep() ? find.getColumn(0).getInt() : 0;
    });
    if (revision && *revision == 0) {
        return noTrace(id);
    }
    return revision;
}

Result<ServiceGraph> SessionReader::serviceGraph(const TraceSelection& selection, const std::stop_token& stop)
{
    return ask(stop, [&](SQLite::Database& database) { return sumGraphs(database, selection, stop); });
}

Result<std::vector<GraphBucket>> SessionReader::graphSeries(
    const TraceSelection& selection, Duration step, const std::stop_token& stop)
{
    return ask(stop, [&](SQLite::Database& database) { return sumGraphsByTime(database, selection, step, stop); });
}

Result<std::vector<ActivityBucket>> SessionReader::activity(
    const TraceSelection& selection, Duration step, const std::stop_token& stop)
{
    return ask(stop, [&](SQLite::Database& database) { return countByTime(database, selection, step, stop); });
}

Result<TraceStatistics> SessionReader::statistics(
    const TraceSelection& selection, qint64 most, const std::stop_token& stop)
{
    return ask(stop, [&](SQLite::Database& database) { return breakDown(database, selection, most, stop); });
}

Result<QStringList> SessionReader::filterWords(
    const FilterCompletion& completion, const QString& typed, qint64 most, const std::stop_token& stop)
{
    return ask(stop, [&](SQLite::Database& database) { return wordsFor(database, completion, typed, most); });
}

Result<std::vector<Finding>> SessionReader::findings(qint64 limit, const std::stop_token& stop)
{
    return ask(stop, [&](SQLite::Database& database) {
        std::vector<Finding> findings;
        Unpacker unpacker(database);
        SQLite::Statement select(database,
            "SELECT finding.journal, journal.received, finding.code, finding.message, journal.sender, journal.bytes, "
                + packingColumn(database)
                + " FROM finding JOIN journal ON journal.id = finding.journal ORDER BY finding.id DESC LIMIT ?");
        select.bind(1, static_cast<int64_t>(limit));
        while (select.executeStep()) {
            Finding& finding = findings.emplace_back();
            finding.journalId = select.getColumn(0).getInt64();
            finding.received = Timestamp(Duration(select.getColumn(1).getInt64()));
            finding.code = static_cast<RejectionCode>(select.getColumn(2).getInt());
            finding.message = textColumn(select, 3);
            finding.sender = textColumn(select, 4);
            finding.bytes = unpacker.bytes(select, 5, 6);
        }
        return findings;
    });
}

Result<TimeRange> SessionReader::extent(const std::stop_token& stop)
{
    return ask(stop, [&](SQLite::Database& database) {
        SQLite::Statement select(database, "SELECT (SELECT min(start) FROM trace), (SELECT max(start) FROM trace)");
        TimeRange range{Timestamp(), Timestamp()};
        if (select.executeStep() && !select.getColumn(0).isNull()) {
            range = {Timestamp(Duration(select.getColumn(0).getInt64())),
                Timestamp(Duration(select.getColumn(1).getInt64() + 1))};
        }
        return range;
    });
}

Result<std::vector<JournalEntry>> SessionReader::journal(qint64 cursor, qint64 limit)
{
    return ask({}, [&](SQLite::Database& database) { return readJournal(database, cursor, limit); });
}

Result<JournalReach> SessionReader::reach()
{
    return ask({}, [](SQLite::Database& database) {
        const qint64 newest = database.execAndGet("SELECT coalesce(max(id), 0) FROM journal").getInt64();
        return JournalReach{std::max(newest, metaValue(database, "last")), metaValue(database, "cursor")};
    });
}

Result<SessionCounters> SessionReader::counters()
{
    return ask({}, [&](SQLite::Database& database) { return loadCounters(database); });
}

Result<qint64> SessionReader::dataVersion()
{
    try {
        if (!m_watch) {
            m_watch = openForReading(m_file, m_reading);
        }
        return m_watch->execAndGet("PRAGMA data_version").getInt64();
    } catch (const SQLite::Exception& exception) {
        return failure(u"%1 cannot be read: %2."_s.arg(m_file, describe(exception)));
    }
}

} // namespace fluoroscope
