// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/eviction.h"

#include "storage/database.h"

namespace fluoroscope {

namespace {

// Few enough for a transaction that nobody notices, and a margin so that the next one is not due at once.
constexpr int kTracesAtOnce = 2000;
constexpr double kMargin = 0.98;

} // namespace

Eviction::Eviction(SQLite::Database& database, qint64 sizeCap)
    : m_database(database)
    , m_sizeCap(sizeCap)
    , m_pages(database, "PRAGMA page_count")
    , m_freePages(database, "PRAGMA freelist_count")
    , m_pageSize(database.execAndGet("PRAGMA page_size").getInt64())
{
}

qint64 Eviction::fileBytes()
{
    m_pages.executeStep();
    const qint64 pages = m_pages.getColumn(0).getInt64();
    m_pages.reset();
    return pages * m_pageSize;
}

qint64 Eviction::usedBytes()
{
    m_freePages.executeStep();
    const qint64 free = m_freePages.getColumn(0).getInt64();
    m_freePages.reset();
    return fileBytes() - free * m_pageSize;
}

IndexDelta Eviction::run(Indexer& indexer)
{
    IndexDelta total;
    const auto target = static_cast<qint64>(static_cast<double>(m_sizeCap) * kMargin);
    SQLite::Statement oldest(m_database,
        "SELECT id, (SELECT max(journal) FROM trace_document WHERE trace = trace.id) FROM trace ORDER BY start LIMIT "
        "?");
    oldest.bind(1, kTracesAtOnce);
    std::vector<std::pair<qint64, qint64>> traces;
    while (oldest.executeStep()) {
        traces.emplace_back(oldest.getColumn(0).getInt64(), oldest.getColumn(1).getInt64());
    }
    oldest.reset();
    qint64 lastDocument = 0;
    int removed = 0;
    for (const auto& [row, document] : traces) {
        if (removed % 16 == 0 && usedBytes() <= target) {
            break;
        }
        const IndexDelta delta = indexer.evict(row);
        total.documents += delta.documents;
        total.segments += delta.segments;
        total.traces += delta.traces;
        lastDocument = std::max(lastDocument, document);
        ++removed;
    }
    // What was refused before the last of them goes with them. An array of which a part was refused stays with its
    // trace.
    if (traces.empty()) { // nothing but refused documents: the older half
        lastDocument =
            m_database.execAndGet("SELECT coalesce((min(journal) + max(journal)) / 2, 0) FROM finding").getInt64() + 1;
    }
    SQLite::Statement journal(
        m_database, "DELETE FROM journal WHERE id IN (SELECT journal FROM finding WHERE journal < ?)");
    SQLite::Statement findings(m_database, "DELETE FROM finding WHERE journal < ?");
    journal.bind(1, static_cast<int64_t>(lastDocument));
    findings.bind(1, static_cast<int64_t>(lastDocument));
    total.documents -= journal.exec();
    total.findings -= findings.exec();
    return total;
}

} // namespace fluoroscope
