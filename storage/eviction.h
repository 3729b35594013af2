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
    // Nothing removed: there is nothing left to remove.
    IndexDelta run(Indexer& indexer);
    // Whether the file is far larger than its cap, and has free pages to give back.
    [[nodiscard]] bool canShrink();
    // Gives some of them back; within the caller's transaction.
    void shrink();

private:
    SQLite::Database& m_database;
    qint64 m_sizeCap;
    SQLite::Statement m_pages;
    SQLite::Statement m_freePages;
    qint64 m_pageSize;
};

} // namespace fluoroscope
