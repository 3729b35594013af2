// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The service graph and the number of traces of each second, minute and hour, so that no question about a span of time
// reads more than some hundred rows, however many traces it spans.
#pragma once

#include "core/graph/service_graph.h"
#include "core/segment/segment.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <array>
#include <map>
#include <vector>

namespace fluoroscope {

// Of traces, by Outcome.
using OutcomeCounts = std::array<qint64, 4>;

// In seconds, the finest first.
inline constexpr std::array<qint64, 3> kGraphUnits{1, 60, 3600};

// Keeps them while traces come, change and go. Within the caller's transaction.
class GraphLevels {
public:
    explicit GraphLevels(SQLite::Database& database);

    // `start` and `outcome` are the trace's.
    void add(Timestamp start, Outcome outcome, const ServiceGraph& graph);
    void subtract(Timestamp start, Outcome outcome, const ServiceGraph& graph);
    // Writes what is held back. To be called before each commit.
    void flush();
    // Forgets everything held in memory, after a rollback.
    void reset();

private:
    struct Change { // of a second, since the last flush
        ServiceGraph added;
        ServiceGraph removed;
        OutcomeCounts counts{};
    };
    struct Sum {
        ServiceGraph graph;
        OutcomeCounts counts{};
        bool touched = false;
    };
    Sum& load(std::size_t level, qint64 begin);
    void store(std::size_t level, qint64 begin, const Sum& sum);

    SQLite::Statement m_select;
    SQLite::Statement m_store;
    SQLite::Statement m_remove;
    std::map<qint64, Change> m_changes; // by second since 1970
    std::array<std::map<qint64, Sum>, kGraphUnits.size()> m_sums; // by begin
};

// A part of a span of time, begin and end in µs since 1970, that is read in units of one size.
struct GraphPiece {
    qint64 unit = 0; // in seconds; 0: trace by trace
    qint64 begin = 0;
    qint64 end = 0;
};
// The span in the fewest units, none of them larger than `coarsest` seconds; in order of time.
std::vector<GraphPiece> graphPieces(TimeRange range, qint64 coarsest = kGraphUnits.back());
// For "unit = ? AND begin >= ? AND begin < ?" of table graph_level; not of a piece that is read trace by trace.
void bindPiece(SQLite::Statement& statement, const GraphPiece& piece);

} // namespace fluoroscope
