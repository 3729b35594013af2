// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The critical path of a trace: which work its end had to wait for. Anything else could have been faster without the
// request being answered sooner.
#pragma once

#include "core/trace/trace.h"

#include <stop_token>

namespace fluoroscope {

struct CriticalPiece {
    std::int32_t segment = -1; // index into Trace::segments
    Timestamp begin;
    Timestamp end;
    bool operator==(const CriticalPiece&) const = default;
};

// From the root's start to its end without gaps or overlaps, in order of time; empty where the trace has no root, where
// the root took no time, and when it was stopped. Work that outlasts who started it (asynchronous calls) was not waited
// for, and is not on it. Nor is an inferred segment: its call stands for it.
std::vector<CriticalPiece> criticalPath(const Trace& trace, const std::stop_token& stop = std::stop_token());

} // namespace fluoroscope
