// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/trace_list.h"

#include "storage/database.h"
#include "storage/trace_facts.h"
#include "storage/trace_selector.h"

#include <limits>

namespace fluoroscope {

namespace {

const char* orderColumn(TraceOrder order)
{
    switch (order) {
    case TraceOrder::Start:
        return "start";
    case TraceOrder::ResponseTime:
        return "response_time";
    case TraceOrder::Length:
        return "duration";
    case TraceOrder::Status:
        return "status";
    case TraceOrder::Outcome:
        return "outcome";
    case TraceOrder::Method:
        return "method";
    case TraceOrder::Url:
        return "url";
    case TraceOrder::ClientIp:
        return "client_ip";
    case TraceOrder::EntryPoint:
        return "entry_name";
    case TraceOrder::Segments:
        return "segments";
    }
    Q_UNREACHABLE();
}

TraceRow readRow(SQLite::Statement& statement)
{
    TraceRow row;
    int column = 0;
    const auto number = [&] { return static_cast<qint64>(statement.getColumn(column++).getInt64()); };
    const auto text = [&] { return textColumn(statement, column++); };
    row.id = TraceId::fromBytes(bytesColumn(statement, column++));
    row.start = Timestamp(Duration(number()));
    row.duration = Duration(number());
    row.responseTime = Duration(number());
    const qint64 flags = number();
    row.hasFault = flags & FactFlag::Fault;
    row.hasError = flags & FactFlag::Error;
    row.hasThrottle = flags & FactFlag::AnyThrottle;
    row.isPartial = flags & FactFlag::Partial;
    row.status = static_cast<int>(number());
    row.method = text();
    row.url = text();
    row.clientIp = text();
    row.entryPoint.name = text();
    row.entryPoint.type = text();
    row.entryPoint.account = text();
    row.segmentCount = static_cast<int>(number());
    row.revision = static_cast<int>(number());
    return row;
}

constexpr const char* kSelectRow = "SELECT trace_id, start, duration, response_time, flags, status, method, url, "
                                   "client_ip, entry_name, entry_type, entry_account, segments, revision "
                                   "FROM trace WHERE id = ?";

// All that are selected, wherever the window begins.
qint64 count(const TraceSelector& selector)
{
    qint64 number = 0;
    selector.forEach([&](SQLite::Statement&) { return ++number > 0; });
    return number;
}

} // namespace

TracePage readTracePage(SQLite::Database& database, const TraceQuery& query, const std::stop_token& stop)
{
    const TraceSelector selector(database, query.selection, stop);
    const bool inOrderOfStart = query.order == TraceOrder::Start;
    const qint64 limit = query.limit < 0 ? std::numeric_limits<qint64>::max() : query.limit;
    const auto& after = inOrderOfStart ? query.after : std::nullopt;
    // Without a filter all of the range is selected, and its number is known without a look at each.
    const bool isFiltered = !query.selection.filter.isEmpty();
    const bool countsMatches = query.counted && isFiltered && !after;
    TracePage page;
    std::vector<int64_t> rows;
    std::optional<TracePosition> last;
    qint64 seen = 0;
    const auto take = [&](SQLite::Statement& trace) {
        const bool isInWindow = seen >= query.offset && seen - query.offset < limit;
        ++seen;
        if (isInWindow) {
            rows.push_back(trace.getColumn(0).getInt64());
            last = {Timestamp(Duration(trace.getColumn(1).getInt64())), TraceId::fromBytes(bytesColumn(trace, 2))};
        }
        return countsMatches || seen - query.offset < limit;
    };
    if (limit > 0 || countsMatches) {
        if (inOrderOfStart) {
            selector.forEach(take, query.descending, after);
        } else {
            selector.forEachBy(orderColumn(query.order), query.descending, take,
                countsMatches || query.limit < 0 ? -1 : query.offset + limit);
        }
    }
    SQLite::Statement select(database, kSelectRow);
    page.rows.reserve(rows.size());
    for (const int64_t row : rows) {
        const StatementRun run(select);
        select.bind(1, row);
        select.executeStep();
        page.rows.push_back(readRow(select));
    }
    const bool isFull = static_cast<qint64>(rows.size()) == limit;
    page.scanned = !inOrderOfStart || !isFull ? selector.inRange(query.descending, after)
        : last                                ? selector.inRange(query.descending, after, last)
                                              : 0;
    if (query.counted) {
        page.total = countsMatches ? seen : isFiltered ? count(selector) : selector.inRange();
    }
    return page;
}

} // namespace fluoroscope
