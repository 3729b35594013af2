// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Makes a trace of the documents that arrived for it, in whatever order and state they came (reference 3.1 to 3.4).
#pragma once

#include "core/segment/segment_reader.h"
#include "core/trace/trace.h"

#include <memory>
#include <span>

namespace fluoroscope {

// A document that was read once and may take part in many assemblies of its growing trace.
struct TraceDocument {
    SegmentDocument content;
    QByteArray
        bytes; // the document as received, without the daemon's header; may be left empty where nobody will show it
};

// The order of `documents` is the order of arrival: of two complete versions of a segment the later one counts.
Trace assembleTrace(const TraceId& id, std::span<const std::shared_ptr<const TraceDocument>> documents);
// The same of documents that nobody else wants: a large trace is made of them without a copy.
Trace assembleTraceFrom(const TraceId& id, std::vector<TraceDocument>&& documents);

} // namespace fluoroscope
