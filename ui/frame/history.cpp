// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/history.h"

namespace fluoroscope {

namespace {
constexpr std::size_t kMostPlaces = 200;
}

void History::go(const Location& location)
{
    if (location == current()) {
        return;
    }
    m_places.resize(m_at + 1);
    m_places.push_back(location);
    if (m_places.size() > kMostPlaces) {
        m_places.erase(m_places.begin());
    }
    m_at = m_places.size() - 1;
}

} // namespace fluoroscope
