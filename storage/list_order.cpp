// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/list_order.h"

#include "storage/database.h"
#include "storage/filter_names.h"
#include "storage/trace_selector.h"

#include <algorithm>
#include <array>
#include <limits>
#include <tuple>
#include <unordered_map>

namespace fluoroscope {

namespace {

// Values as SQLite compares them, but that those that are missing come last in either direction.
struct Value {
    enum class Kind : std::uint8_t { Number, Text, Blob, Missing };
    Kind kind = Kind::Missing;
    double number = 0;
    std::string bytes;

    bool operator==(const Value&) const = default;
};

struct ValueHash {
    std::size_t operator()(const Value& value) const
    {
        return std::hash<std::string>()(value.bytes) ^ std::hash<double>()(value.number);
    }
};

struct Key {
    Value value;
    qint64 start = 0;
    std::string id;
};

Value valueOf(const SQLite::Column& column)
{
    if (column.isNull()) {
        return {};
    }
    if (column.isInteger() || column.isFloat()) {
        return {Value::Kind::Number, column.getDouble(), {}};
    }
    return {column.isText() ? Value::Kind::Text : Value::Kind::Blob, 0, column.getString()};
}

// Whether `one` comes before `other`.
bool isBefore(const Value& one, const Value& other, bool descending)
{
    if (one.kind == Value::Kind::Missing || other.kind == Value::Kind::Missing) {
        return one.kind < other.kind;
    }
    const auto ascends = [](const Value& first, const Value& second) {
        return std::tie(first.kind, first.number, first.bytes) < std::tie(second.kind, second.number, second.bytes);
    };
    return descending ? ascends(other, one) : ascends(one, other);
}

bool isBefore(const Key& one, const Key& other, bool descending)
{
    if (one.value != other.value) {
        return isBefore(one.value, other.value, descending);
    }
    const auto ascends = [](const Key& first, const Key& second) {
        return std::tie(first.start, first.id) < std::tie(second.start, second.id);
    };
    return descending ? ascends(other, one) : ascends(one, other);
}

// Of a row of TraceSelector::forEachWith().
Key keyOf(SQLite::Statement& trace)
{
    return {valueOf(trace.getColumn(4)), trace.getColumn(1).getInt64(), trace.getColumn(2).getString()};
}

// As much of a trace as its place is told by, in little room.
struct Entry {
    double rank = 0; // of its value: what comes first has the lowest
    qint64 start = 0;
    std::array<unsigned char, 16> id{};
    int64_t row = 0;
};

Entry entryOf(SQLite::Statement& trace, double rank)
{
    Entry entry{rank, trace.getColumn(1).getInt64(), {}, trace.getColumn(0).getInt64()};
    const QByteArrayView id = bytesView(trace, 2);
    std::copy_n(id.begin(), std::min(id.size(), qsizetype(entry.id.size())), entry.id.begin());
    return entry;
}

bool isNumber(TraceOrder order)
{
    switch (order) {
    case TraceOrder::Start:
    case TraceOrder::ResponseTime:
    case TraceOrder::Length:
    case TraceOrder::Status:
    case TraceOrder::Outcome:
    case TraceOrder::Segments:
        return true;
    case TraceOrder::Id:
    case TraceOrder::Method:
    case TraceOrder::Url:
    case TraceOrder::ClientIp:
    case TraceOrder::EntryPoint:
    case TraceOrder::Annotation:
        return false;
    }
    Q_UNREACHABLE();
}

// By the number of each value.
std::vector<double> ranksOf(const std::unordered_map<Value, std::size_t, ValueHash>& numbers, bool descending)
{
    std::vector<const std::pair<const Value, std::size_t>*> sorted;
    for (const auto& value : numbers) {
        sorted.push_back(&value);
    }
    std::sort(sorted.begin(), sorted.end(),
        [&](const auto* one, const auto* other) { return isBefore(one->first, other->first, descending); });
    std::vector<double> ranks(sorted.size());
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        ranks[sorted[i]->second] = static_cast<double>(i);
    }
    return ranks;
}

// Ranks of the traces that have a value of the annotation. Its index says them in order: that is far less than to look
// for each trace's own.
std::unordered_map<int64_t, double> annotationRanks(SQLite::Database& database, const TraceQuery& query)
{
    SQLite::Statement select(database, "SELECT trace, value FROM trace_value WHERE key = ? ORDER BY value");
    select.bind(1, static_cast<int64_t>(FilterNames(database).key(ValueKind::Annotation, query.orderKey)));
    std::unordered_map<int64_t, double> ranks;
    Value last;
    double rank = 0;
    while (select.executeStep()) {
        if (Value value = valueOf(select.getColumn(1)); value != last) {
            last = std::move(value);
            ++rank;
        }
        if (query.descending) {
            ranks[select.getColumn(0).getInt64()] = -rank;
        } else {
            ranks.try_emplace(select.getColumn(0).getInt64(), rank);
        }
    }
    return ranks;
}

// Rows by number, told as fast as one can look.
class RowSet {
public:
    explicit RowSet(const std::vector<int64_t>& sorted)
        : m_first(sorted.empty() ? 0 : sorted.front())
        , m_has(sorted.empty() ? 0 : static_cast<std::size_t>(sorted.back() - m_first + 1))
    {
        for (const int64_t row : sorted) {
            m_has[static_cast<std::size_t>(row - m_first)] = true;
        }
    }
    [[nodiscard]] bool contains(int64_t row) const
    {
        const auto at = static_cast<std::size_t>(row - m_first); // of those before the first it is very large
        return at < m_has.size() && m_has[at];
    }

private:
    int64_t m_first;
    std::vector<bool> m_has;
};

QByteArray listOf(const std::vector<int64_t>& rows)
{
    QByteArray list = "[";
    for (const int64_t row : rows) {
        list.append(list.size() > 1 ? "," : "").append(QByteArray::number(qint64(row)));
    }
    return list.append(']');
}

} // namespace

std::string orderValue(const TraceQuery& query, SQLite::Database& database)
{
    switch (query.order) {
    case TraceOrder::Start:
        return "trace.start";
    case TraceOrder::Id:
        return "trace.trace_id";
    case TraceOrder::ResponseTime:
        return "trace.response_time";
    case TraceOrder::Length:
        return "trace.duration";
    case TraceOrder::Status:
        return "trace.status";
    case TraceOrder::Outcome:
        return "trace.outcome";
    case TraceOrder::Method:
        return "trace.method";
    case TraceOrder::Url:
        return "trace.url";
    case TraceOrder::ClientIp:
        return "trace.client_ip";
    case TraceOrder::EntryPoint:
        return "trace.entry_name";
    case TraceOrder::Segments:
        return "trace.segments";
    case TraceOrder::Annotation: { // of several values the one that comes first
        std::string value = query.descending ? "(SELECT max" : "(SELECT min";
        value.append("(value) FROM trace_value WHERE trace_value.trace = trace.id AND trace_value.key = ");
        value.append(std::to_string(FilterNames(database).key(ValueKind::Annotation, query.orderKey)));
        return value.append(")");
    }
    }
    Q_UNREACHABLE();
}

ListOrder::ListOrder(SQLite::Database& database, const TraceQuery& query, const std::stop_token& stop)
    : m_database(database)
    , m_query(query)
    , m_stop(stop)
    , m_value(orderValue(query, database))
{
}

std::vector<int64_t> ListOrder::whole() const
{
    const TraceSelector selector(m_database, m_query.selection, m_stop);
    const double sign = m_query.descending ? -1 : 1;
    std::vector<Entry> entries;
    if (isNumber(m_query.order)) {
        selector.forEachWith(m_value, [&](SQLite::Statement& trace) {
            entries.push_back(entryOf(trace, sign * trace.getColumn(4).getDouble()));
            return true;
        });
    } else if (m_query.order == TraceOrder::Annotation) {
        const std::unordered_map<int64_t, double> ranks = annotationRanks(m_database, m_query);
        selector.forEachWith({}, [&](SQLite::Statement& trace) {
            const auto known = ranks.find(trace.getColumn(0).getInt64());
            const bool isMissing = known == ranks.end();
            entries.push_back(entryOf(trace, isMissing ? std::numeric_limits<double>::infinity() : known->second));
            return true;
        });
    } else {
        // Of the many traces most share their value with others: each is compared once, then its rank alone.
        std::unordered_map<Value, std::size_t, ValueHash> numbers;
        selector.forEachWith(m_value, [&](SQLite::Statement& trace) {
            const auto known = numbers.try_emplace(valueOf(trace.getColumn(4)), numbers.size()).first;
            entries.push_back(entryOf(trace, static_cast<double>(known->second)));
            return true;
        });
        const std::vector<double> ranks = ranksOf(numbers, m_query.descending);
        for (Entry& entry : entries) {
            entry.rank = ranks[static_cast<std::size_t>(entry.rank)];
        }
    }
    std::sort(entries.begin(), entries.end(), [descending = m_query.descending](const Entry& one, const Entry& other) {
        if (one.rank != other.rank) {
            return one.rank < other.rank;
        }
        return descending ? std::tie(other.start, other.id) < std::tie(one.start, one.id)
                          : std::tie(one.start, one.id) < std::tie(other.start, other.id);
    });
    std::vector<int64_t> rows;
    rows.reserve(entries.size());
    for (const Entry& entry : entries) {
        rows.push_back(entry.row);
    }
    return rows;
}

std::vector<int64_t> ListOrder::updated(const std::vector<int64_t>& rows, std::vector<int64_t> touched) const
{
    std::sort(touched.begin(), touched.end());
    touched.erase(std::unique(touched.begin(), touched.end()), touched.end());
    const RowSet changed(touched);
    std::vector<int64_t> still;
    still.reserve(rows.size());
    std::copy_if(
        rows.begin(), rows.end(), std::back_inserter(still), [&](int64_t row) { return !changed.contains(row); });

    const bool descending = m_query.descending;
    std::vector<std::pair<Key, int64_t>> come;
    TraceSelector(m_database, m_query.selection, m_stop)
        .forEachWith(
            m_value,
            [&](SQLite::Statement& trace) {
                come.emplace_back(keyOf(trace), trace.getColumn(0).getInt64());
                return true;
            },
            listOf(touched));
    std::sort(come.begin(), come.end(),
        [&](const auto& one, const auto& other) { return isBefore(one.first, other.first, descending); });

    SQLite::Statement look(m_database, "SELECT id, start, trace_id, outcome, " + m_value + " FROM trace WHERE id = ?");
    std::vector<int64_t> merged;
    merged.reserve(still.size() + come.size());
    auto from = still.begin();
    for (const auto& [key, row] : come) {
        const auto at = std::lower_bound(from, still.end(), key, [&](int64_t known, const Key& sought) {
            const StatementRun run(look);
            look.bind(1, known);
            look.executeStep();
            return isBefore(keyOf(look), sought, descending);
        });
        merged.insert(merged.end(), from, at);
        merged.push_back(row);
        from = at;
    }
    merged.insert(merged.end(), from, still.end());
    return merged;
}

} // namespace fluoroscope
