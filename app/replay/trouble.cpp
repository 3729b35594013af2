// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/replay/trouble.h"

namespace fluoroscope {

namespace {

constexpr int kMostOvertakers = 8;

} // namespace

Trouble::Trouble(const TroubleOptions& options)
    : m_options(options)
    , m_random(options.seed)
{
}

Trouble::Fate Trouble::next()
{
    // All lots are drawn for each datagram, used or not. Statements, because arguments are in no order.
    const bool isLost = lot() < m_options.loss;
    const bool isDoubled = lot() < m_options.duplicate;
    const bool isOvertaken = lot() < m_options.reorder;
    const double overtakers = lot();
    Fate fate;
    fate.copies = isLost ? 0 : isDoubled ? 2 : 1;
    fate.overtakers = isOvertaken ? 1 + static_cast<int>(overtakers * kMostOvertakers) : 0;
    for (Duration& delay : fate.delay) {
        delay = Duration(static_cast<qint64>(lot() * static_cast<double>(m_options.delay.count())));
    }
    return fate;
}

double Trouble::lot()
{
    // The standard prescribes what the engine gives, but not what its distributions make of it.
    return static_cast<double>(m_random() >> 11) * 0x1p-53;
}

} // namespace fluoroscope
