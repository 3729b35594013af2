// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Decides what a bad network does to each datagram. It draws lots, and the same seed draws the same ones.
#pragma once

#include "app/replay/replay_options.h"

#include <array>
#include <random>

namespace fluoroscope {

class Trouble {
public:
    explicit Trouble(const TroubleOptions& options);

    struct Fate {
        int copies = 1; // 0: lost
        int overtakers = 0; // later datagrams that are sent before it
        std::array<Duration, 2> delay{}; // of each copy
    };
    // Of the next datagram. Whether it is lost does not depend on the other shares.
    Fate next();

private:
    double lot(); // in [0, 1)

    TroubleOptions m_options;
    std::mt19937_64 m_random;
};

} // namespace fluoroscope
