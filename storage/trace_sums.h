// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sums up the traces of a selection: their service graph, their number by outcome, over all and over time. Without a
// filter, what was summed up before is read as far as it fits.
#pragma once

#include "core/ports/trace_source.h"

#include <SQLiteCpp/Database.h>

namespace fluoroscope {

// Each within one read transaction. SQLite::Exception is thrown where the question is withdrawn.
ServiceGraph sumGraphs(SQLite::Database& database, const TraceSelection& selection, const std::stop_token& stop);
std::vector<GraphBucket> sumGraphsByTime(
    SQLite::Database& database, const TraceSelection& selection, Duration step, const std::stop_token& stop);
std::vector<ActivityBucket> countByTime(
    SQLite::Database& database, const TraceSelection& selection, Duration step, const std::stop_token& stop);

} // namespace fluoroscope
