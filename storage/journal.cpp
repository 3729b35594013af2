// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/journal.h"

#include "core/segment/datagram.h"
#include "storage/database.h"
#include "storage/document_batches.h"

namespace fluoroscope {

Journal::Journal(SQLite::Database& database)
    : m_database(database)
    , m_insert(database, "INSERT INTO journal(id, received, transport, sender, bytes) VALUES(?, ?, ?, ?, ?)")
{
    reset();
}

void Journal::reset()
{
    // After an eviction the last rows may be gone: ids never come back.
    m_lastId =
        std::max(static_cast<qint64>(m_database.execAndGet("SELECT coalesce(max(id), 0) FROM journal").getInt64()),
            metaValue(m_database, "last"));
}

void Journal::storeLastId()
{
    setMetaValue(m_database, "last", m_lastId);
}

qint64 Journal::append(const std::vector<ReceivedDocument>& batch)
{
    const qint64 first = m_lastId + 1;
    for (const ReceivedDocument& document : batch) {
        const StatementRun run(m_insert);
        m_insert.bind(1, static_cast<int64_t>(++m_lastId));
        m_insert.bind(2, static_cast<int64_t>(document.received.time_since_epoch().count()));
        m_insert.bind(3, static_cast<int>(document.transport));
        bindText(m_insert, 4, document.sender);
        bindBytes(m_insert, 5, document.bytes);
        m_insert.exec();
    }
    return first;
}

std::vector<JournalEntry> readJournal(SQLite::Database& database, qint64 cursor, qint64 limit)
{
    std::vector<JournalEntry> entries;
    SQLite::Statement select(
        database, "SELECT id, received, transport, sender, bytes FROM journal WHERE id > ? ORDER BY id LIMIT ?");
    select.bind(1, static_cast<int64_t>(cursor));
    select.bind(2, static_cast<int64_t>(limit));
    while (select.executeStep()) {
        JournalEntry& entry = entries.emplace_back();
        entry.id = select.getColumn(0).getInt64();
        entry.document.received = Timestamp(Duration(select.getColumn(1).getInt64()));
        entry.document.transport = static_cast<Transport>(select.getColumn(2).getInt());
        entry.document.sender = textColumn(select, 3);
        entry.document.bytes = bytesColumn(select, 4);
    }
    return entries;
}

std::optional<JournalEntry> readJournalEntry(SQLite::Database& database, qint64 id)
{
    std::vector<JournalEntry> entries = readJournal(database, id - 1, 1);
    return entries.empty() || entries.front().id != id ? std::nullopt : std::optional(std::move(entries.front()));
}

std::vector<std::shared_ptr<const TraceDocument>> readTraceDocuments(
    SQLite::Database& database, qint64 traceRow, const TraceId& id, bool keepBytes)
{
    SQLite::Statement select(database,
        "SELECT journal.transport, journal.bytes FROM trace_document JOIN journal ON journal.id = "
        "trace_document.journal "
        "WHERE trace_document.trace = ? ORDER BY trace_document.journal");
    select.bind(1, static_cast<int64_t>(traceRow));
    DocumentBatches batches(id, keepBytes);
    while (select.executeStep()) {
        QByteArrayView bytes = bytesView(select, 1);
        if (isDatagram(static_cast<Transport>(select.getColumn(0).getInt()))) {
            bytes = documentWithin(bytes).value_or(QByteArrayView());
        }
        batches.add(bytes.toByteArray());
    }
    return batches.take();
}

} // namespace fluoroscope
