// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_digest.h"

#include "core/trace/trace.h"

#include <future>

namespace fluoroscope {

namespace {

constexpr std::size_t kLarge = 50'000; // segments: some milliseconds, beside which starting a thread is nothing

} // namespace

std::shared_ptr<const TraceDigest> digestOf(const Trace& trace)
{
    if (trace.digest) {
        return trace.digest;
    }
    auto digest = std::make_shared<TraceDigest>();
    // Of a large trace the graph takes as long as all the rest: the two are made beside each other.
    const auto launch = trace.segments.size() < kLarge ? std::launch::deferred : std::launch::async;
    std::future<ServiceGraph> graph = std::async(launch, [&] { return graphOf(trace); });
    digest->row = traceRow(trace);
    digest->ofInterest = trace.root;
    bool faulted = false;
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(trace.segments.size()); ++i) {
        const Segment& segment = trace.segments[static_cast<std::size_t>(i)];
        if (segment.parent < 0) {
            digest->services.try_emplace(serviceKeyOf(segment), i);
        }
        if (const Outcome outcome = outcomeOf(segment); outcome != Outcome::Ok) {
            digest->failed.push_back(i);
            if (outcome == Outcome::Fault && !std::exchange(faulted, true)) {
                digest->ofInterest = i;
            }
        }
        if (segment.cause) {
            digest->causes.push_back(i);
        }
    }
    digest->graph = graph.get();
    return digest;
}

} // namespace fluoroscope
