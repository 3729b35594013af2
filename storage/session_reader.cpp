// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/session_reader.h"

#include "core/graph/graph_codec.h"
#include "storage/counters.h"
#include "storage/database.h"
#include "storage/journal.h"

#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Idle connections beyond this many are closed: each holds a cache of its own.
constexpr std::size_t kConnectionsKept = 3;

qint64 micros(Timestamp time)
{
    return time.time_since_epoch().count();
}

const char* orderColumn(TraceOrder order)
{
    switch (order) {
    case TraceOrder::Start:
        return "start";
    case TraceOrder::ResponseTime:
        return "response_time";
    case TraceOrder::Length:
        return "duration";
    case TraceOrder::Status:
        return "status";
    case TraceOrder::Outcome:
        return "outcome";
    case TraceOrder::Method:
        return "method";
    case TraceOrder::Url:
        return "url";
    case TraceOrder::ClientIp:
        return "client_ip";
    case TraceOrder::EntryPoint:
        return "entry_name";
    case TraceOrder::Segments:
        return "segments";
    }
    Q_UNREACHABLE();
}

TraceRow readRow(SQLite::Statement& statement)
{
    TraceRow row;
    int column = 0;
    const auto number = [&] { return static_cast<qint64>(statement.getColumn(column++).getInt64()); };
    const auto text = [&] { return textColumn(statement, column++); };
    row.id = TraceId::fromBytes(bytesColumn(statement, column++));
    row.start = Timestamp(Duration(number()));
    row.duration = Duration(number());
    row.responseTime = Duration(number());
    const qint64 flags = number();
    row.hasFault = flags & 1;
    row.hasError = flags & 2;
    row.hasThrottle = flags & 4;
    row.isPartial = flags & 8;
    row.status = static_cast<int>(number());
    row.method = text();
    row.url = text();
    row.clientIp = text();
    row.entryPoint.name = text();
    row.entryPoint.type = text();
    row.entryPoint.account = text();
    row.segmentCount = static_cast<int>(number());
    row.revision = static_cast<int>(number());
    return row;
}

constexpr const char* kRowColumns = "trace_id, start, duration, response_time, flags, status, method, url, client_ip, "
                                    "entry_name, entry_type, entry_account, segments, revision";

void addGraphs(ServiceGraph& sum, SQLite::Statement& statement, qint64 from, qint64 to)
{
    statement.bind(1, static_cast<int64_t>(from));
    statement.bind(2, static_cast<int64_t>(to));
    while (statement.executeStep()) {
        sum.add(decodeGraph(bytesColumn(statement, 0)));
    }
    statement.reset();
}

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

// Whole minutes come summed up; the traces of the minutes at both ends are added one by one.
ServiceGraph sumGraphs(SQLite::Database& database, TimeRange range)
{
    constexpr qint64 minute = 60'000'000;
    const qint64 begin = micros(range.begin);
    const qint64 end = micros(range.end);
    const qint64 firstMinute = begin / minute + (begin > 0 && begin % minute != 0 ? 1 : 0);
    const qint64 lastMinute = end / minute - (end < 0 && end % minute != 0 ? 1 : 0); // not included
    SQLite::Statement minutes(database, "SELECT graph FROM graph_minute WHERE minute >= ? AND minute < ?");
    SQLite::Statement traces(database, "SELECT graph FROM trace WHERE start >= ? AND start < ?");
    ServiceGraph sum;
    if (firstMinute >= lastMinute) {
        addGraphs(sum, traces, begin, end);
        return sum;
    }
    addGraphs(sum, minutes, firstMinute, lastMinute);
    addGraphs(sum, traces, begin, firstMinute * minute);
    addGraphs(sum, traces, lastMinute * minute, end);
    return sum;
}

} // namespace

SessionReader::SessionReader(QString file, Reading reading)
    : m_file(std::move(file))
    , m_reading(reading)
{
}

void SessionReader::close()
{
    const std::scoped_lock lock(m_mutex);
    m_idle.clear();
    m_watch.reset();
}

template <typename Question>
auto SessionReader::ask(const std::stop_token& stop, Question&& question)
    -> Result<decltype(question(std::declval<SQLite::Database&>()))>
{
    try {
        if (stop.stop_requested()) {
            return failure(u"The question was withdrawn."_s);
        }
        std::unique_ptr<SQLite::Database> database;
        {
            const std::scoped_lock lock(m_mutex);
            if (!m_idle.empty()) {
                database = std::move(m_idle.back());
                m_idle.pop_back();
            }
        }
        if (!database) {
            database = openForReading(m_file, m_reading);
        }
        auto answer = [&] {
            const StopWatch watch(*database, stop);
            SQLite::Transaction transaction(*database);
            return question(*database);
        }();
        const std::scoped_lock lock(m_mutex);
        if (m_idle.size() < kConnectionsKept) {
            m_idle.push_back(std::move(database));
        }
        return answer;
    } catch (const SQLite::Exception& exception) {
        if (exception.getErrorCode() == SQLITE_INTERRUPT) {
            return failure(u"The question was withdrawn."_s);
        }
        return failure(u"%1 cannot be read: %2."_s.arg(m_file, describe(exception)));
    }
}

Result<TracePage> SessionReader::traces(const TraceQuery& query, const std::stop_token& stop)
{
    return ask(stop, [&](SQLite::Database& database) {
        TracePage page;
        if (query.selection.range == TimeRange()) {
            page.total = metaValue(database, "traces");
        } else {
            SQLite::Statement count(database, "SELECT count(*) FROM trace WHERE start >= ? AND start < ?");
            count.bind(1, static_cast<int64_t>(micros(query.selection.range.begin)));
            count.bind(2, static_cast<int64_t>(micros(query.selection.range.end)));
            count.executeStep();
            page.total = count.getColumn(0).getInt64();
        }
        // Ties go by time, newest first or last as the list does, so that the order is the same each time.
        const QByteArray direction = query.descending ? "DESC" : "ASC";
        const QByteArray order = " ORDER BY " + QByteArray(orderColumn(query.order)) + ' ' + direction
            + (query.order == TraceOrder::Start ? QByteArray() : ", start " + direction) + ", id " + direction;
        // First which rows, from no more columns than that takes; then the whole of those alone.
        const QByteArray sql = "SELECT " + QByteArray(kRowColumns)
            + " FROM trace WHERE id IN (SELECT id FROM trace WHERE start >= ? AND start < ?" + order
            + " LIMIT ? OFFSET ?)" + order;
        SQLite::Statement select(database, sql.constData());
        select.bind(1, static_cast<int64_t>(micros(query.selection.range.begin)));
        select.bind(2, static_cast<int64_t>(micros(query.selection.range.end)));
        select.bind(3, static_cast<int64_t>(query.limit));
        select.bind(4, static_cast<int64_t>(query.offset));
        while (select.executeStep()) {
            page.rows.push_back(readRow(select));
        }
        return page;
    });
}

Result<Trace> SessionReader::trace(const TraceId& id, const std::stop_token& stop)
{
    auto documents = ask(stop, [&](SQLite::Database& database) {
        SQLite::Statement find(database, "SELECT id FROM trace WHERE trace_id = ?");
        const QByteArray key = id.bytes();
        bindBytes(find, 1, key);
        return find.executeStep() ? readTraceDocuments(database, find.getColumn(0).getInt64(), id, true)
                                  : std::vector<std::shared_ptr<const TraceDocument>>();
    });
    if (!documents) {
        return tl::unexpected(documents.error());
    }
    if (documents->empty()) {
        return failure(u"There is no trace %1 in %2."_s.arg(id.toString(), m_file));
    }
    return assembleTrace(id, *documents);
}

Result<ServiceGraph> SessionReader::serviceGraph(const TraceSelection& selection, const std::stop_token& stop)
{
    return ask(stop, [&](SQLite::Database& database) { return sumGraphs(database, selection.range); });
}

Result<std::vector<GraphBucket>> SessionReader::graphSeries(
    const TraceSelection& selection, Duration step, const std::stop_token& stop)
{
    return ask(stop, [&](SQLite::Database& database) {
        std::vector<GraphBucket> buckets;
        SQLite::Statement select(
            database, "SELECT start / ?1 * ?1, graph FROM trace WHERE start >= ?2 AND start < ?3 ORDER BY start");
        select.bind(1, static_cast<int64_t>(step.count()));
        select.bind(2, static_cast<int64_t>(micros(selection.range.begin)));
        select.bind(3, static_cast<int64_t>(micros(selection.range.end)));
        while (select.executeStep()) {
            const Timestamp begin(Duration(select.getColumn(0).getInt64()));
            if (buckets.empty() || buckets.back().begin != begin) {
                buckets.push_back({begin, {}});
            }
            buckets.back().graph.add(decodeGraph(bytesColumn(select, 1)));
        }
        return buckets;
    });
}

Result<std::vector<ActivityBucket>> SessionReader::activity(
    const TraceSelection& selection, Duration step, const std::stop_token& stop)
{
    const TimeRange range = selection.range;
    return ask(stop, [&](SQLite::Database& database) {
        std::vector<ActivityBucket> buckets;
        SQLite::Statement select(database,
            "SELECT start / ?1, outcome, count(*) FROM trace WHERE start >= ?2 AND start < ?3 GROUP BY 1, 2 ORDER BY "
            "1");
        select.bind(1, static_cast<int64_t>(step.count()));
        select.bind(2, static_cast<int64_t>(micros(range.begin)));
        select.bind(3, static_cast<int64_t>(micros(range.end)));
        while (select.executeStep()) {
            const Timestamp begin(step * select.getColumn(0).getInt64());
            if (buckets.empty() || buckets.back().begin != begin) {
                buckets.emplace_back().begin = begin;
            }
            const qint64 count = select.getColumn(2).getInt64();
            switch (static_cast<Outcome>(select.getColumn(1).getInt())) {
            case Outcome::Ok:
                buckets.back().ok = count;
                break;
            case Outcome::Error:
                buckets.back().error = count;
                break;
            case Outcome::Throttle:
                buckets.back().throttle = count;
                break;
            case Outcome::Fault:
                buckets.back().fault = count;
                break;
            }
        }
        return buckets;
    });
}

Result<std::vector<Finding>> SessionReader::findings(qint64 limit, const std::stop_token& stop)
{
    return ask(stop, [&](SQLite::Database& database) {
        std::vector<Finding> findings;
        SQLite::Statement select(database,
            "SELECT finding.journal, journal.received, finding.code, finding.message, journal.sender, journal.bytes "
            "FROM finding JOIN journal ON journal.id = finding.journal ORDER BY finding.id DESC LIMIT ?");
        select.bind(1, static_cast<int64_t>(limit));
        while (select.executeStep()) {
            Finding& finding = findings.emplace_back();
            finding.journalId = select.getColumn(0).getInt64();
            finding.received = Timestamp(Duration(select.getColumn(1).getInt64()));
            finding.code = static_cast<RejectionCode>(select.getColumn(2).getInt());
            finding.message = textColumn(select, 3);
            finding.sender = textColumn(select, 4);
            finding.bytes = bytesColumn(select, 5);
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
                Timestamp(Duration(select.getColumn(1).getInt64()))};
        }
        return range;
    });
}

Result<std::vector<JournalEntry>> SessionReader::journal(qint64 cursor, qint64 limit)
{
    return ask({}, [&](SQLite::Database& database) { return readJournal(database, cursor, limit); });
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
