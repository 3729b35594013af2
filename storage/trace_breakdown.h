// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Tells what the traces of a selection have in common, and the session's own names for whoever types a filter.
#pragma once

#include "core/ports/trace_source.h"

#include <SQLiteCpp/Database.h>

namespace fluoroscope {

// Each within one read transaction. SQLite::Exception is thrown where the question is withdrawn.
// Looks at each trace, the newest first, up to `mostCounted`.
inline constexpr qint64 kMostCounted = 200'000;
TraceStatistics breakDown(SQLite::Database& database, const TraceSelection& selection, qint64 most,
    const std::stop_token& stop, qint64 mostCounted = kMostCounted);
// Names of methods, URLs and the like are those of the newest traces.
QStringList wordsFor(SQLite::Database& database, const FilterCompletion& completion, const QString& typed, qint64 most);

} // namespace fluoroscope
