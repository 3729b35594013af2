// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/writer.h"

#include "storage/database.h"

#include <sys/resource.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr std::size_t kBatchDocuments = 1000;
constexpr auto kLinger = 50ms; // how long a batch may grow: the larger half of what a reader waits for a document
constexpr int kNice = 10;
constexpr auto kAnnounceEvery = 100ms;
constexpr std::chrono::milliseconds kIdle = 1h;
constexpr auto kRetryAfter = 1000ms;
// With more than this waiting, documents are only put into the journal; the index catches up later.
constexpr std::size_t kBacklog = 8000;

} // namespace

Writer::Writer(std::unique_ptr<SQLite::Database> database, qint64 sizeCap, ChangedTraces& changed)
    : m_database(std::move(database))
    , m_changedTraces(changed)
    , m_count(loadCounters(*m_database))
    , m_journal(*m_database)
    , m_indexer(*m_database)
    , m_eviction(*m_database, sizeCap)
    , m_cursor(metaValue(*m_database, "cursor"))
    , m_tracesState(metaValue(*m_database, kTracesState))
{
    m_changedTraces.start(m_tracesState);
    m_count.evictedTraces = 0; // counted from here on
    m_count.rebuildTotal = m_count.indexed < m_count.documents ? m_count.documents : 0;
    m_published.publish(m_count);
    m_thread = std::jthread([this](const std::stop_token& stop) {
        // The socket's buffer holds milliseconds of a burst, the intake seconds of it: where cores are few, receiving
        // goes first. Linux counts a thread's niceness for itself.
        setpriority(PRIO_PROCESS, 0, kNice);
        while (step(stop)) { }
    });
}

Writer::~Writer()
{
    m_thread.request_stop();
    m_intake.wake();
    if (m_thread.joinable()) {
        m_thread.join();
    }
    try { // so that the file is whole in itself, even where somebody still reads it
        m_database->setBusyTimeout(0);
        m_database->exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } catch (const SQLite::Exception&) { // the log stays, and is as good
    }
}

SessionCounters Writer::counters() const
{
    SessionCounters counters = m_published.value();
    counters.dropped = m_intake.dropped();
    return counters;
}

bool Writer::flush()
{
    const qint64 target = m_intake.accepted();
    std::unique_lock lock(m_mutex);
    const quint64 failures = m_failures;
    ++m_flushing;
    ++m_flushes;
    m_intake.wake();
    m_retry.notify_all();
    m_settledChanged.wait(lock, [&] { return m_settled >= target || m_failures != failures; });
    --m_flushing;
    return m_settled >= target;
}

void Writer::onAdvanced(std::function<void()> advanced)
{
    const std::scoped_lock lock(m_mutex);
    m_advanced = std::move(advanced);
}

// One transaction, or one wait. False when a stop was asked for and there is nothing left to do.
bool Writer::step(const std::stop_token& stop)
{
    bool urgent = stop.stop_requested();
    {
        const std::scoped_lock lock(m_mutex);
        urgent = urgent || m_flushing > 0;
    }
    take(urgent, stop);
    try {
        if (m_rolledBack) {
            recover();
        }
        if (hasWork(urgent)) {
            commit(urgent);
        }
    } catch (const SQLite::Exception& exception) {
        fail(exception, stop);
        return !stop.stop_requested();
    }
    settle();
    announce();
    const bool ended = m_batch.empty() && m_intake.size() == 0 && (isSettled() || m_count.rebuildTotal > 0);
    return !(ended && stop.stop_requested());
}

void Writer::take(bool urgent, const std::stop_token& stop)
{
    if (!m_batch.empty()) {
        return; // once more
    }
    const bool busy = urgent || m_rolledBack || m_mayEvict || !isCaughtUp();
    auto wait = busy ? 0ms : kIdle;
    if (!busy) {
        const auto until = [now = Clock::now()](Clock::time_point time) {
            return std::max(std::chrono::ceil<std::chrono::milliseconds>(time - now), 0ms);
        };
        if (m_changed) {
            wait = std::min(wait, until(m_lastAnnounced + kAnnounceEvery));
        }
        if (m_indexer.hasStale()) {
            wait = std::min(wait, until(m_indexer.nextDue()));
        }
    }
    m_intake.take(m_batch, kBatchDocuments, wait, busy ? 0ms : kLinger, stop);
}

bool Writer::hasWork(bool urgent) const
{
    return !m_batch.empty() || !isCaughtUp() || m_mayEvict
        || (m_indexer.hasStale() && (urgent || m_indexer.nextDue() <= Clock::now()));
}

void Writer::commit(bool urgent)
{
    m_rolledBack = true; // until the end is reached
    m_touched.clear();
    SQLite::Transaction transaction(*m_database, SQLite::TransactionBehavior::IMMEDIATE);
    append();
    if (m_intake.size() < kBacklog) {
        indexSome();
        count(m_indexer.refreshStale(urgent && isCaughtUp()));
    }
    if (isCaughtUp()) {
        m_count.rebuildTotal = 0;
    }
    evict();
    m_indexer.flush();
    m_count.fileBytes = m_eviction.fileBytes();
    m_count.problem.clear();
    storeCounters(*m_database, m_count);
    m_journal.storeLastId();
    setMetaValue(*m_database, "cursor", m_cursor);
    if (!m_touched.empty()) {
        setMetaValue(*m_database, kTracesState, ++m_tracesState);
        m_changedTraces.add(m_tracesState, m_touched); // before anybody can see that state
    }
    transaction.commit();
    m_rolledBack = false;
    m_stored += static_cast<qint64>(m_batch.size());
    m_batch.clear();
    m_changed = true;
    m_published.publish(m_count);
}

void Writer::append()
{
    if (m_batch.empty()) {
        return;
    }
    m_mayEvict = true;
    const bool direct = isCaughtUp();
    const qint64 first = m_journal.append(m_batch);
    m_count.documents += static_cast<qint64>(m_batch.size());
    m_fresh.clear();
    if (direct) { // the index takes them from here instead of reading them back
        for (std::size_t i = 0; i < m_batch.size(); ++i) {
            m_fresh.push_back({first + static_cast<qint64>(i), m_batch[i]});
        }
    }
}

void Writer::indexSome()
{
    if (isCaughtUp()) {
        return;
    }
    std::vector<JournalEntry> entries = std::move(m_fresh);
    m_fresh.clear();
    if (entries.empty() || entries.front().id != m_cursor + 1) {
        entries = readJournal(*m_database, m_cursor, kBatchDocuments);
    }
    if (entries.empty()) {
        m_cursor = m_journal.lastId();
        return;
    }
    m_mayEvict = true;
    const IndexDelta delta = m_indexer.index(entries);
    m_cursor = entries.back().id;
    m_count.indexed += delta.documents;
    count(delta);
}

void Writer::evict()
{
    if (!m_mayEvict) {
        return;
    }
    if (!m_eviction.isDue()) {
        if ((m_mayEvict = m_eviction.canShrink())) {
            m_eviction.shrink();
        }
        return;
    }
    const IndexDelta delta = m_eviction.run(m_indexer);
    m_mayEvict = delta.traces != 0 || delta.findings != 0;
    m_count.evictedTraces -= delta.traces;
    m_count.indexed += delta.documents;
    m_count.documents += delta.documents;
    count(delta);
}

void Writer::count(const IndexDelta& delta)
{
    m_count.segments += delta.segments;
    m_count.traces += delta.traces;
    m_count.findings += delta.findings;
    m_touched.insert(m_touched.end(), delta.rows.begin(), delta.rows.end());
}

void Writer::settle()
{
    if (!isSettled() || m_mayEvict) { // whoever waits may count on what is there
        return;
    }
    const std::scoped_lock lock(m_mutex);
    if (m_settled != m_stored) {
        m_settled = m_stored;
        m_settledChanged.notify_all();
    }
}

void Writer::announce()
{
    const auto now = Clock::now();
    if (!m_changed || now - m_lastAnnounced < kAnnounceEvery) {
        return;
    }
    m_lastAnnounced = now;
    m_changed = false;
    const std::scoped_lock lock(m_mutex);
    if (m_advanced) {
        m_advanced();
    }
}

// The transaction was rolled back; the batch is kept and tried again after a while, or when somebody waits for it.
void Writer::fail(const SQLite::Exception& exception, const std::stop_token& stop)
{
    m_published.setProblem(
        u"The session cannot be written: %1. Free some space or mend the file; what arrives meanwhile is kept in memory."_s
            .arg(describe(exception)));
    std::unique_lock lock(m_mutex);
    ++m_failures;
    m_settledChanged.notify_all();
    if (m_advanced) {
        m_advanced();
    }
    const quint64 flushes = m_flushes;
    m_retry.wait_for(lock, stop, kRetryAfter, [&] { return m_flushes != flushes; });
}

// Everything in memory goes back to what the file says.
void Writer::recover()
{
    m_cursor = metaValue(*m_database, "cursor");
    m_tracesState = metaValue(*m_database, kTracesState);
    m_journal.reset();
    m_indexer.reset();
    m_fresh.clear();
    const qint64 rebuildTotal = m_count.rebuildTotal;
    m_count = loadCounters(*m_database);
    m_count.rebuildTotal = m_count.indexed < m_count.documents ? rebuildTotal : 0;
    m_mayEvict = true;
    m_rolledBack = false;
}

} // namespace fluoroscope
