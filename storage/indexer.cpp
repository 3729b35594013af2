// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/indexer.h"

#include "core/graph/graph_codec.h"
#include "core/segment/datagram.h"
#include "storage/database.h"
#include "storage/journal.h"

#include <unordered_map>

namespace fluoroscope {

namespace {

using Clock = std::chrono::steady_clock;

// A trace rests for this many times what its assembly took, unless that was next to nothing.
constexpr int kRestFactor = 10;
constexpr auto kCheapAssembly = std::chrono::milliseconds(2);
constexpr const char* kInsertTrace = R"(
INSERT INTO trace(start, duration, response_time, outcome, flags, status, method, url, client_ip, user_agent,
  entry_name, entry_type, entry_account, segments, revision, stale, trace_id)
VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?))";
constexpr const char* kUpdateTrace = R"(
UPDATE trace SET (start, duration, response_time, outcome, flags, status, method, url, client_ip, user_agent,
  entry_name, entry_type, entry_account, segments, revision, stale)
= (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0) WHERE id = ?)";

} // namespace

Indexer::Indexer(SQLite::Database& database)
    : m_database(database)
    , m_findTrace(database,
          "SELECT id, start, segments, stale, outcome, graph FROM trace JOIN trace_graph ON trace = id WHERE trace_id "
          "= ?")
    , m_insertTrace(database, kInsertTrace)
    , m_updateTrace(database, kUpdateTrace)
    , m_markStale(database, "UPDATE trace SET stale = 1 WHERE id = ?")
    , m_insertDocument(database, "INSERT OR IGNORE INTO trace_document(trace, journal, shared) VALUES(?, ?, ?)")
    , m_insertFinding(database, "INSERT INTO finding(journal, code, message) VALUES(?, ?, ?)")
    , m_storeGraph(database, "INSERT OR REPLACE INTO trace_graph(trace, graph) VALUES(?, ?)")
    , m_removeGraph(database, "DELETE FROM trace_graph WHERE trace = ?")
    , m_selectTrace(database,
          "SELECT trace_id, start, segments, outcome, graph FROM trace JOIN trace_graph ON trace = id WHERE id = ?")
    , m_removeTrace(database, "DELETE FROM trace WHERE id = ?")
    , m_facts(database)
    , m_levels(database)
{
    reset();
}

void Indexer::reset()
{
    m_cache.clear();
    m_facts.reset();
    m_levels.reset();
    m_longest = Duration(metaValue(m_database, "longest"));
    m_stale.clear();
    SQLite::Statement select(m_database, "SELECT trace_id FROM trace WHERE stale");
    while (select.executeStep()) {
        m_stale.emplace(TraceId::fromBytes(bytesColumn(select, 0)), Clock::time_point());
    }
}

IndexDelta Indexer::index(const std::vector<JournalEntry>& entries)
{
    IndexDelta delta;
    struct Arrival {
        qint64 journal;
        bool shared;
        std::shared_ptr<const TraceDocument> document;
    };
    // In the order in which the traces came, so that their rows are, too.
    std::vector<std::pair<TraceId, std::vector<Arrival>>> arrivals;
    std::unordered_map<TraceId, std::size_t> places;
    for (const JournalEntry& entry : entries) {
        ++delta.documents;
        QByteArray bytes = entry.document.bytes;
        if (isDatagram(entry.document.transport)) {
            auto document = documentOfDatagram(bytes);
            if (!document) {
                addFinding(entry.id, document.error(), delta);
                continue;
            }
            bytes = std::move(*document);
        }
        ReadDocuments read = m_reader.read(bytes);
        for (const Rejection& rejection : read.rejections) {
            addFinding(entry.id, rejection, delta);
        }
        const bool shared = !read.rejections.empty()
            || std::any_of(read.documents.begin(), read.documents.end(),
                [&](const SegmentDocument& document) { return document.traceId != read.documents.front().traceId; });
        for (SegmentDocument& content : read.documents) {
            const auto [place, isNew] = places.try_emplace(content.traceId, arrivals.size());
            if (isNew) {
                arrivals.emplace_back(content.traceId, std::vector<Arrival>());
            }
            arrivals[place->second].second.push_back(
                {entry.id, shared, std::make_shared<TraceDocument>(TraceDocument{std::move(content), {}})});
        }
    }
    for (auto& [id, documents] : arrivals) {
        IndexedTrace& trace = load(id);
        for (Arrival& arrival : documents) {
            const std::size_t segments = arrival.document->content.segments.size();
            trace.segments += segments;
            m_cache.grown(segments);
            trace.documents.push_back(std::move(arrival.document));
        }
        if (trace.row == 0 || Clock::now() >= trace.due) {
            assemble(trace, delta);
        } else if (!trace.stale) {
            trace.stale = true;
            m_stale[id] = trace.due;
            const StatementRun run(m_markStale);
            m_markStale.bind(1, static_cast<int64_t>(trace.row));
            m_markStale.exec();
        }
        for (const Arrival& arrival : documents) {
            addDocument(trace.row, arrival.journal, arrival.shared);
        }
        m_cache.trim();
    }
    return delta;
}

IndexDelta Indexer::refreshStale(bool all)
{
    IndexDelta delta;
    const auto now = Clock::now();
    const std::map<TraceId, Clock::time_point> stale = m_stale;
    for (const auto& [id, due] : stale) {
        if (all || now >= due) {
            assemble(load(id), delta);
            m_cache.trim();
        }
    }
    return delta;
}

Clock::time_point Indexer::nextDue() const
{
    auto next = Clock::time_point::max();
    for (const auto& [id, due] : m_stale) {
        next = std::min(next, due);
    }
    return next;
}

IndexedTrace& Indexer::load(const TraceId& id)
{
    if (IndexedTrace* known = m_cache.find(id)) {
        return *known;
    }
    const auto begin = Clock::now();
    IndexedTrace trace;
    trace.id = id;
    const QByteArray key = id.bytes();
    const StatementRun run(m_findTrace);
    bindBytes(m_findTrace, 1, key);
    if (m_findTrace.executeStep()) {
        trace.row = m_findTrace.getColumn(0).getInt64();
        trace.summary.start = Timestamp(Duration(m_findTrace.getColumn(1).getInt64()));
        trace.summary.segmentCount = m_findTrace.getColumn(2).getInt();
        trace.stale = m_findTrace.getColumn(3).getInt() != 0;
        trace.outcome = static_cast<Outcome>(m_findTrace.getColumn(4).getInt());
        trace.graph = decodeGraph(bytesColumn(m_findTrace, 5));
        for (TraceDocument& document : readTraceDocuments(m_database, trace.row, id, false)) {
            trace.segments += document.content.segments.size();
            trace.documents.push_back(std::make_shared<const TraceDocument>(std::move(document)));
        }
        trace.cost = Clock::now() - begin;
    }
    return m_cache.insert(std::move(trace));
}

void Indexer::assemble(IndexedTrace& indexed, IndexDelta& delta)
{
    const auto begin = Clock::now();
    const Trace trace = assembleTrace(indexed.id, indexed.documents);
    ServiceGraph graph = graphOf(trace);
    const FilterSubject subject(trace);
    const TraceRow& row = subject.summary().row;
    const bool isNew = indexed.row == 0;
    if (isNew) {
        ++delta.traces;
    } else {
        m_levels.subtract(indexed.summary.start, indexed.outcome, indexed.graph);
        m_facts.remove(indexed.row);
    }
    delta.segments += row.segmentCount - indexed.summary.segmentCount;
    m_levels.add(row.start, row.outcome(), graph);
    indexed.graph = std::move(graph);
    indexed.summary = row;
    indexed.outcome = row.outcome();
    indexed.stale = false;
    m_stale.erase(indexed.id);
    store(indexed, subject);
    delta.rows.push_back(indexed.row);
    m_facts.store(indexed.row, subject);
    if (row.duration > m_longest) {
        m_longest = row.duration;
        setMetaValue(m_database, "longest", m_longest.count());
    }
    const auto end = Clock::now();
    indexed.cost += end - begin;
    indexed.due = indexed.cost < kCheapAssembly ? Clock::time_point() : end + kRestFactor * indexed.cost;
    indexed.cost = {};
}

void Indexer::store(IndexedTrace& trace, const FilterSubject& subject)
{
    const TraceRow& row = trace.summary;
    SQLite::Statement& statement = trace.row == 0 ? m_insertTrace : m_updateTrace;
    const StatementRun run(statement);
    int place = 0;
    const auto number = [&](qint64 value) { statement.bind(++place, static_cast<int64_t>(value)); };
    const auto text = [&](const QString& value) { bindText(statement, ++place, value); };
    number(row.start.time_since_epoch().count());
    number(row.duration.count());
    number(row.responseTime.count());
    number(static_cast<int>(row.outcome()));
    number(traceFlags(subject));
    number(row.status);
    text(row.method);
    text(row.url);
    text(row.clientIp);
    text(subject.summary().userAgent);
    text(row.entryPoint.name);
    text(row.entryPoint.type);
    text(row.entryPoint.account);
    number(row.segmentCount);
    number(row.revision);
    const QByteArray id = trace.id.bytes();
    if (trace.row == 0) {
        bindBytes(statement, ++place, id);
    } else {
        number(trace.row);
    }
    statement.exec();
    if (trace.row == 0) {
        trace.row = m_database.getLastInsertRowid();
    }
    const StatementRun graphRun(m_storeGraph);
    m_storeGraph.bind(1, static_cast<int64_t>(trace.row));
    const QByteArray graph = encodeGraph(trace.graph);
    bindBytes(m_storeGraph, 2, graph);
    m_storeGraph.exec();
}

IndexDelta Indexer::remove(qint64 row)
{
    IndexDelta delta;
    delta.rows.push_back(row);
    {
        const StatementRun run(m_selectTrace);
        m_selectTrace.bind(1, static_cast<int64_t>(row));
        m_selectTrace.executeStep();
        const TraceId id = TraceId::fromBytes(bytesColumn(m_selectTrace, 0));
        m_levels.subtract(Timestamp(Duration(m_selectTrace.getColumn(1).getInt64())),
            static_cast<Outcome>(m_selectTrace.getColumn(3).getInt()), decodeGraph(bytesColumn(m_selectTrace, 4)));
        delta.segments = -m_selectTrace.getColumn(2).getInt64();
        delta.traces = -1;
        m_cache.remove(id);
        m_stale.erase(id);
    }
    m_facts.remove(row);
    for (SQLite::Statement* statement : {&m_removeGraph, &m_removeTrace}) {
        const StatementRun run(*statement);
        statement->bind(1, static_cast<int64_t>(row));
        statement->exec();
    }
    return delta;
}

void Indexer::addDocument(qint64 trace, qint64 journal, bool shared)
{
    const StatementRun run(m_insertDocument);
    m_insertDocument.bind(1, static_cast<int64_t>(trace));
    m_insertDocument.bind(2, static_cast<int64_t>(journal));
    m_insertDocument.bind(3, shared ? 1 : 0);
    m_insertDocument.exec();
}

void Indexer::addFinding(qint64 journal, const Rejection& rejection, IndexDelta& delta)
{
    ++delta.findings;
    const StatementRun run(m_insertFinding);
    m_insertFinding.bind(1, static_cast<int64_t>(journal));
    m_insertFinding.bind(2, static_cast<int>(rejection.code));
    bindText(m_insertFinding, 3, rejection.message);
    m_insertFinding.exec();
}

} // namespace fluoroscope
