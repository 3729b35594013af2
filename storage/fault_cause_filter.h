// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Knows the conditions about root causes that can be looked up: those that the window's refiners make.
#pragma once

#include "storage/trace_facts.h"

#include <optional>

namespace fluoroscope {

struct FaultCauseValue {
    ValueKind kind = ValueKind::FaultCause;
    QString name;
};

// The value that the traces which meet `condition` have, and no others; none where only the trace itself tells.
std::optional<FaultCauseValue> faultCauseValue(const RootCauseCondition& condition);
// The bit in the flags of a trace that has a root cause of the kind.
int flagOf(RootCauseKind kind);

} // namespace fluoroscope
