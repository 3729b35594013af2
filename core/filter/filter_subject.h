// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What filter expressions ask of a trace. Each fact is computed when it is first asked for, and kept, so that many
// expressions on one trace cost little more than one.
#pragma once

#include "core/filter/filter_expression.h"
#include "core/trace/root_cause.h"
#include "core/trace/trace_summary.h"

#include <optional>

namespace fluoroscope {

// Not for several threads at once.
class FilterSubject {
public:
    // `trace` has to outlive the subject.
    explicit FilterSubject(const Trace& trace)
        : m_trace(trace)
    {
    }

    // A node of the trace's map, once for each segment that it stands for.
    struct Node {
        ServiceKey service;
        std::int32_t segment = -1; // -1: known by a link only
        bool isEntryPoint = false; // the segment was not called by anything known
        bool isClient = false; // of the entry point's client; `segment` is then the entry point's
    };
    // An edge of the trace's map, once for each call.
    struct Call {
        ServiceKey from;
        ServiceKey to;
        std::int32_t seen = -1; // the caller's subsegment; without one the callee's segment; -1: a link
    };

    [[nodiscard]] const Trace& trace() const { return m_trace; }
    [[nodiscard]] const TraceSummary& summary() const;
    [[nodiscard]] const std::vector<Node>& nodes() const;
    [[nodiscard]] const std::vector<Call>& calls() const;
    [[nodiscard]] const std::optional<RootCause>& rootCause(RootCauseKind kind) const;
    // All kinds of root causes in the shape of GetTraceSummaries.
    [[nodiscard]] const QJsonArray& rootCausesJson() const;

private:
    struct Map {
        std::vector<Node> nodes;
        std::vector<Call> calls;
    };
    const Map& map() const;
    void addTopLevel(Map& map, std::int32_t index, const std::vector<ServiceKey>& owners) const;

    const Trace& m_trace;
    mutable std::optional<TraceSummary> m_summary;
    mutable std::optional<Map> m_map;
    mutable std::optional<std::optional<RootCause>> m_rootCauses[3]; // by RootCauseKind
    mutable std::optional<QJsonArray> m_rootCausesJson;
};

} // namespace fluoroscope
