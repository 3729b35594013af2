// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// `fluoro export --to`: a part of a session as a session of its own, and what a redaction would change in it.
#pragma once

#include "app/cli/command_line.h"
#include "core/segment/ids.h"
#include "core/time/timestamp.h"

#include <vector>

namespace fluoroscope {

// The options that belong to it alone.
void addPartOptions(CommandLine& line);
bool asksForPart(const CommandLine& line);

// `ids`: those of --trace. Gives the exit code.
int exportPart(const CommandLine& line, const std::vector<TraceId>& ids, const TimeRange& range);

} // namespace fluoroscope
