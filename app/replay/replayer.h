// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sends a recording again with its original spacing, another speed, or as fast as it goes.
#pragma once

#include "app/replay/recording.h"
#include "app/replay/replay_options.h"

#include <functional>
#include <stop_token>

namespace fluoroscope {

struct ReplayReport {
    qint64 sent = 0;
    qint64 failed = 0;
    qint64 lost = 0; // on purpose
    Duration late{}; // the most that a datagram was behind its time
};

// Blocks until the recording ends or `stop` is requested. `send` gives false for a datagram that could not be sent. An
// error is the recording's; what was sent before stays sent.
Result<ReplayReport> replay(Recording& recording, const std::function<bool(const QByteArray&)>& send,
    const ReplayOptions& options, const std::stop_token& stop);

} // namespace fluoroscope
