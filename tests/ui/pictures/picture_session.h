// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A session whose every picture is the same on every day, and sources that do not answer or answer with an error.
#pragma once

#include "tests/ui/fake_trace_source.h"

namespace fluoroscope::test {

// Forty-eight requests of a quarter of an hour in May 2024, with every outcome.
void addQuarterOfAnHour(FakeTraceSource& source);
// Of its newest trace: one that faults two services away, with annotations, metadata, SQL and exceptions.
TraceId faultyTrace();

// Holds traces, and keeps whoever asks for them waiting until it is asked to stop.
class SilentTraceSource : public FakeTraceSource {
public:
    Result<TracePage> traces(const TraceQuery& query, std::stop_token stop) override;
    Result<ServiceGraph> serviceGraph(const TraceSelection& selection, std::stop_token stop) override;
    Result<Trace> trace(const TraceId& id, std::stop_token stop) override;
};

// Holds traces, but cannot read them.
class BrokenTraceSource : public FakeTraceSource {
public:
    Result<TracePage> traces(const TraceQuery& query, std::stop_token stop) override;
    Result<ServiceGraph> serviceGraph(const TraceSelection& selection, std::stop_token stop) override;
    Result<Trace> trace(const TraceId& id, std::stop_token stop) override;
};

} // namespace fluoroscope::test
