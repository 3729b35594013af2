// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The pieces of an encoded graph, in the order in which encodeGraph() writes them.
#pragma once

#include "core/graph/service_graph.h"

#include <QByteArray>

namespace fluoroscope {

// Never reads past the end: what is missing reads as 0, and ok() turns false.
class GraphReader {
public:
    static constexpr qint64 kVersion = 2;

    explicit GraphReader(QByteArrayView bytes)
        : m_bytes(bytes)
    {
    }

    qint64 number()
    {
        quint64 value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (m_at >= m_bytes.size()) {
                m_ok = false;
                return 0;
            }
            const auto byte = static_cast<quint8>(m_bytes[m_at++]);
            value |= static_cast<quint64>(byte & 0x7F) << shift;
            if (!(byte & 0x80)) {
                break;
            }
        }
        return static_cast<qint64>((value >> 1) ^ (~(value & 1) + 1));
    }

    // A count of things of which each takes at least a byte.
    std::size_t count()
    {
        const qint64 value = number();
        m_ok = m_ok && value >= 0 && value <= m_bytes.size() - m_at;
        return m_ok ? static_cast<std::size_t>(value) : 0;
    }

    QString text()
    {
        const auto size = static_cast<qsizetype>(count());
        QString text = QString::fromUtf8(m_bytes.sliced(m_at, size));
        m_at += size;
        return text;
    }

    ServiceKey key()
    {
        ServiceKey key;
        key.name = text();
        key.type = text();
        key.account = text();
        return key;
    }

    // The key's bytes, unread: equal keys have equal ones.
    QByteArrayView encodedKey()
    {
        const qsizetype begin = m_at;
        for (int part = 0; part < 3; ++part) {
            m_at += static_cast<qsizetype>(count());
        }
        return m_bytes.sliced(begin, m_at - begin);
    }

    void span(Timestamp& first, Timestamp& last)
    {
        const auto begin = static_cast<quint64>(number());
        first = Timestamp(Duration(static_cast<qint64>(begin)));
        last = Timestamp(Duration(static_cast<qint64>(begin + static_cast<quint64>(number()))));
    }

    // Adds to what is there.
    void aliases(std::map<QString, qint64>& calls)
    {
        for (std::size_t i = count(); i > 0 && m_ok; --i) {
            QString alias = text();
            calls[std::move(alias)] += number();
        }
    }

    CallStatistics statistics()
    {
        CallStatistics statistics;
        statistics.ok = number();
        statistics.error = number();
        statistics.throttle = number();
        statistics.fault = number();
        statistics.totalResponseTime = Duration(number());
        responseTimes([&](qint64 milliseconds, qint64 requests) {
            statistics.responseTimes.emplace_hint(statistics.responseTimes.end(), milliseconds, requests);
        });
        return statistics;
    }

    // Calls `visit(milliseconds, requests)` for each entry of a histogram.
    template <typename Visit> void responseTimes(Visit&& visit)
    {
        quint64 milliseconds = 0; // wraps on bytes that are no graph
        for (std::size_t i = count(); i > 0 && m_ok; --i) {
            milliseconds += static_cast<quint64>(number());
            visit(static_cast<qint64>(milliseconds), number());
        }
    }

    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool isWhole() const { return m_ok && m_at == m_bytes.size(); }

private:
    QByteArrayView m_bytes;
    qsizetype m_at = 0;
    bool m_ok = true;
};

} // namespace fluoroscope
