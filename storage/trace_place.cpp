// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/trace_place.h"

#include "storage/database.h"
#include "storage/graph_levels.h"

#include <algorithm>
#include <optional>

namespace fluoroscope {

namespace {

constexpr qint64 kSecond = 1'000'000; // µs

struct Unit { // µs since 1970
    qint64 begin = 0;
    qint64 end = 0;
    qint64 size = 0; // seconds; 0: a part of a second
};

// Counts by hours, then by the minutes of one, then by its seconds.
class Search {
public:
    Search(SQLite::Database& database, bool descending, qint64 offset)
        : m_units(database,
            std::string("SELECT begin, ok + error + throttle + fault FROM graph_level WHERE unit = ? AND begin >= ? "
                        "AND begin < ? ORDER BY begin ")
                + (descending ? "DESC" : "ASC"))
        , m_traces(database,
              "SELECT count(*) FROM trace INDEXED BY trace_by_start WHERE trace.start >= ? AND trace.start < ?")
        , m_descending(descending)
        , m_left(offset)
    {
    }

    // The smallest unit within `range` in which no more than `left()` traces are to be skipped.
    std::optional<Unit> find(TimeRange range, qint64 coarsest)
    {
        std::vector<GraphPiece> pieces = graphPieces(range, coarsest);
        if (m_descending) {
            std::reverse(pieces.begin(), pieces.end());
        }
        for (const GraphPiece& piece : pieces) {
            if (const auto found = piece.unit == 0 ? inPart(piece) : inUnits(piece)) {
                return found;
            }
        }
        return std::nullopt;
    }
    [[nodiscard]] qint64 left() const { return m_left; }

private:
    bool isWithin(qint64 traces)
    {
        const bool within = m_left < traces;
        m_left -= within ? 0 : traces;
        return within;
    }

    std::optional<Unit> inPart(const GraphPiece& piece)
    {
        const StatementRun run(m_traces);
        m_traces.bind(1, static_cast<int64_t>(piece.begin));
        m_traces.bind(2, static_cast<int64_t>(piece.end));
        m_traces.executeStep();
        return isWithin(m_traces.getColumn(0).getInt64()) ? std::optional(Unit{piece.begin, piece.end, 0})
                                                          : std::nullopt;
    }

    std::optional<Unit> inUnits(const GraphPiece& piece)
    {
        std::optional<Unit> found;
        {
            const StatementRun run(m_units);
            bindPiece(m_units, piece);
            while (!found && m_units.executeStep()) {
                const qint64 begin = m_units.getColumn(0).getInt64() * piece.unit * kSecond;
                if (isWithin(m_units.getColumn(1).getInt64())) {
                    found = Unit{begin, begin + piece.unit * kSecond, piece.unit};
                }
            }
        }
        const auto size = found ? std::find(kGraphUnits.begin(), kGraphUnits.end(), found->size) : kGraphUnits.begin();
        return size == kGraphUnits.begin()
            ? found
            : find({Timestamp(Duration(found->begin)), Timestamp(Duration(found->end))}, *std::prev(size));
    }

    SQLite::Statement m_units;
    SQLite::Statement m_traces;
    bool m_descending;
    qint64 m_left;
};

} // namespace

TracePlace placeAfter(SQLite::Database& database, TimeRange range, bool descending, qint64 offset)
{
    Search search(database, descending, offset);
    const std::optional<Unit> unit = search.find(range, kGraphUnits.back());
    if (!unit) {
        return {{range.begin, range.begin}, 0};
    }
    (descending ? range.end : range.begin) = Timestamp(Duration(descending ? unit->end : unit->begin));
    return {range, search.left()};
}

} // namespace fluoroscope
