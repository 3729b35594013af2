// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where a failure began: exceptions followed by id, and faults followed down the calls, across all segments of a trace.
#pragma once

#include "core/trace/trace.h"

#include <vector>

namespace fluoroscope {

struct RecordedException {
    std::int32_t segment = -1; // index of the (sub)segment that recorded it; -1: none
    const Exception* exception = nullptr; // of the trace that was asked

    [[nodiscard]] bool isNull() const { return exception == nullptr; }
};

// The exception with `id`, wherever in the trace it was recorded.
RecordedException findException(const Trace& trace, const QString& id);

// What segment `index` recorded, outermost first; then what it refers to elsewhere, down to the last known cause.
std::vector<RecordedException> causeChain(const Trace& trace, std::int32_t index);

// The deepest exception behind the fault or error of segment `index`, where that is another segment's; null where there
// is none: the end of its cause chain, else the end of the longest run of failed calls below it.
RecordedException rootCause(const Trace& trace, std::int32_t index);

} // namespace fluoroscope
