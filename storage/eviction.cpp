// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/eviction.h"

#include "storage/database.h"

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
        const IndexDelta delta = indexer.evictOldest(kStepsBetweenLooks);
        if (delta.traces == 0 && delta.findings == 0) {
            break;
        }
        total.documents += delta.documents;
        total.segments += delta.segments;
        total.traces += delta.traces;
        total.findings += delta.findings;
    }
    return total;
}

} // namespace fluoroscope
