// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The order in which the console lists a trace: a header for each service, its segments below, their subsegments as a
// tree.
#pragma once

#include "core/graph/service_graph.h"
#include "core/trace/trace.h"

namespace fluoroscope {

struct TimelineGroup {
    ServiceKey service;
    bool inferred = false; // no segment of it was sent
    std::vector<std::int32_t> segments; // indices of top-level segments, in the trace's order
};

// Segments of equal service share one group, in the order of the first; inferred services come last (reference 3.8).
std::vector<TimelineGroup> timelineGroups(const Trace& trace);

// What a row says beside its bar, as the console does: "GET host/path", "GetItem: orders", or nothing.
QString callLabel(const Segment& segment);

} // namespace fluoroscope
