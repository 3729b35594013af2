// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A trace's timeline, small enough for a row of a list: a few lines of a few cells.
#pragma once

#include "core/trace/trace.h"

#include <array>
#include <optional>

namespace fluoroscope {

struct TraceShape {
    static constexpr int kMostLines = 6;
    static constexpr int kCells = 64; // from the trace's start to its end

    // The worst outcome of what was at work in the cell; nothing where nothing was.
    using Line = std::array<std::optional<Outcome>, kCells>;
    std::array<Line, kMostLines> lines{};
    int count = 0; // of the lines
    bool operator==(const TraceShape&) const = default;
};

// The (sub)segments in their order, one to a line, or several where there are more than lines; without those that are
// inferred, which are drawn as their calls already.
TraceShape shapeOf(const Trace& trace);

} // namespace fluoroscope
