// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads windows over the list of traces.
#pragma once

#include "storage/kept_order.h"

#include <SQLiteCpp/Database.h>

namespace fluoroscope {

// Within one read transaction. SQLite::Exception is thrown where the question is withdrawn. `kept` is that of the same
// file.
TracePage readTracePage(
    SQLite::Database& database, const TraceQuery& query, const std::stop_token& stop, KeptOrders& kept);

} // namespace fluoroscope
