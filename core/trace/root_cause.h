// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where a trace's fault or error began, or its time went: X-Ray's root causes (reference 5.4).
#pragma once

#include "core/graph/service_key.h"
#include "core/trace/trace.h"

#include <optional>

namespace fluoroscope {

// One service on the way from the entry point to the culprit, with the entities passed through in it.
struct RootCauseService {
    ServiceKey service;
    bool inferred = false;
    std::vector<std::int32_t> entities; // indices into Trace::segments: the segment itself, then subsegments downwards
};

struct RootCause {
    std::vector<RootCauseService> services; // from the entry point to the farthest downstream
    bool clientImpacting = false; // the root segment ended so, too
};

// The way to the first of the deepest entities that ended in `outcome` (Fault or Error); nothing where none did.
// X-Ray does not publish its own algorithm.
std::optional<RootCause> rootCause(const Trace& trace, Outcome outcome);

// X-Ray gives a root cause of the response time as a warning, for slow traces only, by a measure that it does not
// publish: of its answers that others published, those of 0.4 and 1.2 seconds have none, those from 2.8 seconds on do.
inline constexpr Duration kSlowResponse = std::chrono::seconds(2);

// The way to where the root's response time went: from the root on along the longest part while that makes up more than
// half of the whole around it. Nothing where the root is in progress, or faster than kSlowResponse.
std::optional<RootCause> responseTimeRootCause(const Trace& trace);

// The share of the root's response time that `entity` took, 0 to 1, to three decimals as X-Ray tells it. A segment took
// at least as long as its longest subsegment: a Lambda function's Initialization ends before the function's segment
// starts.
double coverageOf(const Trace& trace, std::int32_t entity);

} // namespace fluoroscope
