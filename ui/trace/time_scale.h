// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The time axis as pure functions: where a moment lies in pixels, and what zooming, panning and ticking make of the
// visible part.
#pragma once

#include "core/time/timestamp.h"

#include <QString>

namespace fluoroscope {

// The visible part of a trace, in time since its start. `end` is always after `begin`.
struct TimeWindow {
    Duration begin{};
    Duration end{1};

    [[nodiscard]] Duration length() const { return end - begin; }
    bool operator==(const TimeWindow&) const = default;
};

// Pixels from the axis' left edge for `time`, and back; outside of [0, width] where `time` is outside of the window.
double timeToX(Duration time, TimeWindow window, double width);
Duration xToTime(double x, TimeWindow window, double width);

// The whole of a trace of `total`: never shorter than a microsecond.
TimeWindow wholeWindow(Duration total);
// `window` scaled by `factor` (below 1: closer) so that `about` stays where it is; within [0, total] and not below 10
// µs.
TimeWindow zoomed(TimeWindow window, Duration total, double factor, Duration about);
// `window` moved by `by`, no further than the ends of [0, total].
TimeWindow panned(TimeWindow window, Duration total, Duration by);

// The smallest of 1, 2, 5 · 10ⁿ µs whose ticks are `gap` pixels apart or more.
Duration tickStep(TimeWindow window, double width, double gap);
// "200 ms", "1.2 s": as many decimals as ticks of `step` need to differ.
QString tickLabel(Duration time, Duration step);

} // namespace fluoroscope
