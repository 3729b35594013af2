// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Takes documents in tests and keeps them.
#pragma once

#include "core/ports/segment_sink.h"

#include <condition_variable>
#include <mutex>
#include <vector>

namespace fluoroscope::test {

class DocumentsSink : public SegmentSink {
public:
    bool put(ReceivedDocument&& document) override
    {
        const std::lock_guard lock(m_mutex);
        m_documents.push_back(std::move(document));
        m_grown.notify_all();
        return true;
    }

    // Waits until `count` have come, ten seconds at most; gives all that are there.
    std::vector<ReceivedDocument> waitFor(std::size_t count)
    {
        std::unique_lock lock(m_mutex);
        m_grown.wait_for(lock, std::chrono::seconds(10), [&] { return m_documents.size() >= count; });
        return m_documents;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_grown;
    std::vector<ReceivedDocument> m_documents;
};

} // namespace fluoroscope::test
