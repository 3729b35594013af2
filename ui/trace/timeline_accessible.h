// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tells screen readers the timeline's rows: names, levels, folds and what each says.
#pragma once

#include <QAccessible>

namespace fluoroscope {

class TimelineCanvas;

// Once for the application; further calls do nothing.
void installTimelineAccessibility();
// Says that the keyboard is on visible row `row` of `canvas`; -1: on none.
void announceTimelineFocus(TimelineCanvas* canvas, int row);
// Says that visible row `row` was folded or unfolded.
void announceTimelineFold(TimelineCanvas* canvas, int row);

} // namespace fluoroscope
