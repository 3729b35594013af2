// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The one thread that writes a session: journal first, index in the same transaction while it keeps up, alone when not.
#pragma once

#include "storage/changed_traces.h"
#include "storage/counters.h"
#include "storage/eviction.h"
#include "storage/indexer.h"
#include "storage/intake.h"
#include "storage/journal.h"

#include <condition_variable>
#include <functional>
#include <thread>

namespace fluoroscope {

class Writer {
public:
    // `database` is open for writing, its tables are there. `changed`, which outlives it, is told what it touches.
    // Starts the thread.
    Writer(std::unique_ptr<SQLite::Database> database, qint64 sizeCap, ChangedTraces& changed);
    // Writes and indexes what is waiting, then ends the thread. A rebuild of the index goes on the next time.
    ~Writer();

    [[nodiscard]] Intake& intake() { return m_intake; }
    [[nodiscard]] SessionCounters counters() const;
    // Waits until all that was put before is committed and indexed; false where it cannot be written.
    bool flush();
    // Called on the writing thread, at most ten times a second, after a commit that changed something. Once this
    // returns, the one before is not called any more. `advanced` must not call back into the writer but for its
    // counters.
    void onAdvanced(std::function<void()> advanced);

private:
    using Clock = std::chrono::steady_clock;

    bool step(const std::stop_token& stop);
    void take(bool urgent, const std::stop_token& stop);
    [[nodiscard]] bool hasWork(bool urgent) const;
    void commit(bool urgent);
    void append();
    void indexSome();
    void evict();
    void count(const IndexDelta& delta);
    void settle();
    void announce();
    void fail(const SQLite::Exception& exception, const std::stop_token& stop);
    void recover();
    [[nodiscard]] bool isCaughtUp() const { return m_cursor >= m_journal.lastId(); }
    [[nodiscard]] bool isSettled() const { return isCaughtUp() && !m_indexer.hasStale(); }

    std::unique_ptr<SQLite::Database> m_database;
    ChangedTraces& m_changedTraces;
    Intake m_intake;
    Counters m_published;

    // Of the thread alone.
    SessionCounters m_count; // as of the transaction that is open
    Journal m_journal;
    Indexer m_indexer;
    Eviction m_eviction;
    qint64 m_cursor = 0; // the last document that is indexed
    qint64 m_tracesState = 0; // as committed
    std::vector<int64_t> m_touched; // traces, in the transaction that is open
    qint64 m_stored = 0; // documents taken from the intake and committed
    std::vector<ReceivedDocument> m_batch; // taken from the intake, not committed yet
    std::vector<JournalEntry> m_fresh; // appended with the last batch, not indexed yet
    Clock::time_point m_lastAnnounced{};
    bool m_changed = false; // since the last announcement
    bool m_mayEvict = true; // it is worth looking whether the file is too large
    bool m_rolledBack = false; // what is in memory does not agree with the file

    std::mutex m_mutex;
    std::condition_variable m_settledChanged;
    std::condition_variable_any m_retry;
    std::function<void()> m_advanced;
    qint64 m_settled = -1; // of the accepted documents, those that are committed and indexed; -1: older ones are not
    quint64 m_failures = 0;
    int m_flushing = 0; // threads that wait in flush()
    quint64 m_flushes = 0; // calls of it so far

    std::jthread m_thread; // last: everything else is there before it runs and after it ends
};

} // namespace fluoroscope
