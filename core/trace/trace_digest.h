// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a page says of a whole trace: computed once and where there is time, since looking at a million segments takes
// longer than a window may stand still.
#pragma once

#include "core/graph/service_graph.h"
#include "core/trace/trace_summary.h"

#include <memory>
#include <unordered_map>

namespace fluoroscope {

struct Trace;

struct TraceDigest {
    TraceRow row;
    ServiceGraph graph;
    std::unordered_map<ServiceKey, std::int32_t> services; // each with the index of its first top-level segment
    std::int32_t ofInterest = -1; // index of the first segment that faulted, else the root
    std::vector<std::int32_t> failed; // indices of the segments that did not end well, ascending
    std::vector<std::int32_t> causes; // indices of the segments with exceptions, or a reference to one, ascending
};

// Trace::digest where it is there; otherwise made now.
std::shared_ptr<const TraceDigest> digestOf(const Trace& trace);

} // namespace fluoroscope
