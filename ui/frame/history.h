// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the window is, and where it was: Back and Forward over pages and scopes, as in a browser.
#pragma once

#include "core/segment/ids.h"
#include "ui/frame/scope.h"

#include <vector>

namespace fluoroscope {

enum class PageKind : std::uint8_t { Map, Traces, Trace };

struct Location {
    PageKind page = PageKind::Map;
    TraceId trace; // of the Trace page
    Scope scope;
    bool operator==(const Location&) const = default;
};

class History {
public:
    explicit History(Location start = {})
        : m_places{std::move(start)}
    {
    }

    [[nodiscard]] const Location& current() const { return m_places[m_at]; }
    [[nodiscard]] bool canGoBack() const { return m_at > 0; }
    [[nodiscard]] bool canGoForward() const { return m_at + 1 < m_places.size(); }

    // A step that Back undoes; forgets what lay forward. Going to where one is already is no step.
    void go(const Location& location);
    // A change that is no step of its own, such as a pause.
    void replace(const Location& location) { m_places[m_at] = location; }
    void back() { m_at -= canGoBack() ? 1U : 0U; }
    void forward() { m_at += canGoForward() ? 1U : 0U; }

private:
    std::vector<Location> m_places;
    std::size_t m_at = 0;
};

} // namespace fluoroscope
