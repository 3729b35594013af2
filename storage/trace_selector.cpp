// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/trace_selector.h"

#include "core/filter/filter_evaluation.h"
#include "core/trace/trace_assembly.h"
#include "storage/database.h"
#include "storage/graph_levels.h"
#include "storage/journal.h"

#include <sqlite3.h>

namespace fluoroscope {

namespace {

// Probed before anything else is tried: some milliseconds.
constexpr qint64 kProbed = 4000;
// More candidates than these are no shorter way than probing.
constexpr qint64 kNarrow = 20'000;

qint64 micros(Timestamp time)
{
    return time.time_since_epoch().count();
}

std::string orderBy(bool descending)
{
    return descending ? " ORDER BY trace.start DESC, trace.trace_id DESC" : " ORDER BY trace.start, trace.trace_id";
}

std::string whereOf(bool descending, bool hasAfter, bool hasTo, const std::string& inTime)
{
    std::string where = " WHERE trace.start >= :begin AND trace.start < :end";
    if (hasAfter) {
        where += descending ? " AND (trace.start, trace.trace_id) < (:afterStart, :afterId)"
                            : " AND (trace.start, trace.trace_id) > (:afterStart, :afterId)";
    }
    if (hasTo) {
        where += descending ? " AND (trace.start, trace.trace_id) >= (:toStart, :toId)"
                            : " AND (trace.start, trace.trace_id) <= (:toStart, :toId)";
    }
    return inTime.empty() ? where : where + " AND " + inTime;
}

} // namespace

// From one place to another, in the order of the list. Where `to` is set its trace is the last, else the range's.
struct TraceSelector::Span {
    TimeRange range;
    bool descending = false;
    std::optional<TracePosition> after;
    std::optional<TracePosition> to;
};

TraceSelector::TraceSelector(SQLite::Database& database, const TraceSelection& selection, std::stop_token stop)
    : m_database(database)
    , m_expression(selection.filter)
    , m_stop(std::move(stop))
    , m_range(selection.range)
    , m_wanted(selection.range)
    , m_filter(compileFilter(selection.filter, database))
{
    if (selection.time == TraceTime::Start || selection.range == TimeRange()) {
        return;
    }
    // No trace that began earlier than this has anything in the range: none took longer.
    const Duration longest(metaValue(database, "longest"));
    m_range.begin = m_wanted.begin > Timestamp::min() + longest ? m_wanted.begin - longest : Timestamp::min();
    m_inTime = selection.time == TraceTime::Activity
        ? "trace.start + max(trace.duration, 0) >= :wantedBegin"
        : "trace.start + trace.duration >= :wantedBegin AND trace.start + trace.duration < :wantedEnd";
}

TraceSelector::Span TraceSelector::wholeSpan(bool descending, const std::optional<TracePosition>& after) const
{
    return {m_range, descending, after, {}};
}

void TraceSelector::bind(SQLite::Statement& statement, const Span& span) const
{
    const auto number = [&](const char* name, qint64 value) {
        if (statement.getIndex(name) != 0) {
            statement.bind(name, static_cast<int64_t>(value));
        }
    };
    const auto position = [&](const char* start, const char* id, const std::optional<TracePosition>& place) {
        if (place) {
            number(start, micros(place->start));
            const QByteArray bytes = place->id.bytes();
            statement.bind(id, bytes.constData(), static_cast<int>(bytes.size()));
        }
    };
    // The places bound the time, too: of several bounds to the same column SQLite searches by the first alone.
    const std::optional<TracePosition>& first = span.descending ? span.to : span.after;
    const std::optional<TracePosition>& last = span.descending ? span.after : span.to;
    number(":begin", micros(first ? std::max(span.range.begin, first->start) : span.range.begin));
    number(":end", micros(last ? std::min(span.range.end, last->start + Duration(1)) : span.range.end));
    number(":wantedBegin", micros(m_wanted.begin));
    number(":wantedEnd", micros(m_wanted.end));
    position(":afterStart", ":afterId", span.after);
    position(":toStart", ":toId", span.to);
}

void TraceSelector::forEach(const Visit& visit, bool descending, const std::optional<TracePosition>& after) const
{
    Span span = wholeSpan(descending, after);
    if (m_filter.candidates.empty()) {
        walk(span, orderBy(descending), {}, visit);
        return;
    }
    span.to = place(span, kProbed);
    const bool goesOn = walk(span, orderBy(descending), {}, visit);
    if (goesOn && span.to) {
        walk(wholeSpan(descending, span.to), orderBy(descending), narrow(), visit);
    }
}

void TraceSelector::forEachBy(const std::string& value, bool descending, const Visit& visit, qint64 most) const
{
    const char* direction = descending ? " DESC" : " ASC";
    const std::string order = " ORDER BY " + value + direction + " NULLS LAST, trace.start" + direction
        + ", trace.trace_id"
        + direction
        // The fewer, the less there is to sort; but what has to be evaluated may be any number.
        + (m_filter.isExact ? " LIMIT " + std::to_string(most) : std::string());
    const Span span = wholeSpan(descending, {});
    const bool isLong = !m_filter.candidates.empty() && place(span, kProbed);
    walk(span, order, isLong ? narrow() : std::nullopt, visit);
}

void TraceSelector::forEachWith(
    const std::string& value, const Visit& visit, const std::optional<QByteArray>& among) const
{
    const Span span = wholeSpan(false, {});
    const bool isLong = !among && !m_filter.candidates.empty() && place(span, kProbed);
    walk(span, {}, isLong ? narrow() : among, visit, value);
}

// The trace after `number` others of the span; none where there are not so many.
std::optional<TracePosition> TraceSelector::place(const Span& span, qint64 number) const
{
    SQLite::Statement select(m_database,
        "SELECT trace.start, trace.trace_id FROM trace INDEXED BY trace_by_start"
            + whereOf(span.descending, span.after.has_value(), false, m_inTime) + orderBy(span.descending)
            + " LIMIT 1 OFFSET " + std::to_string(number));
    bind(select, span);
    if (!select.executeStep()) {
        return std::nullopt;
    }
    return TracePosition{
        Timestamp(Duration(select.getColumn(0).getInt64())), TraceId::fromBytes(bytesColumn(select, 1))};
}

// The candidates as a list in JSON; none where they are too many.
std::optional<QByteArray> TraceSelector::narrow() const
{
    SQLite::Statement select(m_database, m_filter.candidates + " LIMIT " + std::to_string(kNarrow + 1));
    m_filter.bind(select);
    QByteArray list = "[";
    qint64 count = 0;
    while (select.executeStep()) {
        if (++count > kNarrow) {
            return std::nullopt;
        }
        list.append(count > 1 ? "," : "").append(QByteArray::number(qint64(select.getColumn(0).getInt64())));
    }
    return list.append(']');
}

bool TraceSelector::walk(const Span& span, const std::string& order, const std::optional<QByteArray>& ids,
    const Visit& visit, const std::string& value) const
{
    // Told which way to go: without statistics on its tables SQLite would guess.
    SQLite::Statement select(m_database,
        "SELECT trace.id, trace.start, trace.trace_id, trace.outcome" + (value.empty() ? value : ", " + value)
            + " FROM trace " + (ids ? "NOT INDEXED" : "INDEXED BY trace_by_start")
            + whereOf(span.descending, span.after.has_value(), span.to.has_value(), m_inTime) + " AND ("
            + m_filter.condition + ')' + (ids ? " AND trace.id IN (SELECT value FROM json_each(:ids))" : "") + order);
    bind(select, span);
    m_filter.bind(select);
    if (ids) {
        select.bind(":ids", std::string(ids->constData(), static_cast<std::size_t>(ids->size())));
    }
    while (select.executeStep()) {
        const bool matches =
            m_filter.isExact || isMatch(select.getColumn(0).getInt64(), TraceId::fromBytes(bytesColumn(select, 2)));
        if (matches && !visit(select)) {
            return false;
        }
    }
    return true;
}

bool TraceSelector::isMatch(qint64 row, const TraceId& id) const
{
    if (m_stop.stop_requested()) {
        throw SQLite::Exception("withdrawn", SQLITE_INTERRUPT);
    }
    const Trace trace = assembleTraceFrom(id, readTraceDocuments(m_database, row, id, false));
    return matches(m_expression, FilterSubject(trace));
}

qint64 TraceSelector::inRange(
    bool descending, const std::optional<TracePosition>& after, const std::optional<TracePosition>& until) const
{
    Span span = wholeSpan(descending, after);
    span.to = until;
    SQLite::Statement each(m_database,
        "SELECT count(*) FROM trace INDEXED BY trace_by_start"
            + whereOf(descending, after.has_value(), until.has_value(), m_inTime));
    const auto countEach = [&](TimeRange range) {
        range = {std::max(range.begin, m_range.begin), std::min(range.end, m_range.end)};
        const StatementRun run(each);
        bind(each, {range, descending, after, until});
        each.executeStep();
        return static_cast<qint64>(each.getColumn(0).getInt64());
    };
    if (!m_inTime.empty()) {
        return countEach(m_range);
    }
    // Between the moments of both places time alone decides, and whole seconds were counted before.
    const std::optional<TracePosition>& first = descending ? until : after;
    const std::optional<TracePosition>& last = descending ? after : until;
    const auto moment = [](const TracePosition& position) {
        return TimeRange{position.start, position.start + Duration(1)};
    };
    qint64 total = first ? countEach(moment(*first)) : 0;
    total += last && !(first && first->start == last->start) ? countEach(moment(*last)) : 0;
    const TimeRange between{first ? std::max(m_range.begin, first->start + Duration(1)) : m_range.begin,
        last ? std::min(m_range.end, last->start) : m_range.end};
    SQLite::Statement sum(m_database,
        "SELECT sum(ok + error + throttle + fault) FROM graph_level WHERE unit = ? AND begin >= ? AND begin < ?");
    for (const GraphPiece& piece : graphPieces(between)) {
        if (piece.unit == 0) {
            total += countEach({Timestamp(Duration(piece.begin)), Timestamp(Duration(piece.end))});
            continue;
        }
        const StatementRun run(sum);
        bindPiece(sum, piece);
        sum.executeStep();
        total += sum.getColumn(0).getInt64();
    }
    return total;
}

} // namespace fluoroscope
