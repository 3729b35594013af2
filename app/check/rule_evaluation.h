// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Decides whether rules hold of the traces that a source has, and names the traces that break them.
#pragma once

#include "app/check/rule.h"
#include "core/group/trace_group.h"
#include "core/ports/trace_source.h"

namespace fluoroscope {

// A trace that shows why a rule is broken.
struct Evidence {
    TraceId trace;
    QString what; // "3 calls"; empty where the trace says it all
};

struct Verdict {
    Rule rule;
    bool holds = true;
    QString found; // what there is, in words: "2 of 10 traces have more than 1 call"
    std::vector<Evidence> evidence; // kMostEvidence at most; of broken rules
    Duration took{};

    static constexpr std::size_t kMostEvidence = 5;
};

// Of the traces in `range`. A rule that is about each trace, or about times, is broken where its filter selects none:
// there is nothing to judge by. So is a list of rules, by a verdict of its own that comes first, where no trace came at
// all and no rule counts all traces. Filters may name `groups`.
Result<std::vector<Verdict>> checkRules(TraceSource& source, const TimeRange& range,
    const std::vector<TraceGroup>& groups, const std::vector<Rule>& rules);

} // namespace fluoroscope
