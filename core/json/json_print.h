// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Writes JSON with other white space and nothing else changed: the digits of a number are those that were received.
#pragma once

#include "core/json/json_text.h"

namespace fluoroscope::json {

// Without any white space.
QByteArray compact(const Value& value);
// Each element and member on a line of its own, indented by four spaces for each level, with a line end.
QByteArray indented(const Value& value);

// In the order of their names.
std::vector<std::pair<QString, Value>> membersByName(const Value& object);

} // namespace fluoroscope::json
