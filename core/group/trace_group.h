// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A group: traces that match a filter expression, under a name that other expressions and questions may use (reference
// 5.8).
#pragma once

#include "core/filter/filter_expression.h"

#include <vector>

namespace fluoroscope {

struct TraceGroup {
    QString name;
    QString arn;
    FilterExpression filter; // names no groups
};

// `expression` with each condition on group.name or group.arn replaced by the filters of the groups that it means, so
// that it can be decided of a trace without knowing groups. Every trace is in the group Default, which need not be
// among `groups`. A trace is in several groups at once: `group.name != "x"` means that it is in none called x.
FilterExpression expandGroups(const FilterExpression& expression, const std::vector<TraceGroup>& groups);

// Whether `expression` speaks of groups.
bool namesGroups(const FilterExpression& expression);

} // namespace fluoroscope
