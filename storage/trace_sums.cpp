// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/trace_sums.h"

#include "core/graph/graph_sum.h"
#include "storage/database.h"
#include "storage/graph_levels.h"
#include "storage/trace_selector.h"

namespace fluoroscope {

namespace {

qint64 bucketOf(qint64 time, Duration step)
{
    const qint64 length = step.count();
    return (time / length - (time % length < 0 ? 1 : 0)) * length;
}

// Whether the sums of graph_level say all about a selection.
bool isSummed(const TraceSelection& selection)
{
    return selection.filter.isEmpty() && (selection.time == TraceTime::Start || selection.range == TimeRange());
}

// The coarsest unit of which buckets of `step` consist; 0: none.
qint64 unitOf(Duration step)
{
    qint64 coarsest = 0;
    for (const qint64 unit : kGraphUnits) {
        coarsest = step % std::chrono::seconds(unit) == Duration(0) ? unit : coarsest;
    }
    return coarsest;
}

// Calls `take(begin, ok, error, throttle, fault, graph)` for each sum, or trace, that `selection` consists of; `begin`
// is its first moment. `coarsest`: no sum spans more seconds; 0: trace by trace.
template <typename Take>
void forEachSum(SQLite::Database& database, const TraceSelection& selection, qint64 coarsest, bool withGraph,
    const std::stop_token& stop, Take&& take)
{
    SQLite::Statement graphOf(database, "SELECT graph FROM trace_graph WHERE trace = ?");
    const auto takeTraces = [&](const TraceSelection& traces) {
        TraceSelector(database, traces, stop).forEach([&](SQLite::Statement& trace) {
            OutcomeCounts counts{};
            ++counts[static_cast<std::size_t>(trace.getColumn(3).getInt())];
            const StatementRun run(graphOf);
            QByteArrayView graph;
            if (withGraph) {
                graphOf.bind(1, trace.getColumn(0).getInt64());
                graphOf.executeStep();
                graph = bytesView(graphOf, 0);
            }
            take(static_cast<qint64>(trace.getColumn(1).getInt64()), counts, graph);
            return true;
        });
    };
    if (!isSummed(selection)) {
        takeTraces(selection);
        return;
    }
    const char* columns = withGraph ? "begin, ok, error, throttle, fault, graph" : "begin, ok, error, throttle, fault";
    SQLite::Statement sums(database,
        std::string("SELECT ") + columns
            + " FROM graph_level WHERE unit = ? AND begin >= ? AND begin < ? ORDER BY begin");
    for (const GraphPiece& piece : graphPieces(selection.range, coarsest)) {
        if (piece.unit == 0) {
            takeTraces({{Timestamp(Duration(piece.begin)), Timestamp(Duration(piece.end))}});
            continue;
        }
        const StatementRun run(sums);
        bindPiece(sums, piece);
        while (sums.executeStep()) {
            OutcomeCounts counts{};
            for (std::size_t i = 0; i < counts.size(); ++i) {
                counts[i] = sums.getColumn(static_cast<int>(i) + 1).getInt64();
            }
            take(static_cast<qint64>(sums.getColumn(0).getInt64()) * piece.unit * 1'000'000, counts,
                withGraph ? bytesView(sums, 5) : QByteArrayView());
        }
    }
}

} // namespace

ServiceGraph sumGraphs(SQLite::Database& database, const TraceSelection& selection, const std::stop_token& stop)
{
    GraphSum sum;
    forEachSum(database, selection, kGraphUnits.back(), true, stop,
        [&](qint64, const OutcomeCounts&, QByteArrayView graph) { sum.add(graph); });
    return sum.graph();
}

std::vector<GraphBucket> sumGraphsByTime(
    SQLite::Database& database, const TraceSelection& selection, Duration step, const std::stop_token& stop)
{
    std::vector<GraphBucket> buckets;
    std::optional<GraphSum> sum;
    const auto finish = [&] {
        if (sum) {
            buckets.back().graph = sum->graph();
        }
    };
    forEachSum(
        database, selection, unitOf(step), true, stop, [&](qint64 time, const OutcomeCounts&, QByteArrayView graph) {
            const Timestamp begin(Duration(bucketOf(time, step)));
            if (buckets.empty() || buckets.back().begin != begin) {
                finish();
                buckets.push_back({begin, {}});
                sum.emplace();
            }
            sum->add(graph);
        });
    finish();
    return buckets;
}

std::vector<ActivityBucket> countByTime(
    SQLite::Database& database, const TraceSelection& selection, Duration step, const std::stop_token& stop)
{
    std::vector<ActivityBucket> buckets;
    forEachSum(
        database, selection, unitOf(step), false, stop, [&](qint64 time, const OutcomeCounts& counts, QByteArrayView) {
            const Timestamp begin(Duration(bucketOf(time, step)));
            if (buckets.empty() || buckets.back().begin != begin) {
                buckets.emplace_back().begin = begin;
            }
            ActivityBucket& bucket = buckets.back();
            bucket.ok += counts[static_cast<std::size_t>(Outcome::Ok)];
            bucket.error += counts[static_cast<std::size_t>(Outcome::Error)];
            bucket.throttle += counts[static_cast<std::size_t>(Outcome::Throttle)];
            bucket.fault += counts[static_cast<std::size_t>(Outcome::Fault)];
        });
    return buckets;
}

} // namespace fluoroscope
