// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/root_cause.h"

#include <algorithm>
#include <cmath>

namespace fluoroscope {

namespace {

bool endedIn(const Segment& segment, Outcome outcome)
{
    const Outcome own = outcomeOf(segment);
    return own == outcome || (outcome == Outcome::Error && own == Outcome::Throttle); // a throttle is an error, too
}

// From an entity to the one around it, or to the call that led to it; -1 at the entry point.
std::int32_t upstream(const Segment& segment)
{
    return segment.parent >= 0 ? segment.parent : segment.caller;
}

Duration durationOf(const Trace& trace, std::int32_t index)
{
    const Segment& segment = trace.segments[static_cast<std::size_t>(index)];
    return std::max(segment.duration(), Duration{}); // skewed clocks may have it end before its start
}

// What coverageOf() tells as a share.
Duration extentOf(const Trace& trace, std::int32_t index)
{
    const Segment& segment = trace.segments[static_cast<std::size_t>(index)];
    Duration extent = durationOf(trace, index);
    if (segment.parent < 0) {
        for (std::int32_t part = index + 1; part < segment.next;
             part = trace.segments[static_cast<std::size_t>(part)].next) {
            extent = std::max(extent, durationOf(trace, part));
        }
    }
    return extent;
}

RootCause wayTo(const Trace& trace, std::int32_t culprit)
{
    RootCause cause;
    std::size_t steps = 0;
    for (std::int32_t i = culprit; i >= 0 && steps <= trace.segments.size(); ++steps) {
        const Segment& segment = trace.segments[static_cast<std::size_t>(i)];
        if (cause.services.empty()
            || trace.segments[static_cast<std::size_t>(cause.services.back().entities.back())].parent < 0) {
            cause.services.emplace_back();
        }
        cause.services.back().entities.push_back(i);
        if (segment.parent < 0) {
            cause.services.back().service = serviceKeyOf(segment);
            cause.services.back().inferred = segment.inferred;
        }
        i = upstream(segment);
    }
    std::reverse(cause.services.begin(), cause.services.end());
    for (RootCauseService& service : cause.services) {
        std::reverse(service.entities.begin(), service.entities.end());
    }
    return cause;
}

} // namespace

std::optional<RootCause> rootCause(const Trace& trace, Outcome outcome)
{
    std::vector<int> distances(trace.segments.size(), -1);
    const auto distance = [&](std::int32_t from) {
        std::vector<std::int32_t> way;
        std::int32_t i = from;
        while (i >= 0 && distances[static_cast<std::size_t>(i)] < 0 && way.size() <= trace.segments.size()) {
            way.push_back(i);
            i = upstream(trace.segments[static_cast<std::size_t>(i)]);
        }
        int steps = i < 0 ? 0 : distances[static_cast<std::size_t>(i)] + 1;
        for (auto it = way.rbegin(); it != way.rend(); ++it) {
            distances[static_cast<std::size_t>(*it)] = steps++;
        }
        return distances[static_cast<std::size_t>(from)];
    };
    std::int32_t culprit = -1;
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(trace.segments.size()); ++i) {
        if (endedIn(trace.segments[static_cast<std::size_t>(i)], outcome)
            && (culprit < 0 || distance(i) > distance(culprit))) {
            culprit = i;
        }
    }
    if (culprit < 0) {
        return std::nullopt;
    }
    RootCause cause = wayTo(trace, culprit);
    cause.clientImpacting = endedIn(trace.segments.front(), outcome);
    return cause;
}

std::optional<RootCause> responseTimeRootCause(const Trace& trace)
{
    if (trace.root < 0 || trace.segments[static_cast<std::size_t>(trace.root)].inProgress
        || durationOf(trace, trace.root) < kSlowResponse) {
        return std::nullopt;
    }
    constexpr std::int32_t kNone = -1;
    std::vector<Duration> extents(trace.segments.size());
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(trace.segments.size()); ++i) {
        extents[static_cast<std::size_t>(i)] = extentOf(trace, i);
    }
    const auto extent = [&](std::int32_t i) { return extents[static_cast<std::size_t>(i)]; };
    std::vector<std::int32_t> longest(trace.segments.size(), kNone); // of the parts of each entry
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(trace.segments.size()); ++i) {
        const Segment& part = trace.segments[static_cast<std::size_t>(i)];
        const std::int32_t whole = upstream(part);
        if (whole >= 0 && i != trace.root) {
            std::int32_t& known = longest[static_cast<std::size_t>(whole)];
            known = known == kNone || extent(i) > extent(known) ? i : known;
        }
    }
    std::int32_t culprit = trace.root;
    for (std::size_t steps = 0; steps < trace.segments.size(); ++steps) { // callers may form a ring
        const std::int32_t part = longest[static_cast<std::size_t>(culprit)];
        if (part == kNone || extent(part) * 2 <= extent(culprit)) {
            break;
        }
        culprit = part;
    }
    RootCause cause = wayTo(trace, culprit);
    cause.clientImpacting = true;
    return cause;
}

double coverageOf(const Trace& trace, std::int32_t entity)
{
    if (trace.root < 0 || durationOf(trace, trace.root) <= Duration{}) {
        return 0;
    }
    const double share = toSeconds(extentOf(trace, entity)) / toSeconds(durationOf(trace, trace.root));
    return std::round(std::min(share, 1.0) * 1000) / 1000;
}

} // namespace fluoroscope
