// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A recording in memory.
#pragma once

#include "app/replay/recording.h"

#include <algorithm>
#include <vector>

namespace fluoroscope::test {

class ListRecording : public Recording {
public:
    explicit ListRecording(std::vector<RecordedDatagram> datagrams)
        : m_datagrams(std::move(datagrams))
    {
    }

    Result<std::optional<RecordedDatagram>> next() override
    {
        return m_next < m_datagrams.size() ? std::optional(m_datagrams[m_next++]) : std::nullopt;
    }
    std::optional<TimeRange> extent() override
    {
        return m_datagrams.empty() ? std::nullopt
                                   : std::optional(TimeRange{m_datagrams.front().time, m_datagrams.back().time});
    }
    Result<void> seek(Timestamp time) override
    {
        const auto found = std::find_if(
            m_datagrams.begin(), m_datagrams.end(), [time](const RecordedDatagram& each) { return each.time >= time; });
        m_next = static_cast<std::size_t>(found - m_datagrams.begin());
        return {};
    }

private:
    std::vector<RecordedDatagram> m_datagrams;
    std::size_t m_next = 0;
};

} // namespace fluoroscope::test
