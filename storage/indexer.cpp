// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/indexer.h"

#include "core/graph/graph_codec.h"
#include "core/segment/datagram.h"
#include "storage/database.h"
#include "storage/journal.h"

namespace fluoroscope {

namespace {

using Clock = std::chrono::steady_clock;

// A trace rests for this many times what its assembly took, unless that was next to nothing.
constexpr int kRestFactor = 10;
constexpr auto kCheapAssembly = std::chrono::milliseconds(2);
// Minutes whose graphs stay decoded between batches.
constexpr std::size_t kMinutesKept = 8;

constexpr const char* kInsertTrace = R"(
INSERT INTO trace(start, duration, response_time, outcome, flags, status, method, url, client_ip,
  entry_name, entry_type, entry_account, segments, revision, stale, graph, trace_id)
VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?))";
constexpr const char* kUpdateTrace = R"(
UPDATE trace SET (start, duration, response_time, outcome, flags, status, method, url, client_ip,
  entry_name, entry_type, entry_account, segments, revision, stale, graph)
= (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?) WHERE id = ?)";

int flagsOf(const TraceRow& row)
{
    return (row.hasFault ? 1 : 0) | (row.hasError ? 2 : 0) | (row.hasThrottle ? 4 : 0) | (row.isPartial ? 8 : 0);
}

qint64 minuteIndex(Timestamp time)
{
    return std::chrono::floor<std::chrono::minutes>(time).time_since_epoch().count();
}

} // namespace

Indexer::Indexer(SQLite::Database& database)
    : m_database(database)
    , m_findTrace(database, "SELECT id, start, segments, stale, graph FROM trace WHERE trace_id = ?")
    , m_insertTrace(database, kInsertTrace)
    , m_updateTrace(database, kUpdateTrace)
    , m_markStale(database, "UPDATE trace SET stale = 1 WHERE id = ?")
    , m_insertDocument(database, "INSERT OR IGNORE INTO trace_document(trace, journal) VALUES(?, ?)")
    , m_insertFinding(database, "INSERT INTO finding(journal, code, message) VALUES(?, ?, ?)")
    , m_selectMinute(database, "SELECT graph FROM graph_minute WHERE minute = ?")
    , m_storeMinute(database, "INSERT OR REPLACE INTO graph_minute(minute, graph) VALUES(?, ?)")
{
    reset();
}

void Indexer::reset()
{
    m_cache.clear();
    m_minutes.clear();
    m_touchedMinutes.clear();
    m_stale.clear();
    SQLite::Statement select(m_database, "SELECT trace_id FROM trace WHERE stale");
    while (select.executeStep()) {
        m_stale.insert(TraceId::fromBytes(bytesColumn(select, 0)));
    }
}

IndexDelta Indexer::index(const std::vector<JournalEntry>& entries)
{
    IndexDelta delta;
    struct Arrival {
        qint64 journal;
        std::shared_ptr<const TraceDocument> document;
    };
    std::map<TraceId, std::vector<Arrival>> arrivals;
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
        ReadDocuments read = readSegmentDocuments(bytes);
        for (const Rejection& rejection : read.rejections) {
            addFinding(entry.id, rejection, delta);
        }
        for (SegmentDocument& content : read.documents) {
            const TraceId id = content.traceId;
            arrivals[id].push_back({entry.id, std::make_shared<TraceDocument>(TraceDocument{std::move(content), {}})});
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
        if (Clock::now() >= trace.due || trace.row == 0) {
            assemble(trace, delta);
        } else if (!trace.stale) {
            trace.stale = true;
            m_stale.insert(id);
            m_markStale.bind(1, static_cast<int64_t>(trace.row));
            m_markStale.exec();
            m_markStale.reset();
        }
        for (const Arrival& arrival : documents) {
            m_insertDocument.bind(1, static_cast<int64_t>(trace.row));
            m_insertDocument.bind(2, static_cast<int64_t>(arrival.journal));
            m_insertDocument.exec();
            m_insertDocument.reset();
        }
        m_cache.trim();
    }
    return delta;
}

IndexDelta Indexer::refreshStale(bool all)
{
    IndexDelta delta;
    const std::vector<TraceId> stale(m_stale.begin(), m_stale.end());
    for (const TraceId& id : stale) {
        IndexedTrace& trace = load(id);
        if (all || Clock::now() >= trace.due) {
            assemble(trace, delta);
        }
        m_cache.trim();
    }
    return delta;
}

IndexedTrace& Indexer::load(const TraceId& id)
{
    if (IndexedTrace* known = m_cache.find(id)) {
        return *known;
    }
    IndexedTrace trace;
    trace.id = id;
    const QByteArray key = id.bytes();
    bindBytes(m_findTrace, 1, key);
    if (m_findTrace.executeStep()) {
        trace.row = m_findTrace.getColumn(0).getInt64();
        trace.summary.start = Timestamp(Duration(m_findTrace.getColumn(1).getInt64()));
        trace.summary.segmentCount = m_findTrace.getColumn(2).getInt();
        trace.stale = m_findTrace.getColumn(3).getInt() != 0;
        trace.graph = decodeGraph(bytesColumn(m_findTrace, 4));
        trace.documents = readTraceDocuments(m_database, trace.row, id, false);
        for (const auto& document : trace.documents) {
            trace.segments += document->content.segments.size();
        }
    }
    m_findTrace.reset();
    return m_cache.insert(std::move(trace));
}

void Indexer::assemble(IndexedTrace& indexed, IndexDelta& delta)
{
    const auto begin = Clock::now();
    const Trace trace = assembleTrace(indexed.id, indexed.documents);
    ServiceGraph graph = graphOf(trace);
    const TraceRow row = traceRow(trace);
    if (indexed.row != 0) {
        minuteOf(indexed.summary.start).subtract(indexed.graph);
    } else {
        ++delta.traces;
    }
    delta.segments += row.segmentCount - indexed.summary.segmentCount;
    minuteOf(row.start).add(graph);
    indexed.graph = std::move(graph);
    indexed.summary = row;
    indexed.stale = false;
    m_stale.erase(indexed.id);
    store(indexed);
    const auto cost = Clock::now() - begin;
    indexed.due = cost < kCheapAssembly ? Clock::time_point() : Clock::now() + kRestFactor * cost;
}

void Indexer::store(IndexedTrace& trace)
{
    const TraceRow& row = trace.summary;
    SQLite::Statement& statement = trace.row == 0 ? m_insertTrace : m_updateTrace;
    int place = 0;
    const auto number = [&](qint64 value) { statement.bind(++place, static_cast<int64_t>(value)); };
    const auto text = [&](const QString& value) { bindText(statement, ++place, value); };
    number(row.start.time_since_epoch().count());
    number(row.duration.count());
    number(row.responseTime.count());
    number(static_cast<int>(row.outcome()));
    number(flagsOf(row));
    number(row.status);
    text(row.method);
    text(row.url);
    text(row.clientIp);
    text(row.entryPoint.name);
    text(row.entryPoint.type);
    text(row.entryPoint.account);
    number(row.segmentCount);
    number(row.revision);
    const QByteArray graph = encodeGraph(trace.graph);
    bindBytes(statement, ++place, graph);
    const QByteArray id = trace.id.bytes();
    if (trace.row == 0) {
        bindBytes(statement, ++place, id);
    } else {
        number(trace.row);
    }
    statement.exec();
    statement.reset();
    if (trace.row == 0) {
        trace.row = m_database.getLastInsertRowid();
    }
}

ServiceGraph& Indexer::minuteOf(Timestamp start)
{
    const qint64 minute = minuteIndex(start);
    m_touchedMinutes.insert(minute);
    const auto [entry, isNew] = m_minutes.try_emplace(minute);
    if (isNew) {
        m_selectMinute.bind(1, static_cast<int64_t>(minute));
        if (m_selectMinute.executeStep()) {
            entry->second = decodeGraph(bytesColumn(m_selectMinute, 0));
        }
        m_selectMinute.reset();
    }
    return entry->second;
}

void Indexer::flush()
{
    for (const qint64 minute : m_touchedMinutes) {
        const QByteArray graph = encodeGraph(m_minutes[minute]);
        m_storeMinute.bind(1, static_cast<int64_t>(minute));
        bindBytes(m_storeMinute, 2, graph);
        m_storeMinute.exec();
        m_storeMinute.reset();
    }
    m_touchedMinutes.clear();
    while (m_minutes.size() > kMinutesKept) {
        m_minutes.erase(m_minutes.begin()); // the oldest: live traffic goes on in the newest
    }
}

IndexDelta Indexer::evict(qint64 traceRow)
{
    IndexDelta delta;
    SQLite::Statement select(m_database, "SELECT trace_id, start, segments, graph FROM trace WHERE id = ?");
    select.bind(1, static_cast<int64_t>(traceRow));
    if (!select.executeStep()) {
        return delta;
    }
    const TraceId id = TraceId::fromBytes(bytesColumn(select, 0));
    minuteOf(Timestamp(Duration(select.getColumn(1).getInt64()))).subtract(decodeGraph(bytesColumn(select, 3)));
    delta.segments = -select.getColumn(2).getInt64();
    delta.traces = -1;
    SQLite::Statement documents(
        m_database, "DELETE FROM journal WHERE id IN (SELECT journal FROM trace_document WHERE trace = ?)");
    documents.bind(1, static_cast<int64_t>(traceRow));
    delta.documents = -documents.exec();
    for (const char* sql : {"DELETE FROM trace_document WHERE trace = ?", "DELETE FROM trace WHERE id = ?"}) {
        SQLite::Statement remove(m_database, sql);
        remove.bind(1, static_cast<int64_t>(traceRow));
        remove.exec();
    }
    m_cache.remove(id);
    m_stale.erase(id);
    return delta;
}

void Indexer::addFinding(qint64 journal, const Rejection& rejection, IndexDelta& delta)
{
    ++delta.findings;
    m_insertFinding.bind(1, static_cast<int64_t>(journal));
    m_insertFinding.bind(2, static_cast<int>(rejection.code));
    bindText(m_insertFinding, 3, rejection.message);
    m_insertFinding.exec();
    m_insertFinding.reset();
}

} // namespace fluoroscope
