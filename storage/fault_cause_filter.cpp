// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/fault_cause_filter.h"

#include "core/filter/filter_evaluation.h"
#include "core/trace/trace_statistics.h"

namespace fluoroscope {

namespace {

// The name that `where` asks for, alone or last of several conditions; empty: none.
QString nameIn(const FilterExpression& where)
{
    if (where.isEmpty()) {
        return {};
    }
    if (const auto* all = std::get_if<FilterAll>(&where.node().content)) {
        return nameIn(all->operands.back());
    }
    const auto* condition = std::get_if<KeywordCondition>(&where.node().content);
    const bool isName =
        condition && condition->keyword == FilterKeyword::Name && condition->op == FilterOperator::Equal;
    return isName && !isPlaceholder(condition->value) ? std::get<QString>(condition->value) : QString();
}

} // namespace

std::optional<FaultCauseValue> faultCauseValue(const RootCauseCondition& condition)
{
    const QString name = nameIn(condition.where);
    if (name.isEmpty()) {
        return std::nullopt;
    }
    const FilterExpression whole(FilterNode{condition});
    return whole == faultCauseClause(name)    ? std::optional(FaultCauseValue{ValueKind::FaultCause, name})
        : whole == faultExceptionClause(name) ? std::optional(FaultCauseValue{ValueKind::FaultException, name})
                                              : std::nullopt;
}

int flagOf(RootCauseKind kind)
{
    switch (kind) {
    case RootCauseKind::Fault:
        return FactFlag::FaultCause;
    case RootCauseKind::Error:
        return FactFlag::ErrorCause;
    case RootCauseKind::ResponseTime:
        return FactFlag::ResponseTimeCause;
    }
    Q_UNREACHABLE();
}

} // namespace fluoroscope
