// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// When a (sub)segment happened and how it ended: all that its bar in the timeline needs.
#pragma once

#include "core/segment/segment.h"

namespace fluoroscope {

struct TimelineBar {
    Duration begin{}; // since the trace's start
    Duration end{}; // of a segment in progress: the trace's; never before `begin`
    Outcome outcome = Outcome::Ok;
    Outcome worst = Outcome::Ok; // of the segment and everything in it

    [[nodiscard]] Duration length() const { return end - begin; }
};

} // namespace fluoroscope
