// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The cursor over the journal: takes documents in their order, gives them upstream until upstream has decided, and then
// only goes on. What the cursor has passed is never sent again, what it has not is sent after every kind of failure.
//
// Before documents go out, the session remembers how far they reach; once upstream has answered, that the cursor is
// there. Who is killed in between sends the same documents in the same request again, under the same name.
#pragma once

#include "app/forward/backoff.h"
#include "app/forward/forward_selection.h"
#include "app/forward/forward_state.h"
#include "app/forward/telemetry.h"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace fluoroscope {

// What is forwarded from, of one session.
struct ForwardSession {
    DocumentSource& documents;
    TraceSource& traces;
    StateStore& state;
};

struct ForwardPace {
    Duration poll = std::chrono::milliseconds(200); // for new documents
    Duration settle = std::chrono::seconds(10); // how old a document is when a filter judges it
    Duration telemetry = std::chrono::minutes(1);
    Duration retryBase = std::chrono::milliseconds(100);
    Duration retryMost = std::chrono::seconds(20);
};

class ForwardRun {
public:
    using Publish = std::function<void(const ForwarderStatus&)>;

    // `upstream` and what `session` refers to must outlive it. `publish` is called on the thread of run().
    ForwardRun(const ForwardSession& session, ForwardState state, Upstream& upstream, ForwardSelection selection,
        const ForwardPace& pace, Publish publish);

    // Until `stop`, or until all is sent, or cannot be sent, after finish().
    void run(const std::stop_token& stop);
    // Any thread: what is there shall go out without waiting for company.
    void finish();

private:
    // A document that was read and that the cursor has not passed.
    struct Pending {
        qint64 id = 0;
        Timestamp received;
        qint64 lost = 0; // documents that were evicted just before it
        bool isLeftOut = false;
        std::optional<ForwardRefusal> refusal = {};
    };

    bool gather(const std::stop_token& stop);
    void take(const JournalEntry& entry, const std::stop_token& stop);
    [[nodiscard]] bool isReady(const JournalEntry& entry, const JournalReach& reach) const;
    [[nodiscard]] bool isDue() const;
    void deliver(const std::stop_token& stop);
    void refuse(const std::vector<ForwardRefusal>& refusals);
    void advance(qint64 cursor);
    bool store(const std::stop_token& stop);
    void fail(const Trouble& trouble, const std::stop_token& stop);
    void note(const QString& problem);
    void report(const std::stop_token& stop);
    void publish();
    void wait(Duration time, const std::stop_token& stop);

    ForwardSession m_session;
    ForwardState m_state;
    Upstream& m_upstream;
    ForwardSelection m_selection;
    ForwardPace m_pace;
    Publish m_publish;
    Backoff m_backoff;
    Telemetry m_telemetry;
    Timestamp m_nextReport;

    qint64 m_read; // the last document that was read
    qint64 m_repeat; // the end of a batch that an earlier process may have sent; 0: there is none
    std::deque<Pending> m_pending;
    std::vector<OutgoingDocument> m_batch; // of m_pending, those to be sent
    bool m_isStored = true;
    bool m_isAtEnd = false; // there is no more to read at present
    bool m_isInTrouble = false;

    std::atomic<bool> m_isFinishing = false;
    std::mutex m_mutex;
    std::condition_variable_any m_wake;
};

} // namespace fluoroscope
