// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/trace_list.h"

#include "storage/database.h"
#include "storage/filter_names.h"
#include "storage/list_order.h"
#include "storage/trace_facts.h"
#include "storage/trace_place.h"
#include "storage/trace_selector.h"

#include <algorithm>
#include <limits>

namespace fluoroscope {

namespace {

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
    row.isUnanswered = flags & FactFlag::Unanswered;
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

// Reads rows one by one, with the annotations that are asked for.
class RowReader {
public:
    RowReader(SQLite::Database& database, const QStringList& annotations)
        : m_row(database, kSelectRow)
        , m_values(database, "SELECT value FROM trace_value WHERE trace = ? AND key = ?")
    {
        FilterNames names(database);
        for (const QString& key : annotations) {
            m_keys.emplace_back(key, names.key(ValueKind::Annotation, key));
        }
    }

    TraceRow read(int64_t id)
    {
        const StatementRun run(m_row);
        m_row.bind(1, id);
        m_row.executeStep();
        TraceRow row = readRow(m_row);
        for (const auto& [key, number] : m_keys) {
            const StatementRun values(m_values);
            m_values.bind(1, id);
            m_values.bind(2, static_cast<int64_t>(number));
            while (m_values.executeStep()) {
                row.annotations.push_back({key, valueColumn(m_values, 0)});
            }
        }
        return row;
    }

private:
    SQLite::Statement m_row;
    SQLite::Statement m_values;
    std::vector<std::pair<QString, qint64>> m_keys; // with their numbers in the file
};

// Beyond as many rows all of a sorted list are gone through once, rather than for each window again; and in any case
// where it is counted: somebody is going to scroll.
constexpr qint64 kShallow = 1000;

class TraceList {
public:
    TraceList(SQLite::Database& database, const TraceQuery& query, const std::stop_token& stop, KeptOrders& kept);
    [[nodiscard]] TracePage page() const;

private:
    [[nodiscard]] KeptOrders::Rows wholeOrder() const;
    [[nodiscard]] std::vector<int64_t> walkedWindow(const std::optional<TracePosition>& after) const;
    void walk(
        const TraceSelector::Visit& visit, qint64 most = -1, const std::optional<TracePosition>& after = {}) const;
    [[nodiscard]] qint64 total() const;
    [[nodiscard]] qint64 placeOf(const TraceId& id, const std::vector<int64_t>& order) const;

    SQLite::Database& m_database;
    const TraceQuery& m_query;
    const std::stop_token& m_stop;
    KeptOrders& m_kept;
    TraceSelector m_selector;
    bool m_isByStart;
    qint64 m_limit;
};

TraceList::TraceList(SQLite::Database& database, const TraceQuery& query, const std::stop_token& stop, KeptOrders& kept)
    : m_database(database)
    , m_query(query)
    , m_stop(stop)
    , m_kept(kept)
    , m_selector(database, query.selection, stop)
    , m_isByStart(query.order == TraceOrder::Start)
    , m_limit(query.limit < 0 ? std::numeric_limits<qint64>::max() : query.limit)
{
}

TracePage TraceList::page() const
{
    const auto& after = m_isByStart ? m_query.after : std::nullopt;
    const KeptOrders::Rows order = after ? nullptr : wholeOrder();
    std::vector<int64_t> window;
    if (order) {
        const auto size = static_cast<qint64>(order->size());
        const qint64 begin = std::min(m_query.offset, size);
        window.assign(order->begin() + begin, order->begin() + begin + std::min(m_limit, size - begin));
    } else {
        window = walkedWindow(after);
    }
    RowReader reader(m_database, m_query.annotations);
    TracePage page;
    page.rows.reserve(window.size());
    for (const int64_t id : window) {
        page.rows.push_back(reader.read(id));
    }
    const bool isFull = static_cast<qint64>(window.size()) == m_limit;
    if (!m_isByStart || !isFull) {
        page.scanned = m_selector.inRange(m_query.descending, after);
    } else if (!page.rows.empty()) {
        const TraceRow& last = page.rows.back();
        page.scanned = m_selector.inRange(m_query.descending, after, TracePosition{last.start, last.id});
    }
    if (m_query.sought && order) {
        page.soughtRow = placeOf(*m_query.sought, *order);
    }
    if (m_query.counted) {
        page.total = order ? static_cast<qint64>(order->size()) : total();
    }
    return page;
}

// Null where what is asked for is had for less.
KeptOrders::Rows TraceList::wholeOrder() const
{
    const bool isWindow = (m_limit > 0 && m_query.limit >= 0) || m_query.sought;
    const bool isFiltered = !m_query.selection.filter.isEmpty();
    if (!isWindow || (m_isByStart && !isFiltered)) {
        return m_kept.find(m_query, m_database);
    }
    if (KeptOrders::Rows known = m_kept.update(m_query, m_database, m_stop)) {
        return known;
    }
    const bool isDeep = m_query.offset > kShallow || m_limit > kShallow;
    return m_query.counted || m_query.sought || (isDeep && !isFiltered) ? m_kept.make(m_query, m_database, m_stop)
                                                                        : nullptr;
}

std::vector<int64_t> TraceList::walkedWindow(const std::optional<TracePosition>& after) const
{
    std::vector<int64_t> rows;
    if (m_limit == 0) {
        return rows;
    }
    qint64 skip = m_query.offset;
    const auto take = [&](SQLite::Statement& trace) {
        if (skip > 0) {
            --skip;
            return true;
        }
        rows.push_back(trace.getColumn(0).getInt64());
        return static_cast<qint64>(rows.size()) < m_limit;
    };
    const bool isPlain = m_query.selection.filter.isEmpty() && m_query.selection.time == TraceTime::Start;
    if (isPlain && m_isByStart && !after && skip > 0) {
        const TracePlace place = placeAfter(m_database, m_query.selection.range, m_query.descending, skip);
        skip = place.offset;
        TraceSelector(m_database, {.range = place.range}, m_stop).forEach(take, m_query.descending);
    } else {
        walk(take, m_query.limit < 0 ? -1 : m_query.offset + m_limit, after);
    }
    return rows;
}

void TraceList::walk(const TraceSelector::Visit& visit, qint64 most, const std::optional<TracePosition>& after) const
{
    if (m_isByStart) {
        m_selector.forEach(visit, m_query.descending, after);
    } else {
        m_selector.forEachBy(orderValue(m_query, m_database), m_query.descending, visit, most);
    }
}

qint64 TraceList::placeOf(const TraceId& id, const std::vector<int64_t>& order) const
{
    SQLite::Statement select(m_database, "SELECT id FROM trace WHERE trace_id = ?");
    const QByteArray key = id.bytes();
    bindBytes(select, 1, key);
    const auto found = select.executeStep()
        ? std::find(order.begin(), order.end(), select.getColumn(0).getInt64()) // a million in half a millisecond
        : order.end();
    return found == order.end() ? -1 : found - order.begin();
}

// All that are selected, wherever the window begins. Without a filter that is all of the range, and their number is
// known without a look at each.
qint64 TraceList::total() const
{
    if (m_query.selection.filter.isEmpty()) {
        return m_selector.inRange();
    }
    qint64 number = 0;
    m_selector.forEach([&](SQLite::Statement&) { return ++number > 0; });
    return number;
}

} // namespace

TracePage readTracePage(
    SQLite::Database& database, const TraceQuery& query, const std::stop_token& stop, KeptOrders& kept)
{
    return TraceList(database, query, stop, kept).page();
}

} // namespace fluoroscope
