// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a click adds to the scope's filter: the clauses that X-Ray's console builds (reference 4.4).
#pragma once

#include "core/filter/filter_expression.h"
#include "core/graph/service_key.h"
#include "core/time/timestamp.h"

namespace fluoroscope {

// service(id(name: "orders", type: "AWS::DynamoDB::Table")); of a client's node by its type, too.
FilterExpression serviceClause(const ServiceKey& service);
// edge(id(…), id(…))
FilterExpression edgeClause(const ServiceKey& from, const ServiceKey& to);
// The same, of those of its segments or calls that took between `least` and `most`.
FilterExpression within(const FilterExpression& place, Duration least, Duration most);

// `filter` and `clause`; where it says so already, `filter` itself.
FilterExpression narrowed(const FilterExpression& filter, const FilterExpression& clause);

} // namespace fluoroscope
