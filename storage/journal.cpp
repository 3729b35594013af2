// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/journal.h"

#include "core/segment/datagram.h"
#include "storage/database.h"
#include "storage/document_batches.h"

namespace fluoroscope {

namespace {

// Of documents to make a dictionary of: some hundreds. More of a large one tells nothing new.
constexpr qint64 kSampleBytes = qint64(256) << 10;
constexpr qsizetype kSampleOfOne = qsizetype(8) << 10;
constexpr qint64 kFirstInterval = qint64(2) << 20; // bytes from the first dictionary to the next
constexpr qint64 kLastInterval = qint64(256) << 20;

} // namespace

Journal::Journal(SQLite::Database& database)
    : m_database(database)
    , m_insert(
          database, "INSERT INTO journal(id, received, transport, sender, bytes, packing) VALUES(?, ?, ?, ?, ?, ?)")
{
    reset();
}

void Journal::reset()
{
    // After an eviction the last rows may be gone: ids never come back.
    m_lastId =
        std::max(static_cast<qint64>(m_database.execAndGet("SELECT coalesce(max(id), 0) FROM journal").getInt64()),
            metaValue(m_database, "last"));
    SQLite::Statement newest(m_database, "SELECT id, bytes FROM dictionary ORDER BY id DESC LIMIT 1");
    const bool known = newest.executeStep();
    m_packer.useDictionary(known ? newest.getColumn(0).getInt64() : 0, known ? bytesColumn(newest, 1) : QByteArray());
    m_untilSamples = known ? kFirstInterval : 0;
    m_nextInterval = kFirstInterval;
    m_samples.clear();
    m_sampleBytes = 0;
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
        const PackedBytes packed = m_packer.pack(document.bytes);
        bindBytes(m_insert, 5, packed.bytes);
        if (packed.packing) {
            m_insert.bind(6, static_cast<int64_t>(*packed.packing));
        } else {
            m_insert.bind(6);
        }
        m_insert.exec();
        learn(document.bytes);
    }
    return first;
}

void Journal::learn(const QByteArray& document)
{
    m_untilSamples -= document.size();
    if (m_untilSamples > 0) {
        return;
    }
    m_samples += document.first(std::min(document.size(), kSampleOfOne));
    m_sampleBytes += m_samples.back().size();
    if (m_sampleBytes < kSampleBytes) {
        return;
    }
    if (const auto dictionary = trainDictionary(m_samples)) {
        SQLite::Statement insert(m_database, "INSERT INTO dictionary(bytes) VALUES(?)");
        bindBytes(insert, 1, *dictionary);
        insert.exec();
        m_packer.useDictionary(m_database.getLastInsertRowid(), *dictionary);
    }
    m_samples.clear();
    m_sampleBytes = 0;
    m_untilSamples = m_nextInterval;
    m_nextInterval = std::min(4 * m_nextInterval, kLastInterval);
}

JournalReader::JournalReader(SQLite::Database& database)
    : m_unpacker(database)
    , m_select(database,
          "SELECT id, received, transport, sender, bytes, " + packingColumn(database)
              + " FROM journal WHERE id > ? ORDER BY id LIMIT ?")
{
}

std::vector<JournalEntry> JournalReader::after(qint64 cursor, qint64 limit)
{
    std::vector<JournalEntry> entries;
    const StatementRun run(m_select);
    m_select.bind(1, static_cast<int64_t>(cursor));
    m_select.bind(2, static_cast<int64_t>(limit));
    while (m_select.executeStep()) {
        JournalEntry& entry = entries.emplace_back();
        entry.id = m_select.getColumn(0).getInt64();
        entry.document.received = Timestamp(Duration(m_select.getColumn(1).getInt64()));
        entry.document.transport = static_cast<Transport>(m_select.getColumn(2).getInt());
        entry.document.sender = textColumn(m_select, 3);
        entry.document.bytes = m_unpacker.bytes(m_select, 4, 5);
    }
    return entries;
}

std::optional<JournalEntry> JournalReader::entry(qint64 id)
{
    std::vector<JournalEntry> entries = after(id - 1, 1);
    return entries.empty() || entries.front().id != id ? std::nullopt : std::optional(std::move(entries.front()));
}

std::vector<JournalEntry> readJournal(SQLite::Database& database, qint64 cursor, qint64 limit)
{
    return JournalReader(database).after(cursor, limit);
}

namespace {

// The documents of one trace, without the daemon's header, by arrival.
class TraceDocumentRows {
public:
    TraceDocumentRows(SQLite::Database& database, qint64 traceRow, const std::string& order)
        : m_unpacker(database)
        , m_select(database,
              "SELECT journal.transport, journal.bytes, " + packingColumn(database)
                  + " FROM trace_document JOIN journal ON journal.id = trace_document.journal "
                    "WHERE trace_document.trace = ? ORDER BY trace_document.journal "
                  + order)
    {
        m_select.bind(1, static_cast<int64_t>(traceRow));
    }

    bool next() { return m_select.executeStep(); }

    QByteArray document()
    {
        QByteArray bytes = m_unpacker.bytes(m_select, 1, 2);
        return isDatagram(static_cast<Transport>(m_select.getColumn(0).getInt()))
            ? documentWithin(bytes).value_or(QByteArrayView()).toByteArray()
            : bytes;
    }

private:
    Unpacker m_unpacker;
    SQLite::Statement m_select;
};

} // namespace

std::vector<TraceDocument> readTraceDocuments(
    SQLite::Database& database, qint64 traceRow, const TraceId& id, bool keepBytes)
{
    TraceDocumentRows rows(database, traceRow, "ASC");
    DocumentBatches batches(id, keepBytes);
    while (rows.next()) {
        batches.add(rows.document());
    }
    return batches.take();
}

LastDocuments readLastDocuments(SQLite::Database& database, qint64 traceRow, const TraceId& id, qint64 bytes)
{
    LastDocuments last;
    QByteArrayList read;
    {
        TraceDocumentRows rows(database, traceRow, "DESC");
        while (rows.next()) {
            if (bytes <= 0) {
                SQLite::Statement count(database, "SELECT count(*) FROM trace_document WHERE trace = ?");
                count.bind(1, static_cast<int64_t>(traceRow));
                count.executeStep();
                last.leftOut = count.getColumn(0).getInt() - static_cast<int>(read.size());
                break;
            }
            read.append(rows.document());
            bytes -= read.last().size();
        }
    }
    DocumentBatches batches(id, true);
    for (auto document = read.rbegin(); document != read.rend(); ++document) {
        batches.add(std::move(*document));
    }
    last.documents = batches.take();
    return last;
}

} // namespace fluoroscope
