// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A session for tests of the window, in memory: it answers from the traces that a test has added.
#pragma once

#include "core/ports/trace_source.h"

#include <mutex>

namespace fluoroscope::test {

// Keeps traces in memory and answers from them. add() may be called while the window asks.
class FakeTraceSource : public TraceSource {
public:
    // A trace of `documents`, whose ids need not be in them right.
    void add(const TraceId& id, const std::vector<QByteArray>& documents);
    void addFinding(const Finding& finding);
    // As the session's own thread would, after a commit.
    void announce();
    Result<TracePage> traces(const TraceQuery& query, std::stop_token) override;
    Result<Trace> trace(const TraceId& id, std::stop_token) override;
    Result<ServiceGraph> serviceGraph(const TraceSelection& selection, std::stop_token) override;
    Result<std::vector<GraphBucket>> graphSeries(
        const TraceSelection& selection, Duration step, std::stop_token) override;
    Result<std::vector<ActivityBucket>> activity(
        const TraceSelection& selection, Duration step, std::stop_token) override;
    Result<TraceStatistics> statistics(const TraceSelection& selection, qint64 most, std::stop_token) override;
    Result<QStringList> filterWords(
        const FilterCompletion& completion, const QString& typed, qint64, std::stop_token) override;
    Result<std::vector<Finding>> findings(qint64, std::stop_token) override;
    Result<TimeRange> extent(std::stop_token) override;
    [[nodiscard]] SessionCounters counters() const override;
    [[nodiscard]] QString name() const override { return QStringLiteral("shop.fluoro"); }

    void onAdvanced(std::function<void()> advanced) override;

private:
    mutable std::mutex m_mutex;
    std::vector<Trace> m_traces;
    std::vector<TraceRow> m_rows;
    std::vector<Finding> m_findings;
    std::function<void()> m_advanced;
};

} // namespace fluoroscope::test
