// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/group/trace_group.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

bool isOfGroups(const KeywordCondition& condition)
{
    return condition.keyword == FilterKeyword::GroupName || condition.keyword == FilterKeyword::GroupArn;
}

// The language has no word for what never holds.
FilterExpression nothing()
{
    const FilterExpression ok(FilterNode{KeywordCondition{FilterKeyword::Ok, FilterOperator::Equal, true}});
    return FilterExpression::allOf({ok, FilterExpression::notOf(ok)});
}

FilterExpression everything()
{
    return FilterExpression::notOf(nothing());
}

bool isMeant(const KeywordCondition& condition, const QString& own)
{
    const QString wanted = std::get<QString>(condition.value);
    switch (condition.op) {
    case FilterOperator::Equal:
    case FilterOperator::NotEqual: // turned around by the caller
        return own == wanted;
    case FilterOperator::Contains:
        return own.contains(wanted);
    case FilterOperator::BeginsWith:
        return own.startsWith(wanted);
    case FilterOperator::EndsWith:
        return own.endsWith(wanted);
    default:
        return condition.op == FilterOperator::Exists;
    }
}

FilterExpression membersOf(const KeywordCondition& condition, const std::vector<TraceGroup>& groups)
{
    const bool byName = condition.keyword == FilterKeyword::GroupName;
    std::vector<FilterExpression> filters;
    bool all = byName && isMeant(condition, u"Default"_s);
    for (const TraceGroup& group : groups) {
        if (isMeant(condition, byName ? group.name : group.arn)) {
            all = all || group.filter.isEmpty();
            filters.push_back(group.filter);
        }
    }
    const FilterExpression members = all ? everything()
        : filters.empty()                ? nothing()
                                         : FilterExpression::anyOf(filters);
    return condition.op == FilterOperator::NotEqual ? FilterExpression::notOf(members) : members;
}

std::vector<FilterExpression> expandEach(
    const std::vector<FilterExpression>& operands, const std::vector<TraceGroup>& groups)
{
    std::vector<FilterExpression> expanded;
    expanded.reserve(operands.size());
    for (const FilterExpression& operand : operands) {
        expanded.push_back(expandGroups(operand, groups));
    }
    return expanded;
}

} // namespace

FilterExpression expandGroups(const FilterExpression& expression, const std::vector<TraceGroup>& groups)
{
    if (!namesGroups(expression)) {
        return expression;
    }
    const auto& content = expression.node().content;
    if (const auto* all = std::get_if<FilterAll>(&content)) {
        return FilterExpression::allOf(expandEach(all->operands, groups));
    }
    if (const auto* any = std::get_if<FilterAny>(&content)) {
        return FilterExpression::anyOf(expandEach(any->operands, groups));
    }
    if (const auto* negated = std::get_if<FilterNot>(&content)) {
        return FilterExpression::notOf(expandGroups(negated->operand, groups));
    }
    return membersOf(std::get<KeywordCondition>(content), groups);
}

bool namesGroups(const FilterExpression& expression)
{
    if (expression.isEmpty()) {
        return false;
    }
    const auto& content = expression.node().content;
    if (const auto* all = std::get_if<FilterAll>(&content)) {
        return std::any_of(all->operands.begin(), all->operands.end(), namesGroups);
    }
    if (const auto* any = std::get_if<FilterAny>(&content)) {
        return std::any_of(any->operands.begin(), any->operands.end(), namesGroups);
    }
    if (const auto* negated = std::get_if<FilterNot>(&content)) {
        return namesGroups(negated->operand);
    }
    const auto* condition = std::get_if<KeywordCondition>(&content);
    return condition && isOfGroups(*condition);
}

} // namespace fluoroscope
