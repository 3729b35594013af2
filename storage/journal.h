// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The journal: every document as it arrived, in the order of arrival. The one table that nothing else can replace.
#pragma once

#include "core/trace/trace_assembly.h"
#include "storage/session.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <vector>

namespace fluoroscope {

// Appends; belongs to the writing thread.
class Journal {
public:
    explicit Journal(SQLite::Database& database);

    // Within the caller's transaction. Returns the id of the first; the others follow without gaps.
    qint64 append(const std::vector<ReceivedDocument>& batch);
    // Of the last document ever appended, be it evicted since; 0 where there was none.
    [[nodiscard]] qint64 lastId() const { return m_lastId; }
    // Within the transaction of the appended.
    void storeLastId();
    // Back to what the file says, after a rollback.
    void reset();

private:
    SQLite::Database& m_database;
    SQLite::Statement m_insert;
    qint64 m_lastId = 0;
};

// Up to `limit` documents with ids after `cursor`.
std::vector<JournalEntry> readJournal(SQLite::Database& database, qint64 cursor, qint64 limit);

// Nothing where the document has been evicted.
std::optional<JournalEntry> readJournalEntry(SQLite::Database& database, qint64 id);

// The documents of trace `traceRow` (its row id), in the order of arrival, parsed. `keepBytes`: for someone who will
// show them.
std::vector<std::shared_ptr<const TraceDocument>> readTraceDocuments(
    SQLite::Database& database, qint64 traceRow, const TraceId& id, bool keepBytes);

} // namespace fluoroscope
