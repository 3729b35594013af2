// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Opens the session that a command reads or writes, and walks through its traces page by page.
#pragma once

#include "app/cli/command_line.h"
#include "storage/session.h"

#include <functional>

namespace fluoroscope {

// The file of --session, or the default one; the error was printed where there is none.
std::unique_ptr<Session> openSession(const CommandLine& line, SessionOptions::Mode mode);
// Its name for people.
Result<QString> sessionFile(const CommandLine& line);

// What --filter selects, with the session's groups; all where it is not given.
Result<TraceSelection> selectionOf(const CommandLine& line, Session& session);

// Calls `visit` for each selected trace, newest first, at most `limit` (-1: all), holding one page in memory. Traces
// that arrive meanwhile neither repeat nor displace any. An error of `visit` ends it.
Result<void> forEachTrace(TraceSource& source, const TraceSelection& selection, qint64 limit,
    const std::function<Result<void>(const TraceRow&)>& visit);

// Prints the error and gives kFailed, or gives kSucceeded once all that was printed is written.
int finish(const Result<void>& result);

} // namespace fluoroscope
