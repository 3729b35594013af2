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
    // Of the last document appended or indexed; 0 where there is none.
    [[nodiscard]] qint64 lastId() const { return m_lastId; }
    // A transaction was rolled back to where `id` was the last.
    void rewind(qint64 id) { m_lastId = id; }

private:
    SQLite::Statement m_insert;
    qint64 m_lastId = 0;
};

// Up to `limit` documents with ids after `cursor`.
std::vector<JournalEntry> readJournal(SQLite::Database& database, qint64 cursor, qint64 limit);

// The documents of trace `traceRow` (its row id), in the order of arrival, parsed. `keepBytes`: for someone who will
// show them.
std::vector<std::shared_ptr<const TraceDocument>> readTraceDocuments(
    SQLite::Database& database, qint64 traceRow, const TraceId& id, bool keepBytes);

} // namespace fluoroscope
