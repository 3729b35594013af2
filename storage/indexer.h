// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Keeps the derived tables in step with the journal: traces with their facts, the service graph over time, findings.
//
// A document touches its own trace alone. The trace is assembled again from its documents, which are mostly still in
// the cache; its old share of the graph of its time is taken out and the new one put in. A trace whose assembly is slow
// is assembled less often (kRestFactor), so that a trace of n documents costs O(n), not O(n²); it is marked stale
// meanwhile.
#pragma once

#include "core/ports/trace_source.h"
#include "storage/graph_levels.h"
#include "storage/session.h"
#include "storage/trace_cache.h"
#include "storage/trace_facts.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <map>

namespace fluoroscope {

// What an indexed batch changes.
struct IndexDelta {
    qint64 documents = 0;
    qint64 segments = 0;
    qint64 traces = 0;
    qint64 findings = 0;
    std::vector<int64_t> rows = {}; // of table trace, written or removed
};

class Indexer {
public:
    explicit Indexer(SQLite::Database& database);

    // Within the caller's transaction.
    IndexDelta index(const std::vector<JournalEntry>& entries);
    // Assembles the stale traces that are due, or all; within the caller's transaction.
    IndexDelta refreshStale(bool all);
    [[nodiscard]] bool hasStale() const { return !m_stale.empty(); }
    // When the next stale trace is due; the end of time where there is none.
    [[nodiscard]] std::chrono::steady_clock::time_point nextDue() const;

    // Takes trace `row` out of all that is derived, but for which documents it had; within the caller's transaction.
    IndexDelta remove(qint64 row);
    // Writes what is held back: sums of graphs. To be called before each commit.
    void flush() { m_levels.flush(); }
    // Forgets everything held in memory, after a rollback.
    void reset();

private:
    IndexedTrace& load(const TraceId& id);
    void assemble(IndexedTrace& trace, IndexDelta& delta);
    void store(IndexedTrace& trace, const FilterSubject& subject);
    void addDocument(qint64 trace, qint64 journal, bool shared);
    void addFinding(qint64 journal, const Rejection& rejection, IndexDelta& delta);

    SQLite::Database& m_database;
    SQLite::Statement m_findTrace;
    SQLite::Statement m_insertTrace;
    SQLite::Statement m_updateTrace;
    SQLite::Statement m_markStale;
    SQLite::Statement m_insertDocument;
    SQLite::Statement m_insertFinding;
    SQLite::Statement m_storeGraph;
    SQLite::Statement m_removeGraph;
    SQLite::Statement m_selectTrace;
    SQLite::Statement m_removeTrace;
    SegmentReader m_reader;
    TraceFacts m_facts;
    GraphLevels m_levels;
    TraceCache m_cache;
    std::map<TraceId, std::chrono::steady_clock::time_point> m_stale; // with when each is due
    Duration m_longest{}; // of all traces there ever were
};

} // namespace fluoroscope
