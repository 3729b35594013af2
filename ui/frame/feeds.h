// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The feeds of the map, of one trace, of what stands beside the list of traces, and of the activity strip.
#pragma once

#include "core/ports/trace_source.h"
#include "ui/frame/activity_grid.h"
#include "ui/frame/page_feed.h"
#include "ui/query/query_runner.h"

#include <memory>

namespace fluoroscope {

class GraphFeed : public PageFeed {
    Q_OBJECT

public:
    // `minutes` is how long the graph's traces took to come in, for rates.
    using Show = std::function<void(std::shared_ptr<const ServiceGraph>, double minutes)>;
    GraphFeed(TraceSource& source, QueryRunner& runner, Show show, QObject* parent = nullptr);
    void ask(const Scope& scope, Timestamp now, bool fresh) override;
    [[nodiscard]] bool isBusy() const override { return m_runner.isBusy(m_lane); }
    [[nodiscard]] bool isBlank() const override { return m_blank; }

private:
    TraceSource& m_source;
    QueryRunner& m_runner;
    Show m_show;
    int m_lane;
    bool m_blank = false;
};

// How long `graph`'s traces took to come in: for rates. At least one minute.
double graphMinutes(const ServiceGraph& graph, const Scope& scope, Timestamp now);

struct TraceBin;

class TraceFeed : public PageFeed {
    Q_OBJECT

public:
    using Show = std::function<void(std::shared_ptr<const Trace>)>;
    using Say = std::function<void(const QString&)>;
    // `say` that it is being loaded, `tell` why it could not be.
    TraceFeed(TraceSource& source, QueryRunner& runner, Show show, Say say, Say tell, QObject* parent = nullptr);
    // The trace to show from now on, and what its view shows of it already, if anything; ask() afterwards.
    void setTraceId(const TraceId& id, std::shared_ptr<const Trace> shown = nullptr);
    void ask(const Scope& scope, Timestamp now, bool fresh) override;
    [[nodiscard]] bool isBusy() const override { return m_runner.isBusy(m_lane); }

private:
    TraceSource& m_source;
    QueryRunner& m_runner;
    Show m_show;
    Say m_say;
    Say m_tell;
    int m_lane;
    TraceId m_id;
    std::shared_ptr<const Trace> m_shown;
    std::shared_ptr<TraceBin> m_bin;
};

class StatisticsFeed : public PageFeed {
    Q_OBJECT

public:
    using Show = std::function<void(const TraceStatistics&)>;
    StatisticsFeed(TraceSource& source, QueryRunner& runner, Show show, QObject* parent = nullptr);
    void ask(const Scope& scope, Timestamp now, bool fresh) override;
    [[nodiscard]] bool isBusy() const override { return m_runner.isBusy(m_lane); }

private:
    TraceSource& m_source;
    QueryRunner& m_runner;
    Show m_show;
    int m_lane;
};

class ActivityFeed : public PageFeed {
    Q_OBJECT

public:
    using Show = std::function<void(const ActivityGrid&, std::vector<ActivityBucket>)>;
    ActivityFeed(TraceSource& source, QueryRunner& runner, Show show, QObject* parent = nullptr);
    // How many bars there is room for.
    void setMostBars(int bars) { m_mostBars = bars; }
    void ask(const Scope& scope, Timestamp now, bool fresh) override;
    [[nodiscard]] bool isBusy() const override { return m_runner.isBusy(m_lane); }
    // Just after the start of the session's newest trace, as of the last answer.
    [[nodiscard]] Timestamp newest() const { return m_newest; }

private:
    TraceSource& m_source;
    QueryRunner& m_runner;
    Show m_show;
    int m_lane;
    int m_mostBars = 120;
    Timestamp m_newest = Timestamp::min();
};

} // namespace fluoroscope
