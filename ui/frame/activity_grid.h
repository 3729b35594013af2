// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which intervals the activity strip counts, and where its time labels stand.
#pragma once

#include "ui/frame/scope.h"

#include <vector>

namespace fluoroscope {

// Whole steps, aligned to the clock: bars keep their counts while the strip moves on.
struct ActivityGrid {
    TimeRange range;
    Duration step = std::chrono::seconds(1);
    bool operator==(const ActivityGrid&) const = default;
};

// What the strip shows around `scope`: as much again before it, so that there is a past to choose from. Open-ended
// where everything is to be shown.
TimeRange activityContext(const Scope& scope, Timestamp now);

// The finest grid over `range` that has at most `mostBars` bars. `range` must be bounded.
ActivityGrid activityGrid(TimeRange range, int mostBars);

// What of the strip is in `scope`; null: all of it. In whole bars while it is live: they step on, and it stands still.
std::optional<TimeRange> activitySelection(const Scope& scope, const ActivityGrid& grid);

// Round local times within `range`, at most `most` of them, all one step apart.
struct TimeTicks {
    std::vector<Timestamp> times;
    Duration step{};
};
TimeTicks timeTicks(TimeRange range, int most);

// "14:46", with seconds or the date where `step` needs them.
QString tickLabel(Timestamp time, Duration step);

} // namespace fluoroscope
