// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What `fluoro check` asserts of traces: a rule is one assertion about the traces that a filter expression selects.
#pragma once

#include "core/filter/filter_expression.h"
#include "core/time/timestamp.h"

#include <optional>
#include <variant>
#include <vector>

namespace fluoroscope {

struct CountRange {
    qint64 least = 0;
    std::optional<qint64> most; // nothing: any number

    [[nodiscard]] bool contains(qint64 count) const { return count >= least && (!most || count <= *most); }
};

// How many traces there are.
struct TraceCount {
    CountRange traces;
};

// How often one service calls another in each trace.
struct CallCount {
    ServiceTarget from;
    ServiceTarget to;
    CountRange calls;
};

enum class MeasuredTime : std::uint8_t {
    Response, // what the client waited
    Whole, // until the last work ended: the duration
};

// The share `p` of the complete traces takes no longer than `most`.
struct TimeBound {
    double p = 1; // 1: the longest
    Duration most{};
};

struct TimeBounds {
    MeasuredTime time = MeasuredTime::Response;
    std::vector<TimeBound> bounds;
};

// Some trace has a call of one service by another.
struct EdgeExists {
    ServiceTarget from;
    ServiceTarget to;
};

// Every trace has the annotation, with this value where one is given.
struct AnnotationExists {
    QString key;
    std::optional<FilterValue> value;
};

// How many traces have a segment whose parent did not arrive.
struct OrphanCount {
    CountRange traces;
};

using Assertion = std::variant<TraceCount, CallCount, TimeBounds, EdgeExists, AnnotationExists, OrphanCount>;

// Where something stands in the file, counted from 1; 0: nowhere.
struct RulePlace {
    int line = 0;
    int column = 0;
};

struct Rule {
    QString name;
    FilterExpression filter; // empty: all traces
    Assertion assertion;
    RulePlace place = {};
};

// What a rule says, in words, for one that has no name.
QString sentenceOf(const Rule& rule);
// "exactly 3", "at most 3", "at least 1", "1 to 3".
QString textOf(const CountRange& range);
// "orders → payments".
QString edgeText(const ServiceTarget& from, const ServiceTarget& to);

} // namespace fluoroscope
