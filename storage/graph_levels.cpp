// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/graph_levels.h"

#include "core/graph/graph_codec.h"
#include "storage/database.h"

namespace fluoroscope {

namespace {

constexpr qint64 kSecond = 1'000'000; // µs
// Sums of each level that stay decoded between batches.
constexpr std::size_t kSumsKept = 8;

qint64 floorOf(qint64 value, qint64 unit)
{
    return value / unit - (value % unit < 0 ? 1 : 0);
}

qint64 ceilOf(qint64 value, qint64 unit)
{
    return value / unit + (value % unit > 0 ? 1 : 0);
}

qint64 secondOf(Timestamp time)
{
    return floorOf(time.time_since_epoch().count(), kSecond);
}

void addPieces(std::vector<GraphPiece>& pieces, qint64 begin, qint64 end, std::size_t levels)
{
    if (begin >= end) {
        return;
    }
    if (levels == 0) {
        pieces.push_back({0, begin, end});
        return;
    }
    const qint64 unit = kGraphUnits[levels - 1];
    const qint64 first = ceilOf(begin, unit * kSecond);
    const qint64 last = floorOf(end, unit * kSecond);
    if (first >= last) {
        addPieces(pieces, begin, end, levels - 1);
        return;
    }
    addPieces(pieces, begin, first * unit * kSecond, levels - 1);
    pieces.push_back({unit, first * unit * kSecond, last * unit * kSecond});
    addPieces(pieces, last * unit * kSecond, end, levels - 1);
}

} // namespace

GraphLevels::GraphLevels(SQLite::Database& database)
    : m_select(database, "SELECT ok, error, throttle, fault, graph FROM graph_level WHERE unit = ? AND begin = ?")
    , m_store(database,
          "INSERT OR REPLACE INTO graph_level(unit, begin, ok, error, throttle, fault, graph) "
          "VALUES(?, ?, ?, ?, ?, ?, ?)")
    , m_remove(database, "DELETE FROM graph_level WHERE unit = ? AND begin = ?")
{
}

void GraphLevels::add(Timestamp start, Outcome outcome, const ServiceGraph& graph)
{
    Change& change = m_changes[secondOf(start)];
    change.added.add(graph);
    ++change.counts[static_cast<std::size_t>(outcome)];
}

void GraphLevels::subtract(Timestamp start, Outcome outcome, const ServiceGraph& graph)
{
    Change& change = m_changes[secondOf(start)];
    change.removed.add(graph);
    --change.counts[static_cast<std::size_t>(outcome)];
}

void GraphLevels::reset()
{
    m_changes.clear();
    m_sums = {};
}

GraphLevels::Sum& GraphLevels::load(std::size_t level, qint64 begin)
{
    const auto [entry, isNew] = m_sums[level].try_emplace(begin);
    Sum& sum = entry->second;
    if (isNew) {
        const StatementRun run(m_select);
        m_select.bind(1, static_cast<int64_t>(kGraphUnits[level]));
        m_select.bind(2, static_cast<int64_t>(begin));
        if (m_select.executeStep()) {
            int column = 0;
            for (qint64& count : sum.counts) {
                count = m_select.getColumn(column++).getInt64();
            }
            sum.graph = decodeGraph(bytesColumn(m_select, column));
        }
    }
    return sum;
}

void GraphLevels::store(std::size_t level, qint64 begin, const Sum& sum)
{
    SQLite::Statement& statement = sum.graph.isEmpty() ? m_remove : m_store;
    const StatementRun run(statement);
    statement.bind(1, static_cast<int64_t>(kGraphUnits[level]));
    statement.bind(2, static_cast<int64_t>(begin));
    const QByteArray bytes = sum.graph.isEmpty() ? QByteArray() : encodeGraph(sum.graph);
    if (!sum.graph.isEmpty()) {
        int place = 2;
        for (const qint64 count : sum.counts) {
            statement.bind(++place, static_cast<int64_t>(count));
        }
        bindBytes(statement, ++place, bytes);
    }
    statement.exec();
}

void GraphLevels::flush()
{
    for (std::size_t level = 0; level < kGraphUnits.size(); ++level) {
        for (const auto& [second, change] : m_changes) {
            Sum& sum = load(level, floorOf(second, kGraphUnits[level]));
            sum.graph.add(change.added);
            sum.graph.subtract(change.removed);
            for (std::size_t i = 0; i < sum.counts.size(); ++i) {
                sum.counts[i] += change.counts[i];
            }
            sum.touched = true;
        }
        std::map<qint64, Sum>& sums = m_sums[level];
        for (auto& [begin, sum] : sums) {
            if (sum.touched) {
                store(level, begin, sum);
                sum.touched = false;
            }
        }
        while (sums.size() > kSumsKept) {
            sums.erase(sums.begin()); // the oldest: live traffic goes on in the newest
        }
    }
    m_changes.clear();
}

std::vector<GraphPiece> graphPieces(TimeRange range, qint64 coarsest)
{
    std::size_t levels = kGraphUnits.size();
    while (levels > 0 && kGraphUnits[levels - 1] > coarsest) {
        --levels;
    }
    std::vector<GraphPiece> pieces;
    addPieces(pieces, range.begin.time_since_epoch().count(), range.end.time_since_epoch().count(), levels);
    return pieces;
}

void bindPiece(SQLite::Statement& statement, const GraphPiece& piece)
{
    statement.bind(1, static_cast<int64_t>(piece.unit));
    statement.bind(2, static_cast<int64_t>(piece.begin / (piece.unit * kSecond)));
    statement.bind(3, static_cast<int64_t>(piece.end / (piece.unit * kSecond)));
}

} // namespace fluoroscope
