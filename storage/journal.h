// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The journal: every document as it arrived, in the order of arrival. The one table that nothing else can replace.
#pragma once

#include "core/trace/trace_assembly.h"
#include "storage/packing.h"
#include "storage/session.h"

#include <QByteArrayList>
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
    void learn(const QByteArray& document);

    SQLite::Database& m_database;
    SQLite::Statement m_insert;
    Packer m_packer;
    qint64 m_lastId = 0;
    // A dictionary is made of recent documents, and another one whenever four times as much has come.
    qint64 m_untilSamples = 0; // bytes
    qint64 m_nextInterval = 0; // bytes
    QByteArrayList m_samples;
    qint64 m_sampleBytes = 0;
};

// For who reads many documents of one connection.
class JournalReader {
public:
    explicit JournalReader(SQLite::Database& database);

    // Up to `limit` documents with ids after `cursor`.
    [[nodiscard]] std::vector<JournalEntry> after(qint64 cursor, qint64 limit);
    // Nothing where the document has been evicted.
    [[nodiscard]] std::optional<JournalEntry> entry(qint64 id);

private:
    Unpacker m_unpacker;
    SQLite::Statement m_select;
};

// JournalReader::after(), once.
std::vector<JournalEntry> readJournal(SQLite::Database& database, qint64 cursor, qint64 limit);

// The documents of trace `traceRow` (its row id), in the order of arrival, parsed. `keepBytes`: for someone who will
// show them.
std::vector<TraceDocument> readTraceDocuments(
    SQLite::Database& database, qint64 traceRow, const TraceId& id, bool keepBytes);

struct LastDocuments {
    std::vector<TraceDocument> documents; // in the order of arrival
    int leftOut = 0; // came before them
};

// Those that came last, until they are `bytes` or more together. With their bytes.
LastDocuments readLastDocuments(SQLite::Database& database, qint64 traceRow, const TraceId& id, qint64 bytes);

} // namespace fluoroscope
