// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The port through which the window drives the replay of a session.
#pragma once

#include "core/time/timestamp.h"

#include <QString>
#include <functional>

namespace fluoroscope {

struct PlaybackStatus {
    bool playing = false; // false at the end, too
    bool ended = false; // all was sent; play() begins anew
    Duration position{}; // in the recording's time, from its first datagram
    Duration length{}; // of the recording; 0: not known
    double speed = 1;
    qint64 sent = 0; // datagrams
    qint64 failed = 0; // datagrams that could not be sent
    QString problem = {}; // why it ended before its end; empty: no problem
};

// All functions: any thread, and none of them waits for the recording or the network.
class PlayerControl {
public:
    virtual ~PlayerControl() = default;

    virtual void play() = 0;
    virtual void pause() = 0;
    virtual void setSpeed(double speed) = 0; // 0.1 to 100 times the original; 0: as fast as it goes
    virtual void seek(Duration position) = 0;
    [[nodiscard]] virtual PlaybackStatus status() const = 0;
    // `changed` is called on the player's thread when it began, paused, ended or moved, and at most ten times a second
    // while it plays. Null ends it, and waits for a call that is under way.
    virtual void onChanged(std::function<void()> changed) = 0;
};

} // namespace fluoroscope
