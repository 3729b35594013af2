// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Segment documents as the Node.js SDK sends them, as many as wanted, each with ids and times of its own.
#pragma once

#include "core/time/timestamp.h"

#include <QByteArray>
#include <functional>
#include <vector>

namespace fluoroscope::bench {

// Four documents in a row make a trace of 14 (sub)segments: service-a calls DynamoDB twice and service-b, which calls
// service-c, which calls DynamoDB twice and service-d. 1.15 KB is the average, as captured. Durations vary from trace
// to trace.
class Documents {
public:
    static constexpr qint64 kPerTrace = 4;
    static constexpr qint64 kSegmentsPerTrace = 14;

    // Traces begin at `first` and then every `step`. Two objects with different `first` make different ids.
    Documents(Timestamp first, Duration step);

    // Document number `index`, without the daemon's header.
    [[nodiscard]] QByteArray document(qint64 index) const;

private:
    struct Piece {
        enum class Kind : std::uint8_t { Text, TraceId, Id, Parent, Name, Time } kind = Kind::Text;
        QByteArray text;
        int number = 0; // of the id within the document, or milliseconds since its start
    };
    static std::vector<Piece> parse(QByteArrayView form);

    qint64 m_first; // µs since the epoch
    qint64 m_step; // µs
    std::vector<Piece> m_caller;
    std::vector<Piece> m_callee;
};

// One trace of `segments` (sub)segments in few documents, as a streaming SDK sends it: a root with subsegments, each of
// which calls a service whose document has ninety-nine subsegments.
std::vector<QByteArray> largeTrace(int segments);

// One trace of a million (sub)segments or more as SDKs stream it: services in a chain, of whose segments each is a
// document of up to 64 KB with 160 subsegments, three deep, and forty more subsegments sent alone before it. Half of
// them are calls, of AWS, HTTP and SQL, with what SDKs record of them; some failed, some have annotations and metadata.
class StreamedTrace {
public:
    explicit StreamedTrace(qint64 segments)
        : m_segments(segments)
    {
    }
    void forEachDocument(const std::function<void(const QByteArray&)>& take) const;

private:
    qint64 m_segments;
};

} // namespace fluoroscope::bench
