// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How long to wait before the next attempt: a random time of a span that doubles, "full jitter", so that many who wait
// for the same upstream do not come back at once.
#pragma once

#include "core/time/timestamp.h"

#include <QRandomGenerator>

#include <algorithm>

namespace fluoroscope {

class Backoff {
public:
    explicit Backoff(Duration base = std::chrono::milliseconds(100), Duration most = std::chrono::seconds(20))
        : m_base(base)
        , m_most(most)
    {
    }

    // Who is throttled begins with a longer span.
    Duration next(bool isThrottled)
    {
        const Duration span =
            std::min<Duration>(m_most, (isThrottled ? kThrottledFactor * m_base : m_base) * (1LL << m_attempt));
        m_attempt = std::min(m_attempt + 1, 20);
        return Duration(QRandomGenerator::global()->bounded(static_cast<quint64>(span.count()) + 1));
    }
    void reset() { m_attempt = 0; }

private:
    static constexpr int kThrottledFactor = 10;

    Duration m_base;
    Duration m_most;
    int m_attempt = 0;
};

} // namespace fluoroscope
