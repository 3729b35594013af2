// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A trace: every segment of one request, merged, linked and completed with what X-Ray infers (reference 3).
#pragma once

#include "core/segment/segment.h"

#include <QByteArray>
#include <memory>
#include <vector>

namespace fluoroscope {

struct TraceDigest;

struct Trace {
    TraceId id;
    // Pre-order. Top-level segments come root first, each followed by those that it called, by start time; the inferred
    // last.
    std::vector<Segment> segments;
    // The documents as received, without the daemon's header; Segment::document counts in here.
    std::vector<QByteArray> documents;
    std::vector<std::int32_t> documentSizes; // (sub)segments in each document, as it was sent
    Timestamp start; // earliest start of all segments and subsegments
    Timestamp end; // latest end of all segments and subsegments
    std::int32_t root = -1; // index of the root segment; -1: the trace is empty
    int revision = 0; // documents that arrived for it: grows with every change
    int leftOut = 0; // documents that were not read for it: what is here is its top, see TraceSource::traceTop()
    std::shared_ptr<const TraceDigest> digest = nullptr; // made by whoever reads it for showing; see digestOf()

    [[nodiscard]] Duration duration() const { return end - start; }
    // Index of the segment with `id`, or -1. Linear in how far it is from `near`.
    [[nodiscard]] std::int32_t indexOf(SegmentId id, std::int32_t near = 0) const;
};

// Calls `visit(index)` for each top-level segment, in order.
template <typename Visit> void forEachTopLevel(const Trace& trace, Visit&& visit)
{
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(trace.segments.size());
         i = trace.segments[static_cast<std::size_t>(i)].next) {
        visit(i);
    }
}

} // namespace fluoroscope
