// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_statistics.h"

namespace fluoroscope {

FilterExpression statusClause(int status)
{
    return FilterExpression(
        FilterNode{KeywordCondition{FilterKeyword::HttpStatus, FilterOperator::Equal, static_cast<double>(status)}});
}

FilterExpression textClause(FilterKeyword keyword, const QString& text)
{
    return FilterExpression(FilterNode{KeywordCondition{keyword, FilterOperator::Equal, text}});
}

FilterExpression faultCauseClause(const QString& name)
{
    const FilterExpression isLast(FilterNode{KeywordCondition{FilterKeyword::Last, FilterOperator::Equal, true}});
    return FilterExpression(FilterNode{RootCauseCondition{RootCauseKind::Fault, RootCausePart::Service,
        FilterExpression::allOf({isLast, textClause(FilterKeyword::Name, name)})}});
}

FilterExpression faultExceptionClause(const QString& type)
{
    return FilterExpression(FilterNode{
        RootCauseCondition{RootCauseKind::Fault, RootCausePart::Exception, textClause(FilterKeyword::Name, type)}});
}

FilterExpression annotationClause(const QString& key, const FilterValue& value)
{
    return FilterExpression(FilterNode{AnnotationCondition{key, FilterOperator::Equal, value}});
}

} // namespace fluoroscope
