// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Makes a recorded document into one of today: moves its times and gives it new ids, the same new one for the same old
// one everywhere.
#pragma once

#include "core/segment/ids.h"
#include "core/time/timestamp.h"

#include <QByteArray>
#include <QByteArrayView>

namespace fluoroscope {

class Restamp {
public:
    // Documents that belong together take the same `key`. The epoch part of trace ids moves as in a replay that begins
    // with what is of time `from` at time `to`, with this speed; 0: all of it at once.
    Restamp(quint64 key, Timestamp from, Timestamp to, double speed = 1);

    // `document` with times moved by `offset` and with new trace, segment and exception ids, wherever it refers to
    // them. All else stays byte for byte, annotations and metadata among it; so does the whole of what is not JSON.
    [[nodiscard]] QByteArray operator()(const QByteArray& document, Duration offset) const;

    [[nodiscard]] SegmentId map(SegmentId id) const;
    [[nodiscard]] TraceId map(const TraceId& id) const;

private:
    quint64 m_key;
    qint64 m_from; // epoch seconds
    qint64 m_to;
    double m_speed;
};

// What a replay asks of a document.
struct DocumentStamp {
    TraceId traceId; // null: none was found
    Timestamp end{}; // the end of its segment, or its start while in progress; the epoch: none was found
};
DocumentStamp stampOf(QByteArrayView document);

} // namespace fluoroscope
