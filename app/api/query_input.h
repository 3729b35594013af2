// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What several operations are asked with: a span of time, a group, traces by their ids, the next page.
#pragma once

#include "app/api/operation.h"
#include "core/group/trace_group.h"

namespace fluoroscope {

template <typename T> using ApiExpected = tl::expected<T, ApiError>;

// StartTime and EndTime; strict: at most `longest`, and not older than 30 days.
ApiExpected<TimeRange> rangeOf(const ApiContext& context, const QJsonObject& input,
    std::optional<std::chrono::hours> longest = std::chrono::hours(6));

// `text` as an expression that names no groups.
ApiExpected<FilterExpression> filterOf(const ApiContext& context, const QString& text);

// Default first.
ApiExpected<std::vector<TraceGroup>> knownGroups(const ApiContext& context);
// The group of GroupName or GroupARN, which has to be given.
ApiExpected<TraceGroup> groupOf(const ApiContext& context, const QJsonObject& input);
// What the group of GroupName or GroupARN filters by; empty where the input names none.
ApiExpected<FilterExpression> groupFilterOf(const ApiContext& context, const QJsonObject& input);

// What TraceIds lists, each once, in its order; the texts that are no id go to `malformed`.
std::vector<TraceId> traceIdsOf(const QJsonObject& input, QJsonArray& malformed);

// A NextToken with which the client asks the same question again and which gives `place` back.
QString pageToken(const QString& operation, const QJsonObject& input, const QJsonObject& place);
// The place that NextToken holds; empty where there is none. Refuses tokens that are not of this question.
ApiExpected<QJsonObject> pagePlace(const QString& operation, const QJsonObject& input);

} // namespace fluoroscope
