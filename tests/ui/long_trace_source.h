// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A list of traces for tests of the window that is as long as one likes.
#pragma once

#include "tests/ui/fake_trace_source.h"

#include <atomic>

namespace fluoroscope::test {

// Its traces are made up when they are asked for: number n starts n seconds after the epoch of the session.
class LongTraceSource : public FakeTraceSource {
public:
    explicit LongTraceSource(qint64 count)
        : m_count(count)
    {
    }

    void setCount(qint64 count) { m_count = count; }
    [[nodiscard]] static TraceRow rowOf(qint64 number);
    Result<TracePage> traces(const TraceQuery& query, std::stop_token) override;
    [[nodiscard]] int asked() const { return m_asked; }

private:
    std::atomic<qint64> m_count;
    std::atomic<int> m_asked = 0;
};

} // namespace fluoroscope::test
