// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Large traces of several shapes, made in memory, for the benchmark of the timeline.
#pragma once

#include "core/trace/trace.h"

#include <memory>

namespace fluoroscope::bench {

enum class TraceShape : std::uint8_t {
    Wide, // one parent, equal children one after another
    Deep, // each within the one before
    Mixed, // jobs of steps of calls, by several services' names
    Parallel, // one parent, children that begin and end anywhere
};

// `count` subsegments in one segment; one in ten thousand fails.
std::shared_ptr<const Trace> traceOf(TraceShape shape, int count);

} // namespace fluoroscope::bench
