// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Insights: spans of time in which services failed more often than was to be expected, and the service where that began
// (reference 5.10). X-Ray does not publish how it finds its own; how these are found stands at insightsOf().
#pragma once

#include "core/ports/trace_source.h"

namespace fluoroscope {

struct ImpactStatistics {
    qint64 faults = 0;
    qint64 ok = 0; // neither faults nor errors
    qint64 total = 0;
    bool operator==(const ImpactStatistics&) const = default;
};

// What an insight, or one state of it, says.
struct InsightState {
    QString summary; // sentences for a person
    ImpactStatistics clients; // requests of clients that led to the root cause
    ImpactStatistics rootCause; // requests to it
    std::vector<ServiceKey> anomalous; // the most faults first, at most five
};

struct InsightEvent {
    Timestamp time; // the end of the minute that it takes in
    InsightState state; // of the insight from its start to `time`
};

struct Insight {
    QString id; // a UUID; the same whenever it is found again
    ServiceKey rootCause;
    Timestamp start;
    Timestamp end; // of the last anomalous minute
    bool active = false; // it may go on: anomalies are at most five minutes old
    InsightState state;
    std::vector<InsightEvent> events; // by time: one for each anomalous minute
};

// Insights of a series of graphs, of a minute each, by start. `scope` (a group's name) becomes part of the ids; `now`
// is when the series ends.
//
// A service is anomalous in a minute in which its faults are above faultForecast() and three at least. Anomalies belong
// to one insight while no more than five minutes pass between them and the services call one another. One minute that
// is a little above is likely chance, so that there have to be two, or more than twice the faults. The root cause is
// the anomalous service that calls no other anomalous one; of several, the one with the most faults.
std::vector<Insight> insightsOf(const std::vector<GraphBucket>& minutes, const QString& scope, Timestamp now);

// What leads to `key` in `graph`: the service itself and all that call it, directly or not, the clients among them.
ServiceGraph upstreamOf(const ServiceGraph& graph, const ServiceKey& key);

} // namespace fluoroscope
