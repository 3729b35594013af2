// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tells what a JSON value of an imported file is, by the members it has.
#pragma once

#include "app/text/json_scanner.h"

#include <QString>

namespace fluoroscope {

enum class ImportShape : std::uint8_t {
    Unknown,
    Answer, // of BatchGetTraces: {"Traces": […]}
    Request, // of PutTraceSegments: {"TraceSegmentDocuments": […]}
    Trace, // {"Id", "Segments": […]}
    Entry, // {"Id", "Document"}
    Document, // a segment or subsegment
    CaptureLine, // {"t", "d"}
    TraceMap, // {"1-…": trace, …}
    Summary, // an element of TraceSummaries
    SummariesAnswer, // of GetTraceSummaries
    GraphAnswer, // of GetServiceGraph or GetTraceGraph
};

ImportShape importShapeOf(const std::vector<JsonChild>& members);

// Why a value of this shape holds no documents, in one sentence; empty where it does.
QString refusalOf(ImportShape shape, const std::vector<JsonChild>& members);

} // namespace fluoroscope
