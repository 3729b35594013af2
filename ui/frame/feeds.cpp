// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/feeds.h"

#include "core/trace/trace_digest.h"
#include "ui/traces/refiner_model.h"

#include <algorithm>
#include <future>

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

// Where a large trace goes when nobody shows it any more: freeing a million segments takes longer than the GUI thread,
// which is mostly the last to hold them, may stand still.
struct TraceBin {
    std::mutex mutex;
    std::future<void> last;

    static std::shared_ptr<const Trace> keep(const std::shared_ptr<TraceBin>& bin, Trace&& trace)
    {
        constexpr std::size_t kLarge = 20'000; // segments
        auto kept = std::make_unique<const Trace>(std::move(trace));
        if (kept->segments.size() < kLarge) {
            return kept;
        }
        return {kept.release(), [bin = std::weak_ptr(bin)](const Trace* old) {
                    std::unique_ptr<const Trace> dead(old);
                    if (const auto open = bin.lock()) {
                        const std::scoped_lock lock(open->mutex);
                        open->last = std::async(
                            std::launch::async, [dead = std::move(dead), before = std::move(open->last)]() mutable {
                                before = {}; // waits for it
                                dead.reset();
                            });
                    }
                }};
    }
};

TraceFeed::TraceFeed(TraceSource& source, QueryRunner& runner, Show show, Say say, Say tell, QObject* parent)
    : PageFeed(parent)
    , m_source(source)
    , m_runner(runner)
    , m_show(std::move(show))
    , m_say(std::move(say))
    , m_tell(std::move(tell))
    , m_lane(runner.addLane())
    , m_bin(std::make_shared<TraceBin>())
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
            if (shown && shown->leftOut == 0) {
                const Result<int> revision = m_source.traceRevision(id, stop);
                if (revision && *revision <= shown->revision) {
                    return Answer();
                }
            }
            constexpr qint64 kTop = 4'000'000; // bytes: read and laid out before anyone waits
            Result<Trace> trace = shown ? m_source.trace(id, stop) : m_source.traceTop(id, kTop, stop);
            if (!trace) {
                return tl::unexpected(trace.error());
            }
            if (shown && shown->documents == trace->documents) {
                return Answer();
            }
            trace->digest = digestOf(*trace);
            return TraceBin::keep(m_bin, std::move(*trace));
        },
        [this](Result<Answer> trace) {
            if (!trace) {
                m_shown.reset();
                m_tell(trace.error().message);
            } else if (*trace) {
                m_shown = *trace;
                m_show(m_shown);
                if (m_shown->leftOut > 0) {
                    ask({}, {}, false); // for the rest
                    return;
                }
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
    m_runner.ask(
        m_lane,
        [this, selection = scope.selectionAt(now)](
            std::stop_token stop) { return m_source.statistics(selection, RefinerModel::kMostValues, stop); },
        [this](const Result<TraceStatistics>& statistics) {
            if (statistics) {
                m_show(*statistics);
            }
            finish(statistics ? QString() : statistics.error().message);
        });
}

namespace {

// A single trace is a bar among others' places, not all of the strip.
TimeRange widened(const TimeRange& extent)
{
    constexpr Duration kLeast = std::chrono::minutes(1);
    const Duration room = std::max(Duration::zero(), kLeast - (extent.end - extent.begin)) / 2;
    return {extent.begin - room, extent.end + room};
}

} // namespace

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
        Timestamp newest;
        ActivityGrid grid;
        std::vector<ActivityBucket> buckets;
    };
    m_runner.ask(
        m_lane,
        [this, asked = activityContext(scope, now), filter = scope.filter, bars = m_mostBars](
            std::stop_token stop) -> Result<Answer> {
            TimeRange context = asked;
            const Result<TimeRange> extent = m_source.extent(stop);
            if (!extent) {
                return tl::unexpected(extent.error());
            }
            if (context.begin == Timestamp::min() || context.end == Timestamp::max()) {
                if (extent->begin >= extent->end) {
                    return Answer(); // a session without traces has no time to draw
                }
                const TimeRange drawn = widened(*extent);
                context.begin = std::max(context.begin, drawn.begin);
                context.end = std::min(context.end, drawn.end);
            }
            const ActivityGrid grid = activityGrid(context, bars);
            auto buckets = m_source.activity({grid.range, filter}, grid.step, stop);
            if (!buckets) {
                return tl::unexpected(buckets.error());
            }
            return Answer{extent->end, grid, std::move(*buckets)};
        },
        [this](Result<Answer> answer) {
            if (answer) {
                m_newest = answer->newest;
                m_show(answer->grid, std::move(answer->buckets));
            }
            finish(answer ? QString() : answer.error().message);
        });
}

} // namespace fluoroscope
