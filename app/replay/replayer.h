// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sends a recording again with its original spacing, another speed, or as fast as it goes.
#pragma once

#include "app/replay/playback.h"

#include <functional>
#include <stop_token>

namespace fluoroscope {

struct ReplayReport {
    qint64 sent = 0;
    qint64 failed = 0;
    qint64 lost = 0; // on purpose
    Duration late{}; // the most that a datagram was behind its time
};

// False: it could not be sent.
using SendDatagram = std::function<bool(const QByteArray& datagram)>;

// Sends what is due now, and counts it.
void sendDue(Playback& playback, const SendDatagram& send, ReplayReport& report);

// Blocks until the recording ends or `stop` is requested. An error is the recording's; what was sent before stays sent.
Result<ReplayReport> replay(
    Recording& recording, const SendDatagram& send, const ReplayOptions& options, const std::stop_token& stop);

} // namespace fluoroscope
