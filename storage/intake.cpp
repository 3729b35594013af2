// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/intake.h"

namespace fluoroscope {

bool Intake::put(ReceivedDocument&& document)
{
    bool enough = false;
    {
        const std::scoped_lock lock(m_mutex);
        if (m_waiting.size() >= kMaxDocuments || m_bytes + document.bytes.size() > kMaxBytes) {
            ++m_dropped;
            return false;
        }
        ++m_accepted;
        m_bytes += document.bytes.size();
        m_waiting.push_back(std::move(document));
        enough = m_waiting.size() == m_wanted;
    }
    if (enough) {
        m_filled.notify_one();
    }
    return true;
}

void Intake::take(std::vector<ReceivedDocument>& batch, std::size_t limit, std::chrono::milliseconds timeout,
    std::chrono::milliseconds linger, const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    m_wanted = 1;
    m_filled.wait_for(lock, stop, timeout, [&] { return !m_waiting.empty() || m_woken; });
    if (!m_waiting.empty() && m_waiting.size() < limit && !m_woken) {
        m_wanted = limit;
        m_filled.wait_for(lock, stop, linger, [&] { return m_waiting.size() >= limit || m_woken; });
    }
    m_woken = false;
    while (!m_waiting.empty() && batch.size() < limit) {
        m_bytes -= m_waiting.front().bytes.size();
        batch.push_back(std::move(m_waiting.front()));
        m_waiting.pop_front();
    }
}

void Intake::wake()
{
    {
        const std::scoped_lock lock(m_mutex);
        m_woken = true;
    }
    m_filled.notify_one();
}

std::size_t Intake::size() const
{
    const std::scoped_lock lock(m_mutex);
    return m_waiting.size();
}

qint64 Intake::accepted() const
{
    const std::scoped_lock lock(m_mutex);
    return m_accepted;
}

qint64 Intake::dropped() const
{
    const std::scoped_lock lock(m_mutex);
    return m_dropped;
}

} // namespace fluoroscope
