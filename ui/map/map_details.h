// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the map's side panel says about a node or an edge beyond what the graph holds: how it went over time, which URLs
// led there, on which instances it runs.
#pragma once

#include "core/ports/trace_source.h"
#include "ui/frame/activity_grid.h"
#include "ui/map/map_scene.h"

#include <variant>

namespace fluoroscope {

using MapSubject = std::variant<std::monostate, ServiceKey, MapEdgeKey>;

// What only traces that pass the subject meet; empty for none.
FilterExpression clauseOf(const MapSubject& subject);

struct MapDetails {
    ActivityGrid grid;
    std::vector<ActivityBucket> rates; // of the subject's requests or calls
    qint64 traces = 0; // that pass it
    std::vector<FacetValue> urls; // of those, the most frequent first
    std::vector<FacetValue> instances; // of a service, in its newest traces
    bool hasInstances = false; // whether it was asked for them; else the former ones hold
};

// Asks `source` about `subject` within `selection`, which is bounded as `range` is. `instances`: reads the newest
// traces, too.
Result<MapDetails> mapDetails(TraceSource& source, const TraceSelection& selection, const TimeRange& range,
    const MapSubject& subject, bool instances, const std::stop_token& stop);

// "i-0ab…" of EC2, a pod of EKS, a container of ECS or Docker: what its document says; empty where it says nothing.
QString instanceIn(const QByteArray& document);

} // namespace fluoroscope
