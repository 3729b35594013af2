// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/filter/filter_clauses.h"

#include <algorithm>

namespace fluoroscope {

namespace {

ServiceTarget targetOf(const ServiceKey& service)
{
    return {service.name, service.type, service.account};
}

} // namespace

FilterExpression serviceClause(const ServiceKey& service)
{
    return FilterExpression(FilterNode{ServiceCondition{targetOf(service), {}}});
}

FilterExpression edgeClause(const ServiceKey& from, const ServiceKey& to)
{
    return FilterExpression(FilterNode{EdgeCondition{targetOf(from), targetOf(to), {}}});
}

FilterExpression within(const FilterExpression& place, Duration least, Duration most)
{
    const auto bound = [](FilterOperator op, Duration time) {
        return FilterExpression(FilterNode{KeywordCondition{FilterKeyword::ResponseTime, op, toSeconds(time)}});
    };
    const FilterExpression range =
        FilterExpression::allOf({bound(FilterOperator::GreaterEqual, least), bound(FilterOperator::LessEqual, most)});
    if (place.isEmpty()) {
        return range;
    }
    FilterNode node = place.node();
    if (auto* service = std::get_if<ServiceCondition>(&node.content)) {
        service->where = range;
    } else if (auto* edge = std::get_if<EdgeCondition>(&node.content)) {
        edge->where = range;
    }
    return FilterExpression(std::move(node));
}

FilterExpression narrowed(const FilterExpression& filter, const FilterExpression& clause)
{
    if (!filter.isEmpty()) {
        const auto* all = std::get_if<FilterAll>(&filter.node().content);
        if (filter == clause
            || (all && std::find(all->operands.begin(), all->operands.end(), clause) != all->operands.end())) {
            return filter;
        }
    }
    return FilterExpression::allOf({filter, clause});
}

} // namespace fluoroscope
