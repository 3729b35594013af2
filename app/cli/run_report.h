// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What `fluoro run` and `fluoro check` have in common: a command after two dashes, and what is told after it.
#pragma once

#include "app/cli/command_line.h"
#include "app/run/command_run.h"

namespace fluoroscope {

struct SplitArguments {
    QStringList own; // before the first "--"
    QStringList command; // after it
};
SplitArguments splitCommand(const QStringList& arguments);

void addWait(CommandLine& line); // --wait DURATION
Result<std::chrono::milliseconds> waitOf(const CommandLine& line);

// To standard error. `session` is the file that was named, or empty.
Result<void> tellRun(CommandRun& run, int status, const QString& session);
Result<void> writeRunJson(CommandRun& run, const QStringList& command, int status, const QString& file);

} // namespace fluoroscope
