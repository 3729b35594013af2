// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which documents are forwarded: those of traces that match a filter expression, and of a share of the traces.
//
// Of both, whole traces are taken or left. The share is decided by the trace id alone, so that it is the same on every
// machine and after every restart. A filter speaks of a trace, and no trace is ever known to be complete: therefore a
// document waits until it has been here for a time (ten seconds), and then goes if the trace, as it is known by then,
// matches. What comes of it later goes along. A document whose trace cannot be read goes only where there is neither
// filter nor share.
#pragma once

#include "core/filter/filter_expression.h"
#include "core/ports/document_source.h"
#include "core/ports/trace_source.h"

#include <stop_token>
#include <unordered_map>

namespace fluoroscope {

// Of one thread.
class ForwardSelection {
public:
    // `filter` names no groups; an empty one is met by every trace. `share` is from 0 to 1.
    ForwardSelection(FilterExpression filter, double share, TraceSource& traces);

    [[nodiscard]] bool hasFilter() const { return !m_filter.isEmpty(); }
    [[nodiscard]] bool takesAll() const { return !hasFilter() && m_share >= 1; }
    // `json` is the document within `received`, which is indexed already where there is a filter.
    bool takes(const ReceivedDocument& received, const QByteArray& json, const std::stop_token& stop);

    // Where in [0, 1) the trace is, deterministically; shares above that take it.
    static double placeOf(const TraceId& trace);

private:
    struct Judgement {
        bool isTaken = false;
        Timestamp time; // what was received before was looked at
    };
    bool judge(const TraceId& trace, Timestamp received, const std::stop_token& stop);

    FilterExpression m_filter;
    double m_share;
    TraceSource& m_traces;
    std::unordered_map<TraceId, Judgement> m_judged;
};

} // namespace fluoroscope
