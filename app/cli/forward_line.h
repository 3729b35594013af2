// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the command line says of forwarding: the options of `serve`, and the lines of `status`.
#pragma once

#include "app/cli/command_line.h"
#include "app/forward/forwarder.h"

#include <QJsonObject>

namespace fluoroscope {

void addForwarding(CommandLine& line);
// As they were given; without a target where --forward is not there. An error is a mistake in them.
Result<ForwardOptions> forwardOptions(const CommandLine& line);

// "18204 forwarded, 3 refused, 96 pending".
QString forwardSummary(const ForwarderStatus& status);
// Names and values for people.
std::vector<std::pair<QString, QString>> forwardLines(const ForwarderStatus& status);
QJsonObject toJson(const ForwarderStatus& status);

} // namespace fluoroscope
