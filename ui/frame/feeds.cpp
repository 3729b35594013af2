// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/feeds.h"

#include <algorithm>

namespace fluoroscope {

GraphFeed::GraphFeed(TraceSource& source, QueryRunner& runner, Show show, QObject* parent)
    : PageFeed(parent)
    , m_source(source)
    , m_runner(runner)
    , m_show(std::move(show))
    , m_lane(runner.addLane())
{
}

void GraphFeed::ask(const Scope& scope, Timestamp now, bool)
{
    m_runner.ask(
        m_lane,
        [this, selection = scope.selectionAt(now)](
            std::stop_token stop) { return m_source.serviceGraph(selection, stop); },
        [this, scope, now](Result<ServiceGraph> graph) {
            if (!graph) {
                finish(graph.error().message);
                return;
            }
            const double minutes = graphMinutes(*graph, scope, now);
            m_blank = graph->isEmpty();
            m_show(std::make_shared<const ServiceGraph>(std::move(*graph)), minutes);
            finish();
        });
}

double graphMinutes(const ServiceGraph& graph, const Scope& scope, Timestamp now)
{
    Timestamp first = Timestamp::max();
    Timestamp last = Timestamp::min();
    for (const Service& service : graph.services) {
        first = std::min(first, service.first);
        last = std::max(last, service.last);
    }
    if (graph.isEmpty() || first > last) {
        return 1;
    }
    // A session younger than the range must not look slower than it is; an old one looked at in full has its own
    // length.
    Duration length = last - first;
    if (scope.isLive() && scope.span > Duration::zero()) {
        length = std::min(scope.span, std::max(now - first, Duration::zero()));
    } else if (scope.fixed && scope.fixed->begin != Timestamp::min()) {
        length = scope.fixed->end - std::max(scope.fixed->begin, std::min(first, scope.fixed->end));
    }
    return std::max(1.0, toSeconds(length) / 60);
}

TraceFeed::TraceFeed(TraceSource& source, QueryRunner& runner, Show show, Say say, QObject* parent)
    : PageFeed(parent)
    , m_source(source)
    , m_runner(runner)
    , m_show(std::move(show))
    , m_say(std::move(say))
    , m_lane(runner.addLane())
{
}

void TraceFeed::setTraceId(const TraceId& id, std::shared_ptr<const Trace> shown)
{
    m_id = id;
    m_shown = std::move(shown);
    if (!m_shown) {
        m_say(tr("Loading the trace…"));
    }
}

void TraceFeed::ask(const Scope&, Timestamp, bool)
{
    // Null where nothing has changed since it was shown: a page that is being read is not to be rebuilt under the
    // reader.
    using Answer = std::shared_ptr<const Trace>;
    m_runner.ask(
        m_lane,
        [this, id = m_id, shown = m_shown](std::stop_token stop) -> Result<Answer> {
            Result<Trace> trace = m_source.trace(id, stop);
            if (!trace) {
                return tl::unexpected(trace.error());
            }
            if (shown && shown->documents == trace->documents) {
                return Answer();
            }
            return std::make_shared<const Trace>(std::move(*trace));
        },
        [this](Result<Answer> trace) {
            if (!trace) {
                m_shown.reset();
                m_say(trace.error().message);
            } else if (*trace) {
                m_shown = *trace;
                m_show(m_shown);
            }
            finish();
        });
}

StatisticsFeed::StatisticsFeed(TraceSource& source, QueryRunner& runner, Show show, QObject* parent)
    : PageFeed(parent)
    , m_source(source)
    , m_runner(runner)
    , m_show(std::move(show))
    , m_lane(runner.addLane())
{
}

void StatisticsFeed::ask(const Scope& scope, Timestamp now, bool)
{
    constexpr qint64 kMost = 6; // values of a facet
    m_runner.ask(
        m_lane,
        [this, selection = scope.selectionAt(now)](
            std::stop_token stop) { return m_source.statistics(selection, kMost, stop); },
        [this](const Result<TraceStatistics>& statistics) {
            if (statistics) {
                m_show(*statistics);
            }
            finish(statistics ? QString() : statistics.error().message);
        });
}

ActivityFeed::ActivityFeed(TraceSource& source, QueryRunner& runner, Show show, QObject* parent)
    : PageFeed(parent)
    , m_source(source)
    , m_runner(runner)
    , m_show(std::move(show))
    , m_lane(runner.addLane())
{
}

void ActivityFeed::ask(const Scope& scope, Timestamp now, bool)
{
    struct Answer {
        ActivityGrid grid;
        std::vector<ActivityBucket> buckets;
    };
    m_runner.ask(
        m_lane,
        [this, asked = activityContext(scope, now), filter = scope.filter, bars = m_mostBars](
            std::stop_token stop) -> Result<Answer> {
            TimeRange context = asked;
            if (context.begin == Timestamp::min() || context.end == Timestamp::max()) {
                const Result<TimeRange> extent = m_source.extent(stop);
                if (!extent) {
                    return tl::unexpected(extent.error());
                }
                context.begin = std::max(context.begin, extent->begin);
                context.end = std::min(context.end, extent->end + Duration(1));
            }
            const ActivityGrid grid = activityGrid(context, bars);
            auto buckets = m_source.activity({grid.range, filter}, grid.step, stop);
            if (!buckets) {
                return tl::unexpected(buckets.error());
            }
            return Answer{grid, std::move(*buckets)};
        },
        [this](Result<Answer> answer) {
            if (answer) {
                m_show(answer->grid, std::move(answer->buckets));
            }
            finish(answer ? QString() : answer.error().message);
        });
}

} // namespace fluoroscope
