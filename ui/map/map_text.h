// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the trace map says in words: under nodes, on edges, in tooltips and to screen readers.
#pragma once

#include "core/graph/service_graph.h"
#include "core/segment/segment.h"

#include <QStringList>

namespace fluoroscope {

// The part of a node's name that tells it from others: "Client", the last part of a queue's URL or of an ARN, else the
// name.
QString mapName(const ServiceKey& key);

// The worst that happened: fault, throttle, error, else ok.
Outcome worstOutcome(const CallStatistics& statistics);
// The outcomes that occurred, in the order of rings, chips and words: ok, error, fault, throttle.
struct OutcomeShare {
    Outcome outcome;
    double share; // 0 to 1
};
std::vector<OutcomeShare> outcomeShares(const CallStatistics& statistics);
// "85 % OK", "4 % error".
QString shareText(const OutcomeShare& share);

// Rates are over `minutes`, the length of the window; 0 leaves them out.
QString durationText(const CallStatistics& statistics); // "209 ms", "in progress" while nothing has completed
QString rateText(qint64 count, double minutes); // "26/min"; empty without minutes
QString edgeText(const Edge& edge, double minutes); // "114 ms · 26/min"
QString nodeTip(const Service& service, double minutes, bool pinned = false); // rich text, escaped
QString edgeTip(const Edge& edge, double minutes);
// "service-a, AWS::ECS::Container, 209 ms average, 26 per minute, 11 % fault"
QString nodeSpeech(const Service& service, double minutes, bool pinned = false);

} // namespace fluoroscope
