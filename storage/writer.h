// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The one thread that writes a session: journal first, index in the same transaction while it keeps up, alone when not.
#pragma once

#include "storage/counters.h"
#include "storage/eviction.h"
#include "storage/indexer.h"
#include "storage/intake.h"
#include "storage/journal.h"

#include <functional>
#include <thread>

namespace fluoroscope {

class Writer {
public:
    // `database` is open for writing, its tables are there. Starts the thread.
    Writer(std::unique_ptr<SQLite::Database> database, qint64 sizeCap);
    // Writes and indexes what is waiting, then ends the thread.
    ~Writer();

    [[nodiscard]] Intake& intake() { return m_intake; }
    [[nodiscard]] SessionCounters counters() const;
    // Waits until all that was put before is committed and indexed; false where it cannot be written.
    bool flush();
    // Called on the writing thread, at most ten times a second, after a commit that changed something.
    void onAdvanced(std::function<void()> advanced);

private:
    void run(const std::stop_token& stop);
    bool step(const std::stop_token& stop);
    void append();
    void indexSome();
    void announce(bool now);
    void count(const IndexDelta& delta);
    void fail(const SQLite::Exception& exception);
    [[nodiscard]] bool isCaughtUp() const { return m_cursor >= m_journal.lastId(); }

    std::unique_ptr<SQLite::Database> m_database;
    Intake m_intake;
    Counters m_counters;
    Journal m_journal;
    Indexer m_indexer;
    Eviction m_eviction;
    qint64 m_cursor = 0; // the last document that is indexed
    std::vector<ReceivedDocument> m_batch; // taken from the intake, not committed yet
    std::vector<JournalEntry> m_fresh; // committed with the last batch, not indexed yet
    std::chrono::steady_clock::time_point m_lastAnnounced{};
    bool m_changed = false; // since the last announcement

    std::mutex m_mutex;
    std::condition_variable m_flushed;
    std::function<void()> m_advanced;
    quint64 m_flushWanted = 0;
    quint64 m_flushDone = 0;
    bool m_failing = false;

    std::jthread m_thread; // last: everything else is there before it runs and after it ends
};

} // namespace fluoroscope
