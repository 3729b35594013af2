// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What can be played again: datagrams with the time at which each came, from a capture file or a session's journal.
#pragma once

#include "core/result.h"
#include "core/time/timestamp.h"

#include <QByteArray>
#include <memory>
#include <optional>

namespace fluoroscope {

struct RecordedDatagram {
    Timestamp time; // of its arrival; of the segment's end where the document was imported
    QByteArray datagram; // with its header
};

class Recording {
public:
    virtual ~Recording() = default;
    // In the order of `time`; nothing after the last one.
    virtual Result<std::optional<RecordedDatagram>> next() = 0;
    // From the first datagram's time to the last one's; nothing where that cannot be told, as of a pipe.
    virtual std::optional<TimeRange> extent() = 0;
    // next() gives the first datagram that is not before `time`. Only where there is an extent.
    virtual Result<void> seek(Timestamp time) = 0;
};

// A file with a line {"t": epoch seconds, "d": datagram} for each. The error of a line that is none names it.
Result<std::unique_ptr<Recording>> openCapture(const QString& file);
// A session file, opened for reading.
Result<std::unique_ptr<Recording>> openSessionRecording(const QString& file);
// One or the other, by what is in the file.
Result<std::unique_ptr<Recording>> openRecording(const QString& file);

// The line of a capture file; nothing where `line` is none.
std::optional<RecordedDatagram> parseCaptureLine(QByteArrayView line);

} // namespace fluoroscope
