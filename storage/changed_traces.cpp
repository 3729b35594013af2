// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/changed_traces.h"

namespace fluoroscope {

namespace {
constexpr std::size_t kMostRows = 100'000; // 800 kB; with more, making anew is hardly longer
}

void ChangedTraces::start(qint64 state)
{
    const std::scoped_lock lock(m_mutex);
    m_first = state;
    m_steps.clear();
    m_rows = 0;
}

void ChangedTraces::add(qint64 state, const std::vector<int64_t>& rows)
{
    const std::scoped_lock lock(m_mutex);
    if (m_steps.empty() || m_steps.back().state != state) {
        m_steps.push_back({state, {}});
    }
    std::vector<int64_t>& all = m_steps.back().rows;
    all.insert(all.end(), rows.begin(), rows.end());
    m_rows += rows.size();
    while (m_rows > kMostRows && m_steps.size() > 1) {
        m_first = m_steps.front().state;
        m_rows -= m_steps.front().rows.size();
        m_steps.pop_front();
    }
}

std::optional<std::vector<int64_t>> ChangedTraces::between(qint64 from, qint64 to) const
{
    const std::scoped_lock lock(m_mutex);
    if (!m_first || from < *m_first || to < from) {
        return std::nullopt;
    }
    std::vector<int64_t> rows;
    for (const Step& step : m_steps) {
        if (step.state > from && step.state <= to) {
            rows.insert(rows.end(), step.rows.begin(), step.rows.end());
        }
    }
    return rows;
}

} // namespace fluoroscope
