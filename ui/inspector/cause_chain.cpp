// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/cause_chain.h"

#include "core/trace/trace_digest.h"

#include <algorithm>

namespace fluoroscope {

namespace {

const Segment& segmentAt(const Trace& trace, std::int32_t index)
{
    return trace.segments[static_cast<std::size_t>(index)];
}

// Node.js refers to the subsegment in which the exception happened, the other SDKs to the exception itself.
RecordedException referenced(const Trace& trace, const QString& id)
{
    if (const RecordedException found = findException(trace, id); !found.isNull()) {
        return found;
    }
    const auto segmentId = SegmentId::fromString(id);
    const std::int32_t index = segmentId ? trace.indexOf(*segmentId) : -1;
    if (index >= 0) {
        const Segment& segment = segmentAt(trace, index);
        if (segment.cause && !segment.cause->exceptions.empty()) {
            return {index, &segment.cause->exceptions.front()};
        }
    }
    return {};
}

} // namespace

RecordedException findException(const Trace& trace, const QString& id)
{
    if (id.isEmpty()) {
        return {};
    }
    const std::shared_ptr<const TraceDigest> digest = digestOf(trace);
    for (const std::int32_t i : digest->causes) {
        for (const Exception& exception : segmentAt(trace, i).cause->exceptions) {
            if (exception.id == id) {
                return {i, &exception};
            }
        }
    }
    return {};
}

std::vector<RecordedException> causeChain(const Trace& trace, std::int32_t index)
{
    std::vector<RecordedException> chain;
    const Segment& segment = segmentAt(trace, index);
    if (!segment.cause) {
        return chain;
    }
    for (const Exception& exception : segment.cause->exceptions) {
        chain.push_back({index, &exception});
    }
    const auto isKnown = [&chain](const Exception* exception) {
        return std::any_of(chain.begin(), chain.end(),
            [exception](const RecordedException& link) { return link.exception == exception; });
    };
    QString next = chain.empty() ? segment.cause->referencedId : chain.back().exception->causeId;
    while (!next.isEmpty()) {
        const RecordedException link = referenced(trace, next);
        if (link.isNull() || isKnown(link.exception)) {
            break; // not received, or a circle
        }
        chain.push_back(link);
        next = link.exception->causeId;
        if (next.isEmpty()) {
            next = segmentAt(trace, link.segment).cause->referencedId;
        }
    }
    return chain;
}

RecordedException rootCause(const Trace& trace, std::int32_t index)
{
    if (outcomeOf(segmentAt(trace, index)) == Outcome::Ok) {
        return {};
    }
    if (const auto chain = causeChain(trace, index); !chain.empty() && chain.back().segment != index) {
        return chain.back();
    }
    // Failed calls below `index`: whoever is called comes after its caller, so one pass counts the steps down to each.
    std::vector<std::int32_t> steps(trace.segments.size(), 0);
    steps[static_cast<std::size_t>(index)] = 1;
    RecordedException deepest;
    std::int32_t mostSteps = 1;
    const std::shared_ptr<const TraceDigest> digest = digestOf(trace);
    const std::vector<std::int32_t>& failed = digest->failed;
    for (auto at = std::upper_bound(failed.begin(), failed.end(), index); at != failed.end(); ++at) {
        const Segment& segment = segmentAt(trace, *at);
        const std::int32_t outer = segment.parent >= 0 ? segment.parent : segment.caller;
        if (outer < 0 || steps[static_cast<std::size_t>(outer)] == 0) {
            continue;
        }
        const std::int32_t own = steps[static_cast<std::size_t>(outer)] + 1;
        steps[static_cast<std::size_t>(*at)] = own;
        if (own > mostSteps && !segment.inferred && segment.cause && !segment.cause->exceptions.empty()) {
            mostSteps = own;
            deepest = {*at, &segment.cause->exceptions.back()};
        }
    }
    return deepest;
}

} // namespace fluoroscope
