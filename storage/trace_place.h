// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Finds a place deep in the list of all traces without going past those before it.
#pragma once

#include "core/time/timestamp.h"

#include <SQLiteCpp/Database.h>

namespace fluoroscope {

struct TracePlace {
    TimeRange range; // of what is left of the list
    qint64 offset = 0; // traces of it that are still to be skipped: less than begin in a second
};

// After the first `offset` traces by start within `range`; of an empty range where there are no more.
TracePlace placeAfter(SQLite::Database& database, TimeRange range, bool descending, qint64 offset);

} // namespace fluoroscope
