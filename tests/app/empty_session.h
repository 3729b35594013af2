// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A session in memory that has captured nothing, for tests of what stands before it.
#pragma once

#include "core/ports/state_store.h"
#include "core/ports/trace_source.h"

#include <map>
#include <mutex>

namespace fluoroscope::test {

class EmptySource : public TraceSource {
public:
    Result<TracePage> traces(const TraceQuery&, std::stop_token) override { return TracePage{0, 0, {}}; }
    Result<Trace> trace(const TraceId&, std::stop_token) override { return failure(QStringLiteral("no such trace")); }
    Result<ServiceGraph> serviceGraph(const TraceSelection&, std::stop_token) override { return ServiceGraph(); }
    Result<std::vector<GraphBucket>> graphSeries(const TraceSelection&, Duration, std::stop_token) override
    {
        return std::vector<GraphBucket>();
    }
    Result<std::vector<ActivityBucket>> activity(const TraceSelection&, Duration, std::stop_token) override
    {
        return std::vector<ActivityBucket>();
    }
    Result<std::vector<Finding>> findings(qint64, std::stop_token) override { return std::vector<Finding>(); }
    Result<TimeRange> extent(std::stop_token) override { return TimeRange{{}, {}}; }
    [[nodiscard]] SessionCounters counters() const override { return {}; }
    [[nodiscard]] QString name() const override { return QStringLiteral("empty"); }
    void onAdvanced(std::function<void()>) override { }
};

class MemoryState : public StateStore {
public:
    Result<QJsonObject> state(const QString& name) override
    {
        const std::lock_guard lock(m_mutex);
        return m_states[name];
    }
    Result<void> changeState(const QString& name, const Change& change) override
    {
        const std::lock_guard lock(m_mutex);
        return change(m_states[name]).map([&](const QJsonObject& changed) { m_states[name] = changed; });
    }

private:
    std::mutex m_mutex;
    std::map<QString, QJsonObject> m_states;
};

} // namespace fluoroscope::test
