// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/filter/filter_expression.h"

namespace fluoroscope {

namespace {

template <typename Group> void append(std::vector<FilterExpression>& operands, const FilterExpression& operand)
{
    if (const auto* group = std::get_if<Group>(&operand.node().content)) {
        operands.insert(operands.end(), group->operands.begin(), group->operands.end());
    } else {
        operands.push_back(operand);
    }
}

template <typename Group> FilterExpression joined(std::vector<FilterExpression> operands)
{
    return operands.size() == 1 ? operands.front() : FilterExpression(FilterNode{Group{std::move(operands)}});
}

} // namespace

FilterExpression::FilterExpression(FilterNode node)
    : m_node(std::make_shared<const FilterNode>(std::move(node)))
{
}

FilterExpression FilterExpression::allOf(const std::vector<FilterExpression>& operands)
{
    std::vector<FilterExpression> merged;
    for (const FilterExpression& operand : operands) {
        if (!operand.isEmpty()) {
            append<FilterAll>(merged, operand);
        }
    }
    return merged.empty() ? FilterExpression() : joined<FilterAll>(std::move(merged));
}

FilterExpression FilterExpression::anyOf(const std::vector<FilterExpression>& operands)
{
    std::vector<FilterExpression> merged;
    for (const FilterExpression& operand : operands) {
        if (operand.isEmpty()) {
            return {};
        }
        append<FilterAny>(merged, operand);
    }
    return merged.empty() ? FilterExpression() : joined<FilterAny>(std::move(merged));
}

FilterExpression FilterExpression::notOf(const FilterExpression& operand)
{
    Q_ASSERT(!operand.isEmpty());
    return FilterExpression(FilterNode{FilterNot{operand}});
}

bool FilterExpression::operator==(const FilterExpression& other) const
{
    return m_node == other.m_node || (m_node && other.m_node && *m_node == *other.m_node);
}

FilterScope scopeOf(RootCauseKind kind, RootCausePart part)
{
    switch (part) {
    case RootCausePart::Service:
        return FilterScope::CauseService;
    case RootCausePart::Entity:
        return kind == RootCauseKind::ResponseTime ? FilterScope::SlowEntity : FilterScope::CauseEntity;
    case RootCausePart::Exception:
        return FilterScope::CauseException;
    }
    return FilterScope::CauseService;
}

} // namespace fluoroscope
