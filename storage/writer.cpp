// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/writer.h"

#include "storage/database.h"

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr std::size_t kBatchDocuments = 1000;
constexpr auto kLinger = 50ms; // how long a batch may grow: the larger half of what a reader waits for a document
constexpr auto kAnnounceEvery = 100ms;
constexpr auto kStaleCheck = 50ms;
constexpr auto kIdle = 1h;
constexpr auto kRetryAfter = 1000ms;
// With more than this waiting, documents are only put into the journal; the index catches up later.
constexpr std::size_t kBacklog = 8000;

} // namespace

Writer::Writer(std::unique_ptr<SQLite::Database> database, qint64 sizeCap)
    : m_database(std::move(database))
    , m_journal(*m_database)
    , m_indexer(*m_database)
    , m_eviction(*m_database, sizeCap)
    , m_cursor(metaValue(*m_database, "cursor"))
{
    m_counters.change([&](SessionCounters& counters) {
        counters = loadCounters(*m_database);
        counters.rebuildTotal = counters.indexed < counters.documents ? counters.documents : 0;
    });
    m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

Writer::~Writer()
{
    m_thread.request_stop();
    m_intake.wake();
    if (m_thread.joinable()) {
        m_thread.join();
    }
}

SessionCounters Writer::counters() const
{
    SessionCounters counters = m_counters.value();
    counters.dropped = m_intake.dropped();
    return counters;
}

bool Writer::flush()
{
    std::unique_lock lock(m_mutex);
    const quint64 wanted = ++m_flushWanted;
    m_intake.wake();
    m_flushed.wait(lock, [&] { return m_flushDone >= wanted || m_failing; });
    return m_flushDone >= wanted;
}

void Writer::onAdvanced(std::function<void()> advanced)
{
    const std::scoped_lock lock(m_mutex);
    m_advanced = std::move(advanced);
}

void Writer::run(const std::stop_token& stop)
{
    while (step(stop)) { }
}

// One transaction, or one wait. False when there is nothing left to do and a stop was asked for.
bool Writer::step(const std::stop_token& stop)
{
    quint64 flushWanted = 0;
    {
        const std::scoped_lock lock(m_mutex);
        flushWanted = m_flushWanted;
    }
    const bool urgent = stop.stop_requested() || flushWanted > m_flushDone;
    const bool busy = !isCaughtUp() || urgent;
    const auto wait = busy     ? 0ms
        : m_changed            ? std::chrono::duration_cast<std::chrono::milliseconds>(kAnnounceEvery)
        : m_indexer.hasStale() ? std::chrono::duration_cast<std::chrono::milliseconds>(kStaleCheck)
                               : std::chrono::duration_cast<std::chrono::milliseconds>(kIdle);
    if (m_batch.empty()) {
        m_intake.take(m_batch, kBatchDocuments, wait, urgent ? 0ms : kLinger, stop);
    }
    try {
        const bool work = !m_batch.empty() || !isCaughtUp() || m_indexer.hasStale();
        if (work) {
            SQLite::Transaction transaction(*m_database, SQLite::TransactionBehavior::IMMEDIATE);
            append();
            if (m_intake.size() < kBacklog) {
                indexSome();
                count(m_indexer.refreshStale(urgent && isCaughtUp()));
            }
            if (m_eviction.isDue() && isCaughtUp()) {
                const IndexDelta delta = m_eviction.run(m_indexer);
                count(delta);
                m_counters.change([&](SessionCounters& counters) {
                    counters.evictedTraces -= delta.traces;
                    counters.indexed += delta.documents;
                    counters.documents += delta.documents;
                });
            }
            m_indexer.flush();
            m_counters.change([&](SessionCounters& counters) {
                counters.fileBytes = m_eviction.fileBytes();
                counters.problem.clear();
                if (isCaughtUp()) {
                    counters.rebuildTotal = 0;
                }
            });
            storeCounters(*m_database, m_counters.value());
            setMetaValue(*m_database, "cursor", m_cursor);
            transaction.commit();
            m_batch.clear();
            m_changed = true;
        }
        const bool idle = m_intake.size() == 0 && m_batch.empty() && isCaughtUp() && !m_indexer.hasStale();
        announce(idle && urgent);
        if (idle) {
            const std::scoped_lock lock(m_mutex);
            m_flushDone = std::max(m_flushDone, flushWanted);
            m_failing = false;
            m_flushed.notify_all();
        }
        return !(idle && stop.stop_requested());
    } catch (const SQLite::Exception& exception) {
        fail(exception);
        if (stop.stop_requested()) {
            return false;
        }
        std::vector<ReceivedDocument> none;
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any().wait_for(lock, stop, kRetryAfter, [] { return false; });
        return true;
    }
}

void Writer::append()
{
    if (m_batch.empty()) {
        return;
    }
    const bool direct = isCaughtUp();
    const qint64 first = m_journal.append(m_batch);
    m_counters.change([&](SessionCounters& counters) { counters.documents += static_cast<qint64>(m_batch.size()); });
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
    const IndexDelta delta = m_indexer.index(entries);
    m_cursor = entries.back().id;
    count(delta);
    m_counters.change([&](SessionCounters& counters) { counters.indexed += delta.documents; });
}

void Writer::count(const IndexDelta& delta)
{
    m_counters.change([&](SessionCounters& counters) {
        counters.segments += delta.segments;
        counters.traces += delta.traces;
        counters.findings += delta.findings;
    });
}

// The transaction was rolled back: everything in memory goes back to what the file says; the batch is tried again.
void Writer::fail(const SQLite::Exception& exception)
{
    const QString problem =
        u"The session cannot be written: %1. Free some space or mend the file; what arrives meanwhile is kept in memory."_s
            .arg(describe(exception));
    try {
        const qint64 last = m_database->execAndGet("SELECT coalesce(max(id), 0) FROM journal").getInt64();
        m_cursor = metaValue(*m_database, "cursor");
        m_journal.rewind(std::max(last, m_cursor));
        m_indexer.reset();
        m_counters.change([&](SessionCounters& counters) {
            const qint64 rebuild = counters.rebuildTotal;
            counters = loadCounters(*m_database);
            counters.rebuildTotal = rebuild;
        });
    } catch (const SQLite::Exception&) { // not even to be read: the next try will tell
    }
    m_fresh.clear();
    m_counters.change([&](SessionCounters& counters) { counters.problem = problem; });
    const std::scoped_lock lock(m_mutex);
    m_failing = true;
    m_flushed.notify_all();
}

void Writer::announce(bool now)
{
    const auto time = std::chrono::steady_clock::now();
    if (!m_changed || (!now && time - m_lastAnnounced < kAnnounceEvery)) {
        return;
    }
    m_lastAnnounced = time;
    m_changed = false;
    const std::scoped_lock lock(m_mutex);
    if (m_advanced) {
        m_advanced();
    }
}

} // namespace fluoroscope
