// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// An operation of X-Ray's API: its path, what it takes, and the function that answers it from the session.
#pragma once

#include "app/api/input_shape.h"
#include "core/ports/segment_sink.h"
#include "core/ports/state_store.h"
#include "core/ports/trace_source.h"

#include <functional>
#include <vector>

namespace fluoroscope {

// What handlers answer from. All of it may be used from several threads at once.
struct ApiContext {
    TraceSource& source;
    SegmentSink& sink;
    StateStore& state;
    bool strict = false; // AWS's own limits on ranges and numbers of traces
    QString account = QStringLiteral("000000000000");
    QString region = QStringLiteral("us-east-1");
    std::function<Timestamp()> clock = now;
    Timestamp opened = now(); // what clients fetched before may be another session's
    // What another X-Ray answers to GetSamplingRules and GetSamplingTargets in place of the session; nothing: the
    // session answers. Null: it always does.
    std::function<std::optional<QJsonObject>(
        const QString& path, const QJsonObject& input, const std::stop_token& stop)>
        samplingUpstream = nullptr;
};

// One request: its body, which met the operation's shape, and who sent it.
struct ApiRequest {
    QJsonObject input;
    QString sender; // "127.0.0.1:41234"
    std::stop_token stop; // the server is closing
};

struct ApiOperation {
    QString name; // "GetTraceSummaries"
    QString path; // "/TraceSummaries"
    InputShape input; // a structure
    std::function<ApiResult(const ApiContext&, const ApiRequest&)> answer;
};

// Each family is a file of its own.
std::vector<ApiOperation> documentOperations(); // PutTraceSegments, PutTelemetryRecords
std::vector<ApiOperation> traceOperations(); // GetTraceSummaries, BatchGetTraces
std::vector<ApiOperation> graphOperations(); // GetServiceGraph, GetTraceGraph
std::vector<ApiOperation> timeSeriesOperations(); // GetTimeSeriesServiceStatistics
std::vector<ApiOperation> retrievalOperations(); // StartTraceRetrieval and what follows it
std::vector<ApiOperation> insightOperations();
std::vector<ApiOperation> samplingRuleOperations(); // Get-, Create-, Update-, DeleteSamplingRule
std::vector<ApiOperation> samplingTargetOperations(); // GetSamplingTargets, GetSamplingStatisticSummaries
std::vector<ApiOperation> groupOperations();
std::vector<ApiOperation> tagOperations();
std::vector<ApiOperation> policyOperations();
std::vector<ApiOperation> settingOperations(); // encryption, segment destination, indexing rules

} // namespace fluoroscope
