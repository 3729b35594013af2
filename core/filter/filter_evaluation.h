// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Decides whether a trace matches a filter expression (reference 4.2 and 4.3).
//
// Outside braces ok, error, throttle, fault, responsetime and http.* are the root segment's; user, name (of a service),
// type, message (of an exception), annotations, resource.arn, instance.id and availabilityzone are those of any
// segment. In service { } they are those of one segment of the service with its subsegments, in edge { } those of the
// call as its caller recorded it: one segment or call has to meet the whole of the braces.
//
// Where X-Ray's documentation is silent:
// - A comparison, != included, needs a value: `http.status != 200` fails for a trace without a status. `!(http.status =
//   200)` does not. Where there are several values, != holds when none of them is equal.
// - Text is compared letter by letter, in services' names and types, too; * is no wildcard.
// - Values of another type are never equal: annotation.items = "3" does not find the number 3. Against a ${placeholder}
//   nothing compares.
// - Times of what is in progress are unknown in braces; outside them they are those so far, as the trace list shows.
// - `service("DynamoDB")` means the node of that name on the map. The client's node is found by its type only, so that
//   `service("shop") { !root }` speaks of the service.
// - rootcause.*.entity numbers the entities along the whole way from the entry point, rootcause.*.exception theirs.
// - In rootcause.json an array is met by one of equal length, element by element; an object by one that has all its
// members.
#pragma once

#include "core/filter/filter_expression.h"
#include "core/filter/filter_subject.h"

namespace fluoroscope {

// Of an expression that names no groups: see expandGroups().
bool matches(const FilterExpression& expression, const FilterSubject& subject);

// The same in small, for whoever decides a part of an expression by other means: one text against another, the text of
// a placeholder that nobody filled in, a service that may be anything where its target is empty.
bool holds(FilterOperator op, const QString& text, const QString& wanted);
bool isPlaceholder(const FilterValue& value);
bool isTarget(const ServiceTarget& target, const ServiceKey& service);

} // namespace fluoroscope
