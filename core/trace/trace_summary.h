// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the trace list shows of a trace: X-Ray's TraceSummary (reference 5.4).
#pragma once

#include "core/graph/service_key.h"
#include "core/segment/segment.h"

#include <vector>

namespace fluoroscope {

struct Trace;

// The columns of the trace list.
struct TraceRow {
    TraceId id;
    Timestamp start;
    Duration duration{}; // until the last work ended
    Duration responseTime{}; // what the client waited: the root segment's
    bool hasFault = false; // of the root
    bool hasError = false; // of the root
    bool hasThrottle = false; // of any segment
    bool isPartial = false; // a segment is in progress
    bool isUnanswered = false; // the root segment is: what the client waits is not known yet
    int status = 0; // response code of the root; 0: none
    QString method;
    QString url;
    QString clientIp;
    ServiceKey entryPoint;
    int segmentCount = 0; // received (sub)segments, the inferred not among them
    int revision = 0; // raised whenever the trace changes
    std::vector<Annotation> annotations = {}; // of the keys that a query asked for; a key may have several values

    // What the list's status column says: fault, throttle, error or ok.
    [[nodiscard]] Outcome outcome() const;
    bool operator==(const TraceRow&) const = default;
};

struct SummaryAnnotation {
    Annotation annotation;
    std::vector<ServiceKey> services;
};

struct SummaryUser {
    QString name;
    std::vector<ServiceKey> services;
};

struct TraceSummary {
    TraceRow row;
    QString userAgent;
    std::vector<SummaryAnnotation> annotations;
    std::vector<SummaryUser> users;
    std::vector<ServiceKey> services;
    QStringList resourceArns;
    QStringList instanceIds;
    QStringList availabilityZones;
};

TraceRow traceRow(const Trace& trace);
TraceSummary summarize(const Trace& trace);

} // namespace fluoroscope
