// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How a recording is to be sent again: how fast, with whose ids and times, and what shall go wrong on the way.
#pragma once

#include "core/time/timestamp.h"

namespace fluoroscope {

// What a network does to datagrams. Shares are from 0 to 1, of the datagrams, each decided for itself.
struct TroubleOptions {
    double loss = 0; // never sent
    double duplicate = 0; // sent twice
    double reorder = 0; // sent after one to eight later ones
    Duration delay{}; // each is late by up to this, which lets others overtake it; not without pauses between them
    quint64 seed = 1; // the same seed makes the same trouble of the same recording
};

struct ReplayOptions {
    double speed = 1; // 2: twice as fast; 0: without any waiting
    bool restamp = false; // new ids and current times
    quint64 key = 0; // of the new ids; 0: a random one
    TroubleOptions trouble = {};
};

} // namespace fluoroscope
