// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Which rows of a list are the same traces as before, and where they have gone.
#pragma once

#include "core/trace/trace_summary.h"

#include <unordered_map>

namespace fluoroscope {

struct RowMove {
    qint64 before = 0;
    qint64 after = 0;
};

// The longest choice of rows, ascending before and after: what is left out has come, gone or changed places.
// `before` says where each known trace stood; `rows` stand at `offset` and below now.
std::vector<RowMove> keptRows(
    const std::unordered_map<TraceId, qint64>& before, const std::vector<TraceRow>& rows, qint64 offset);

} // namespace fluoroscope
