// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What `fluoro sampling` and `fluoro groups` have in common: four verbs, each an operation of the API that is performed
// on a session, also while another process writes that session or answers from it.
#pragma once

#include "app/api/state_operation.h"
#include "app/cli/command_line.h"

namespace fluoroscope {

enum class StateVerb : std::uint8_t { List, Add, Set, Remove };

struct StateRequest {
    StateVerb verb = StateVerb::List;
    QString name; // empty with List
};

// The arguments [list | add NAME | set NAME | remove NAME]; otherwise the exit code, after the mistake was printed.
tl::expected<StateRequest, int> stateRequest(const CommandLine& line);

// Performs `operation`, one of `operations`, on the session of `line`. Makes the file where there is none, unless it is
// only asked.
Result<QJsonObject> performOnSession(const CommandLine& line, StateVerb verb,
    const std::vector<StateOperation>& operations, const QString& operation, const QJsonObject& input);

// Columns as wide as their longest text, the last one as wide as the terminal lets it. The first row is the head.
void printColumns(const std::vector<QStringList>& rows);

} // namespace fluoroscope
