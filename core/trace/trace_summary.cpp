// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_summary.h"

#include "core/trace/trace.h"

#include <algorithm>
#include <map>
#include <unordered_set>

namespace fluoroscope {

namespace {

template <typename T> void addOnce(std::vector<T>& list, const T& value)
{
    if (std::find(list.begin(), list.end(), value) == list.end()) {
        list.push_back(value);
    }
}

void addOnce(QStringList& list, const QString& value)
{
    if (!value.isEmpty() && !list.contains(value)) {
        list.append(value);
    }
}

using Known = std::map<std::pair<QString, AnnotationValue>, std::size_t>;

void addAnnotations(TraceSummary& summary, const Segment& segment, const ServiceKey& service, Known& known)
{
    for (const Annotation& annotation : *segment.annotations) {
        const auto [it, isNew] = known.try_emplace({annotation.key, annotation.value}, summary.annotations.size());
        if (isNew) {
            summary.annotations.push_back({annotation, {}});
        }
        addOnce(summary.annotations[it->second].services, service);
    }
}

void addUser(TraceSummary& summary, const QString& user, const ServiceKey& service)
{
    auto known = std::find_if(
        summary.users.begin(), summary.users.end(), [&](const SummaryUser& entry) { return entry.name == user; });
    if (known == summary.users.end()) {
        known = summary.users.insert(known, {user, {}});
    }
    addOnce(known->services, service);
}

} // namespace

Outcome TraceRow::outcome() const
{
    return hasFault ? Outcome::Fault : hasThrottle ? Outcome::Throttle : hasError ? Outcome::Error : Outcome::Ok;
}

TraceRow traceRow(const Trace& trace)
{
    TraceRow row;
    row.id = trace.id;
    if (trace.root < 0) {
        return row;
    }
    const Segment& root = trace.segments[static_cast<std::size_t>(trace.root)];
    row.revision = trace.revision;
    row.start = trace.start;
    row.duration = trace.duration();
    row.isUnanswered = root.inProgress;
    row.responseTime = root.inProgress ? trace.duration() : std::max(root.duration(), Duration{});
    const int status = root.status();
    row.hasFault = root.fault || (status >= 500 && status < 600);
    row.hasError = root.error || (status >= 400 && status < 500);
    row.status = status;
    if (root.http) {
        row.method = root.http->method;
        row.url = root.http->url;
        row.clientIp = root.http->clientIp;
    }
    row.entryPoint = serviceKeyOf(root);
    for (const Segment& segment : trace.segments) {
        row.hasThrottle |= segment.throttle || segment.status() == 429;
        row.isPartial |= segment.inProgress;
        row.segmentCount += segment.inferred || segment.placeholder ? 0 : 1;
    }
    return row;
}

TraceSummary summarize(const Trace& trace)
{
    TraceSummary summary;
    summary.row = traceRow(trace);
    if (trace.root >= 0 && trace.segments[static_cast<std::size_t>(trace.root)].http) {
        summary.userAgent = trace.segments[static_cast<std::size_t>(trace.root)].http->userAgent;
    }
    ServiceKey service;
    std::unordered_set<ServiceKey> services;
    Known annotations;
    for (const Segment& segment : trace.segments) {
        if (segment.parent < 0) {
            service = serviceKeyOf(segment);
            if (services.insert(service).second) {
                summary.services.push_back(service);
            }
        }
        if (segment.annotations) {
            addAnnotations(summary, segment, service, annotations);
        }
        if (!segment.user.isEmpty()) {
            addUser(summary, segment.user, service);
        }
        addOnce(summary.resourceArns, segment.resourceArn);
        if (segment.aws && !segment.inferred) {
            addOnce(summary.instanceIds, segment.aws->instanceId);
            addOnce(summary.availabilityZones, segment.aws->availabilityZone);
        }
    }
    return summary;
}

} // namespace fluoroscope
