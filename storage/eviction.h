// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Keeps the session file below its size cap: whole oldest traces go, with their documents.
#pragma once

#include "storage/indexer.h"

namespace fluoroscope {

class Eviction {
public:
    Eviction(SQLite::Database& database, qint64 sizeCap);

    // Bytes in use, free pages not counted.
    [[nodiscard]] qint64 usedBytes();
    [[nodiscard]] qint64 fileBytes();
    [[nodiscard]] bool isDue() { return m_sizeCap > 0 && usedBytes() > m_sizeCap; }
    // Removes a bounded number of traces and refused documents, the oldest first; within the caller's transaction.
    // Nothing removed: there is nothing left to remove. A document that another trace or finding needs stays, with what
    // it holds of the evicted; an index made again from the journal will show that part.
    IndexDelta run(Indexer& indexer);
    // Whether the file is far larger than its cap, and has free pages to give back.
    [[nodiscard]] bool canShrink();
    // Gives some of them back; within the caller's transaction.
    void shrink();

private:
    // The trace that came first, or up to `limit` documents that were refused before it came.
    IndexDelta removeOldest(Indexer& indexer, int limit);
    IndexDelta removeTrace(Indexer& indexer, qint64 row);
    IndexDelta removeFindings(qint64 before, int limit);
    // Removes a document that nothing needs any more; says how many that were.
    int removeUnneeded(qint64 journal);

    SQLite::Database& m_database;
    qint64 m_sizeCap;
    SQLite::Statement m_pages;
    SQLite::Statement m_freePages;
    SQLite::Statement m_oldest;
    SQLite::Statement m_selectShared;
    SQLite::Statement m_removeOwn;
    SQLite::Statement m_removeDocuments;
    SQLite::Statement m_selectFindings;
    SQLite::Statement m_removeFindings;
    SQLite::Statement m_removeUnneeded;
    qint64 m_pageSize;
};

} // namespace fluoroscope
