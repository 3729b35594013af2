// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The port through which everything that was captured is asked for. Window, command line and API ask the same object
// the same questions.
#pragma once

#include "core/filter/filter_parser.h"
#include "core/graph/service_graph.h"
#include "core/result.h"
#include "core/segment/segment_reader.h"
#include "core/trace/trace.h"
#include "core/trace/trace_statistics.h"
#include "core/trace/trace_summary.h"

#include <functional>
#include <optional>
#include <stop_token>

namespace fluoroscope {

// Which time of a trace has to lie in a selection's range: X-Ray's TimeRangeType.
enum class TraceTime : std::uint8_t {
    Start, // TraceId
    Activity, // Event: any moment from its start to its end
    End, // Service: when its last work ended
};

// Which traces are spoken of. The default is all of them.
struct TraceSelection {
    TimeRange range = {};
    // Names no groups: see expandGroups().
    FilterExpression filter = {};
    TraceTime time = TraceTime::Start;
};

// Length: the duration, a name that is taken.
enum class TraceOrder : std::uint8_t {
    Start,
    Id,
    ResponseTime,
    Length,
    Status,
    Outcome,
    Method,
    Url,
    ClientIp,
    EntryPoint,
    Segments,
    Annotation // the value of TraceQuery::orderKey; traces without one come last
};

// A place in the list of traces by start that stays where it is while traces come and go.
struct TracePosition {
    Timestamp start;
    TraceId id;
};

// A window over the list of traces.
struct TraceQuery {
    TraceSelection selection = {};
    TraceOrder order = TraceOrder::Start;
    QString orderKey = {}; // of the annotation to sort by
    bool descending = true; // newest first
    QStringList annotations = {}; // keys whose values the rows are to carry
    std::optional<TracePosition> after = {}; // only what follows it, in the order Start
    qint64 offset = 0;
    qint64 limit = -1; // -1: all
    bool counted = true; // whether `total` is wanted, which may take far longer than a window
    std::optional<TraceId> sought =
        {}; // a trace whose row is wanted; not of all traces by start: count those before it
};

struct TracePage {
    qint64 total = -1; // traces that are selected, whatever the window; -1: not counted
    qint64 scanned = 0; // traces of the range, selected or not, that the window reaches over
    std::vector<TraceRow> rows;
    qint64 soughtRow = -1; // of the whole list; -1: the trace is not in it, or its row is not known
};

// The service graph of a span of time.
struct GraphBucket {
    Timestamp begin;
    ServiceGraph graph;
};

struct ActivityBucket {
    Timestamp begin;
    qint64 ok = 0;
    qint64 error = 0;
    qint64 throttle = 0;
    qint64 fault = 0;
};

// A document that was not taken, or one diagnosis about the instrumentation.
struct Finding {
    qint64 journalId = 0;
    Timestamp received;
    RejectionCode code = RejectionCode::ParseError;
    QString message;
    QString sender;
    QByteArray bytes; // as received
};

// Counters of a session since it was made (documents, traces, findings) or opened (drops, evictions).
struct SessionCounters {
    qint64 documents = 0; // in the journal
    qint64 indexed = 0; // of those, reflected in traces and graph
    qint64 segments = 0; // received (sub)segments, counted from traces
    qint64 traces = 0;
    qint64 findings = 0; // not taken, bytes kept
    qint64 dropped = 0; // refused by the full queue before the journal
    qint64 evictedTraces = 0; // removed because the file reached its size cap
    qint64 fileBytes = 0;
    qint64 rebuildTotal = 0; // documents to index again after the index's version changed; 0: none going on
    QString problem; // why nothing is being written, in one sentence; empty: all is well
};

// Calls are made on query threads and may take as long as the question deserves; a stop request ends them early with an
// error. Each is answered from one consistent state. Thread-safe.
class TraceSource {
public:
    virtual ~TraceSource() = default;

    virtual Result<TracePage> traces(const TraceQuery& query, std::stop_token stop) = 0;
    // An error where no document of the trace is there.
    virtual Result<Trace> trace(const TraceId& id, std::stop_token stop) = 0;
    // For having something to look at while trace() reads: of a trace whose documents are larger than some `bytes`
    // together, those of them that came last. A document follows those within its segment, so they are its top: its
    // root, and what was called directly. Trace::leftOut tells how many more there are; 0: none.
    virtual Result<Trace> traceTop(const TraceId& id, qint64 /*bytes*/, std::stop_token stop)
    {
        return trace(id, std::move(stop));
    }
    // Its revision, so that what is shown is read again only when that is worth it: of a large trace that grows, the
    // one of a moment ago. An error where no document of the trace is there.
    virtual Result<int> traceRevision(const TraceId& id, std::stop_token stop)
    {
        return trace(id, std::move(stop)).map([](const Trace& read) { return read.revision; });
    }
    // Of the traces that are selected.
    virtual Result<ServiceGraph> serviceGraph(const TraceSelection& selection, std::stop_token stop) = 0;
    // The same in buckets of `step` (counted from 1970, at least a second) by the traces' start; empty buckets are left
    // out.
    virtual Result<std::vector<GraphBucket>> graphSeries(
        const TraceSelection& selection, Duration step, std::stop_token stop) = 0;
    // Traces by start and outcome, in buckets of `step`; empty buckets are left out.
    virtual Result<std::vector<ActivityBucket>> activity(
        const TraceSelection& selection, Duration step, std::stop_token stop) = 0;
    // How long the selected traces took, and by what they can be told apart: up to `most` values of each facet.
    virtual Result<TraceStatistics> statistics(const TraceSelection& selection, qint64 most, std::stop_token stop) = 0;
    // Up to `most` of the session's own names that fill the blank of `completion` and hold `typed`, in any case of
    // letters, as they are to be written.
    virtual Result<QStringList> filterWords(
        const FilterCompletion& completion, const QString& typed, qint64 most, std::stop_token stop) = 0;
    // Newest first.
    virtual Result<std::vector<Finding>> findings(qint64 limit, std::stop_token stop) = 0;
    // From the start of the oldest trace to just after that of the newest; begin == end where there is none.
    virtual Result<TimeRange> extent(std::stop_token stop) = 0;
    // Cheap: any thread, any time.
    [[nodiscard]] virtual SessionCounters counters() const = 0;
    // "session.fluoro": what the window calls it.
    [[nodiscard]] virtual QString name() const = 0;
    // `advanced` is called on a thread of the source, at most ten times a second, after what can be asked for has
    // changed. Null ends it.
    virtual void onAdvanced(std::function<void()> advanced) = 0;
};

} // namespace fluoroscope
