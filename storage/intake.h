// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The bounded queue between whoever receives documents and the thread that writes them.
#pragma once

#include "core/ports/segment_sink.h"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <stop_token>
#include <vector>

namespace fluoroscope {

class Intake : public SegmentSink {
public:
    // What may wait: enough for a burst of seconds, never the machine's memory.
    static constexpr std::size_t kMaxDocuments = 262144;
    static constexpr qsizetype kMaxBytes = qsizetype(256) << 20;

    bool put(ReceivedDocument&& document) override;

    // Appends up to `limit` documents to `batch`. Waits until there is one, `timeout` is over, or a stop is asked for;
    // then gives a batch `linger` to grow.
    void take(std::vector<ReceivedDocument>& batch, std::size_t limit, std::chrono::milliseconds timeout,
        std::chrono::milliseconds linger, const std::stop_token& stop);
    // Ends a take() that waits.
    void wake();

    [[nodiscard]] std::size_t size() const;
    // How many documents were put and not dropped.
    [[nodiscard]] qint64 accepted() const;
    [[nodiscard]] qint64 dropped() const;

private:
    mutable std::mutex m_mutex;
    std::condition_variable_any m_filled;
    std::deque<ReceivedDocument> m_waiting;
    qsizetype m_bytes = 0;
    qint64 m_accepted = 0;
    qint64 m_dropped = 0;
    std::size_t m_wanted = 1; // documents at which take() is to be woken
    bool m_woken = false;
};

} // namespace fluoroscope
