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

// The way to where the root's response time went: from the root on along the longest part while that makes up more than
// half of the whole around it. Nothing while the root is in progress. X-Ray gives one for slow traces only, by a
// measure that it does not publish; this gives one for every trace.
std::optional<RootCause> responseTimeRootCause(const Trace& trace);

// The share of the root's response time that `entity` took, 0 to 1, to three decimals as X-Ray tells it.
double coverageOf(const Trace& trace, std::int32_t entity);

} // namespace fluoroscope
