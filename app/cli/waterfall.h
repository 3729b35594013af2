// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A trace's timeline as text.
#pragma once

#include "core/trace/trace.h"

namespace fluoroscope {

struct WaterfallStyle {
    int width = 100; // columns, at least 60
    bool ascii = false;
    bool colour = false;
};

// Two lines about the trace, then a row for each service, segment and subsegment: tree, mark, code, duration, bar.
QString waterfall(const Trace& trace, const WaterfallStyle& style);

} // namespace fluoroscope
