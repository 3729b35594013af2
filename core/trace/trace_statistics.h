// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What many traces have in common: how long they took, and by what they can be told apart. The numbers beside the list
// of traces, each with the filter that leads to it.
#pragma once

#include "core/filter/filter_expression.h"
#include "core/graph/service_graph.h"

namespace fluoroscope {

enum class FacetKind : std::uint8_t {
    Service,
    Status,
    Url,
    Method,
    User,
    FaultCause, // the service where a fault began
    FaultException, // an exception on the way of a fault
    Annotation
};

struct FacetValue {
    QString label; // "orders", "200", "true"
    FilterExpression clause; // what only its traces meet
    qint64 traces = 0;
    bool operator==(const FacetValue&) const = default;
};

struct Facet {
    FacetKind kind = FacetKind::Service;
    QString key; // of an annotation
    std::vector<FacetValue> values; // the most frequent first
    qint64 distinct = 0; // values in all
    bool operator==(const Facet&) const = default;
};

struct TraceStatistics {
    qint64 traces = 0; // that were counted
    bool isNewestOnly = false; // more are selected: these are the newest
    CallStatistics requests; // of the root segments that are not in progress
    std::vector<Facet> facets; // without those that have no values
    bool operator==(const TraceStatistics&) const = default;
};

FilterExpression statusClause(int status);
FilterExpression textClause(FilterKeyword keyword, const QString& text); // keyword = "text"
// The fault began in a service called `name`: rootcause.fault.service { last AND name = "name" }.
FilterExpression faultCauseClause(const QString& name);
// rootcause.fault.exception { name = "type" }
FilterExpression faultExceptionClause(const QString& type);
FilterExpression annotationClause(const QString& key, const FilterValue& value);

} // namespace fluoroscope
