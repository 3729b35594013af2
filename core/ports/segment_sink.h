// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The port through which documents come in, from wherever they come.
#pragma once

#include "core/time/timestamp.h"

#include <QByteArray>
#include <QString>

namespace fluoroscope {

enum class Transport : std::uint8_t { Udp = 1, Tcp = 2, Import = 3, Replay = 4 };

// Bytes as they arrived: a whole datagram with the daemon's header over UDP, the document alone otherwise.
struct ReceivedDocument {
    QByteArray bytes;
    Timestamp received;
    Transport transport = Transport::Udp;
    QString sender; // "127.0.0.1:41234", or the file that was imported
};

class SegmentSink {
public:
    virtual ~SegmentSink() = default;
    // Never blocks and never parses; any thread. False: the queue is full, the document was counted as dropped.
    virtual bool put(ReceivedDocument&& document) = 0;
};

} // namespace fluoroscope
