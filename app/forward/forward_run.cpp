// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/forward_run.h"

#include "core/segment/datagram.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// What is read at once where many documents may be left out, and how many of these the cursor may be behind.
constexpr qint64 kPage = 200;
constexpr std::size_t kMostPending = 2000;

// The document within what was received, or why the daemon would not have taken it.
tl::expected<QByteArray, Rejection> documentOf(const ReceivedDocument& received)
{
    if (received.transport == Transport::Udp) {
        return documentOfDatagram(received.bytes);
    }
    return received.bytes;
}

} // namespace

ForwardRun::ForwardRun(const ForwardSession& session, ForwardState state, Upstream& upstream,
    ForwardSelection selection, const ForwardPace& pace, Publish publish)
    : m_session(session)
    , m_state(std::move(state))
    , m_upstream(upstream)
    , m_selection(std::move(selection))
    , m_pace(pace)
    , m_publish(std::move(publish))
    , m_backoff(pace.retryBase, pace.retryMost)
    , m_nextReport(now() + pace.telemetry)
    , m_read(m_state.cursor)
    , m_repeat(m_state.through > m_state.cursor ? m_state.through : 0)
{
}

void ForwardRun::run(const std::stop_token& stop)
{
    note({});
    m_isStored = false;
    while (!stop.stop_requested()) {
        report(stop);
        const bool isFinishing = m_isFinishing; // what came until then is read now
        if (!gather(stop)) {
            wait(m_pace.poll, stop);
        } else if (isDue()) {
            deliver(stop);
        } else {
            if (m_batch.empty()) {
                advance(m_read);
                m_repeat = 0; // there is nothing left of it
            }
            if (!m_isStored && !store(stop)) {
                break;
            }
            publish();
            if (isFinishing && m_isAtEnd) {
                break;
            }
            wait(m_pace.poll, stop);
        }
        if (m_isFinishing && m_isInTrouble) {
            break; // the next process goes on
        }
    }
    if (!m_isStored) { // a stop came meanwhile: what upstream has decided of does not go out again
        (void)storeForwardState(m_session.state, m_state);
    }
    if (!stop.stop_requested() && m_upstream.wantsTelemetry() && !m_isInTrouble) {
        m_nextReport = now();
        report(stop);
    }
    publish();
}

void ForwardRun::finish()
{
    m_isFinishing = true;
    const std::lock_guard lock(m_mutex);
    m_wake.notify_all();
}

bool ForwardRun::isReady(const JournalEntry& entry, const JournalReach& reach) const
{
    return !m_selection.hasFilter() || (entry.document.received + m_pace.settle <= now() && entry.id <= reach.indexed);
}

// Reads on until the batch is full or there is no more. False: the journal cannot be read.
bool ForwardRun::gather(const std::stop_token& stop)
{
    m_isAtEnd = false;
    while (
        m_batch.size() < m_upstream.most() && m_pending.size() < kMostPending && !m_isAtEnd && !stop.stop_requested()) {
        const auto room = static_cast<qint64>(m_upstream.most() - m_batch.size());
        const auto reach = m_session.documents.reach();
        const auto page = m_session.documents.journal(m_read, m_selection.takesAll() ? room : kPage);
        if (!reach || !page) {
            note(reach ? page.error().message : reach.error().message);
            publish();
            return false;
        }
        m_isAtEnd = page->empty();
        for (const JournalEntry& entry : *page) {
            if (m_batch.size() == m_upstream.most() || m_pending.size() == kMostPending) {
                break;
            }
            if ((m_repeat != 0 && entry.id > m_repeat) || !isReady(entry, *reach)) {
                m_isAtEnd = true;
                break;
            }
            take(entry, stop);
        }
    }
    return true;
}

void ForwardRun::take(const JournalEntry& entry, const std::stop_token& stop)
{
    Pending pending{.id = entry.id, .received = entry.document.received, .lost = entry.id - m_read - 1};
    m_read = entry.id;
    m_telemetry.received(1);
    m_telemetry.spilled(pending.lost);
    const auto json = documentOf(entry.document);
    const auto refused = [&](const QString& code, const QString& message) {
        return ForwardRefusal{entry.id, now(), {}, code, message};
    };
    if (!json) {
        pending.refusal = refused(toString(json.error().code), json.error().message);
    } else if (json->size() > m_upstream.largest()) {
        pending.refusal = refused(
            u"TooLarge"_s, u"The document has %1 bytes, of at most %2."_s.arg(json->size()).arg(m_upstream.largest()));
    } else if (m_upstream.isOurs(entry.document.sender) || !m_selection.takes(entry.document, *json, stop)) {
        pending.isLeftOut = true;
    } else {
        m_batch.push_back({entry.id, *json});
    }
    m_pending.push_back(std::move(pending));
}

bool ForwardRun::isDue() const
{
    if (m_batch.empty()) {
        return false;
    }
    return m_batch.size() == m_upstream.most() || m_pending.size() >= kMostPending || m_repeat != 0 || m_isFinishing
        || m_pending.front().received + m_upstream.patience() <= now();
}

void ForwardRun::deliver(const std::stop_token& stop)
{
    m_state.through = m_read;
    m_isStored = false;
    if (!store(stop)) {
        return;
    }
    while (!m_batch.empty() && !stop.stop_requested()) {
        const Delivery delivery = m_upstream.deliver(m_batch, stop);
        refuse(delivery.refused);
        if (delivery.taken > 0) {
            const auto taken = static_cast<std::ptrdiff_t>(delivery.taken);
            const qint64 last = m_batch[delivery.taken - 1].id;
            m_batch.erase(m_batch.begin(), m_batch.begin() + taken);
            m_state.lastSent = now();
            m_backoff.reset();
            advance(m_batch.empty() ? m_read : last);
            if (!m_batch.empty() && !store(stop)) {
                return;
            }
        }
        if (delivery.trouble && !stop.stop_requested()) {
            fail(*delivery.trouble, stop);
            if (m_isFinishing) {
                return;
            }
        } else {
            m_isInTrouble = false;
            note({});
        }
    }
    m_repeat = 0;
    publish();
}

void ForwardRun::refuse(const std::vector<ForwardRefusal>& refusals)
{
    for (const ForwardRefusal& refusal : refusals) {
        const auto pending = std::lower_bound(m_pending.begin(), m_pending.end(), refusal.document,
            [](const Pending& entry, qint64 id) { return entry.id < id; });
        if (pending != m_pending.end() && pending->id == refusal.document) {
            pending->refusal = refusal;
        } else { // upstream did not tell which
            m_state.refuse(refusal);
            --m_state.sent;
        }
    }
}

// Counts what upstream has decided of, or what was not for it.
void ForwardRun::advance(qint64 cursor)
{
    if (cursor == m_state.cursor) {
        return;
    }
    for (; !m_pending.empty() && m_pending.front().id <= cursor; m_pending.pop_front()) {
        const Pending& pending = m_pending.front();
        m_state.lost += pending.lost;
        if (pending.refusal) {
            m_state.refuse(*pending.refusal);
            m_telemetry.refused(1);
        } else if (pending.isLeftOut) {
            ++m_state.leftOut;
        } else {
            ++m_state.sent;
            m_telemetry.sent(1);
        }
    }
    m_state.cursor = cursor;
    m_isStored = false;
}

// Tries until it succeeds: nothing may go out that would not be remembered. False: stopped.
bool ForwardRun::store(const std::stop_token& stop)
{
    while (!stop.stop_requested()) {
        const auto stored = storeForwardState(m_session.state, m_state);
        if (stored) {
            m_isStored = true;
            return true;
        }
        note(stored.error().message);
        publish();
        wait(m_pace.poll, stop);
    }
    return false;
}

void ForwardRun::fail(const UpstreamTrouble& trouble, const std::stop_token& stop)
{
    m_isInTrouble = true;
    m_telemetry.failed(trouble.kind);
    const bool isNew = m_state.problem != trouble.message;
    note(trouble.message);
    if (isNew) {
        store(stop); // for whoever asks from outside
    }
    publish();
    if (!m_isFinishing) {
        report(stop);
        wait(std::max(m_backoff.next(trouble.isThrottled), trouble.wait), stop);
    }
}

void ForwardRun::note(const QString& problem)
{
    if (problem == m_state.problem) {
        return;
    }
    m_state.problem = problem;
    m_isStored = false;
    if (!problem.isEmpty()) {
        m_state.lastError = problem;
        m_state.lastErrorTime = now();
    }
}

void ForwardRun::report(const std::stop_token& stop)
{
    if (!m_upstream.wantsTelemetry() || now() < m_nextReport) {
        return;
    }
    m_nextReport = now() + m_pace.telemetry;
    m_telemetry.close(now());
    for (QJsonObject input = m_telemetry.next(); !input.isEmpty() && !m_isInTrouble; input = m_telemetry.next()) {
        if (!m_upstream.report(input, stop)) {
            break; // goes along with the next minute's
        }
        m_telemetry.acknowledge();
    }
}

void ForwardRun::publish()
{
    const auto reach = m_session.documents.reach();
    const auto oldest = m_pending.empty() ? std::nullopt : std::optional(m_pending.front().received);
    ForwarderStatus status = forwarderStatus(m_state, reach ? reach->last : m_read, oldest);
    status.running = true;
    m_publish(status);
}

void ForwardRun::wait(Duration time, const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_wake.wait_for(
        lock, stop, time, [this, wasFinishing = m_isFinishing.load()] { return m_isFinishing && !wasFinishing; });
}

} // namespace fluoroscope
