// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/eviction.h"

#include "storage/database.h"

#include <limits>

namespace fluoroscope {

namespace {

// Few enough for a transaction that nobody notices, and a margin so that the next one is not due at once.
constexpr int kPagesAtOnce = 1000;
constexpr int kStepsAtOnce = 2000;
constexpr int kStepsBetweenLooks = 16;
constexpr double kMargin = 0.98;

} // namespace

Eviction::Eviction(SQLite::Database& database, qint64 sizeCap)
    : m_database(database)
    , m_sizeCap(sizeCap)
    , m_pages(database, "PRAGMA page_count")
    , m_freePages(database, "PRAGMA freelist_count")
    , m_oldest(database, "SELECT trace, journal FROM trace_document WHERE trace = (SELECT min(id) FROM trace) LIMIT 1")
    , m_selectShared(database, "SELECT journal FROM trace_document WHERE trace = ? AND shared")
    , m_removeOwn(database,
          "DELETE FROM journal WHERE id IN (SELECT journal FROM trace_document WHERE trace = ? AND NOT shared)")
    , m_removeDocuments(database, "DELETE FROM trace_document WHERE trace = ?")
    , m_selectFindings(database, "SELECT DISTINCT journal FROM finding WHERE journal < ? ORDER BY journal LIMIT ?")
    , m_removeFindings(database, "DELETE FROM finding WHERE journal = ?")
    , m_removeUnneeded(database,
          "DELETE FROM journal WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM trace_document WHERE journal = ?1 AND "
          "shared) "
          "AND NOT EXISTS (SELECT 1 FROM finding WHERE journal = ?1)")
    , m_pageSize(database.execAndGet("PRAGMA page_size").getInt64())
{
}

qint64 Eviction::fileBytes()
{
    const StatementRun run(m_pages);
    m_pages.executeStep();
    const qint64 pages = m_pages.getColumn(0).getInt64();
    return pages * m_pageSize;
}

qint64 Eviction::usedBytes()
{
    const StatementRun run(m_freePages);
    m_freePages.executeStep();
    const qint64 free = m_freePages.getColumn(0).getInt64();
    return fileBytes() - free * m_pageSize;
}

bool Eviction::canShrink()
{
    return m_sizeCap > 0 && fileBytes() > m_sizeCap + m_sizeCap / 4 && fileBytes() - usedBytes() > m_sizeCap / 8;
}

void Eviction::shrink()
{
    const std::string pages = std::to_string(kPagesAtOnce);
    SQLite::Statement vacuum(m_database, "PRAGMA incremental_vacuum(" + pages + ")");
    while (vacuum.executeStep()) { }
}

IndexDelta Eviction::run(Indexer& indexer)
{
    IndexDelta total;
    const auto target = static_cast<qint64>(static_cast<double>(m_sizeCap) * kMargin);
    for (int step = 0; step < kStepsAtOnce; ++step) {
        if (step % kStepsBetweenLooks == 0 && usedBytes() <= target) {
            break;
        }
        const IndexDelta delta = removeOldest(indexer, kStepsBetweenLooks);
        if (delta.traces == 0 && delta.findings == 0) {
            break;
        }
        total.documents += delta.documents;
        total.segments += delta.segments;
        total.traces += delta.traces;
        total.findings += delta.findings;
        total.rows.insert(total.rows.end(), delta.rows.begin(), delta.rows.end());
    }
    return total;
}

IndexDelta Eviction::removeOldest(Indexer& indexer, int limit)
{
    qint64 trace = 0;
    qint64 firstDocument = std::numeric_limits<qint64>::max();
    {
        const StatementRun run(m_oldest);
        if (m_oldest.executeStep()) {
            trace = m_oldest.getColumn(0).getInt64();
            firstDocument = m_oldest.getColumn(1).getInt64();
        }
    }
    const IndexDelta delta = removeFindings(firstDocument, limit);
    return delta.findings != 0 || trace == 0 ? delta : removeTrace(indexer, trace);
}

IndexDelta Eviction::removeTrace(Indexer& indexer, qint64 row)
{
    IndexDelta delta = indexer.remove(row);
    std::vector<qint64> shared;
    {
        const StatementRun run(m_selectShared);
        m_selectShared.bind(1, static_cast<int64_t>(row));
        while (m_selectShared.executeStep()) {
            shared.push_back(m_selectShared.getColumn(0).getInt64());
        }
    }
    const auto remove = [&](SQLite::Statement& statement) {
        const StatementRun run(statement);
        statement.bind(1, static_cast<int64_t>(row));
        return statement.exec();
    };
    delta.documents -= remove(m_removeOwn);
    remove(m_removeDocuments);
    for (const qint64 journal : shared) {
        delta.documents -= removeUnneeded(journal);
    }
    return delta;
}

IndexDelta Eviction::removeFindings(qint64 before, int limit)
{
    IndexDelta delta;
    std::vector<qint64> documents;
    {
        const StatementRun run(m_selectFindings);
        m_selectFindings.bind(1, static_cast<int64_t>(before));
        m_selectFindings.bind(2, limit);
        while (m_selectFindings.executeStep()) {
            documents.push_back(m_selectFindings.getColumn(0).getInt64());
        }
    }
    for (const qint64 journal : documents) {
        const StatementRun run(m_removeFindings);
        m_removeFindings.bind(1, static_cast<int64_t>(journal));
        delta.findings -= m_removeFindings.exec();
        delta.documents -= removeUnneeded(journal);
    }
    return delta;
}

int Eviction::removeUnneeded(qint64 journal)
{
    const StatementRun run(m_removeUnneeded);
    m_removeUnneeded.bind(1, static_cast<int64_t>(journal));
    return m_removeUnneeded.exec();
}

} // namespace fluoroscope
