// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads the rules of `fluoro check` from a YAML or JSON file, and says of a wrong one where and what to do.
#pragma once

#include "app/check/rule_node.h"

namespace fluoroscope {

// {"rules": [rule…]}; each has a "name" and a "filter" where wanted, and one assertion: "count", "calls",
// "response-time", "duration", "edge", "annotation" or "orphans".
tl::expected<std::vector<Rule>, RuleFileError> parseRules(const QByteArray& bytes);

} // namespace fluoroscope
