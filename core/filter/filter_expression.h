// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A filter expression as an immutable, typed tree: what the parser makes, what is evaluated and compiled (reference 4).
#pragma once

#include "core/filter/filter_keyword.h"

#include <QJsonArray>
#include <QString>
#include <memory>
#include <variant>
#include <vector>

namespace fluoroscope {

struct FilterNode;

// A value: copies share the tree. The default is the empty expression, which matches every trace.
class FilterExpression {
public:
    FilterExpression() = default;
    explicit FilterExpression(FilterNode node);

    // What matches when all, or any, of `operands` do. Nested ones of the same kind are merged, so that
    // `a AND (b AND c)` equals `a AND b AND c`; a single operand is itself.
    static FilterExpression allOf(const std::vector<FilterExpression>& operands);
    static FilterExpression anyOf(const std::vector<FilterExpression>& operands);
    // `operand` must not be empty: no expression matches nothing.
    static FilterExpression notOf(const FilterExpression& operand);

    [[nodiscard]] bool isEmpty() const { return !m_node; }
    // Not of the empty expression.
    [[nodiscard]] const FilterNode& node() const { return *m_node; }
    // The expression in X-Ray's own language, in one spelling; parsing it gives an equal expression.
    [[nodiscard]] QString text() const;

    bool operator==(const FilterExpression& other) const;

private:
    std::shared_ptr<const FilterNode> m_node;
};

enum class FilterOperator : std::uint8_t {
    Exists, // no operator: `http.url`
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Contains,
    BeginsWith,
    EndsWith,
};

// As an operator is written; empty for Exists.
QString spelling(FilterOperator op);

using FilterValue = std::variant<QString, double, bool>;

struct FilterAll {
    std::vector<FilterExpression> operands; // two or more
    bool operator==(const FilterAll&) const = default;
};

struct FilterAny {
    std::vector<FilterExpression> operands; // two or more
    bool operator==(const FilterAny&) const = default;
};

struct FilterNot {
    FilterExpression operand;
    bool operator==(const FilterNot&) const = default;
};

// A keyword compared. The value has the keyword's type, or is the text of a ${placeholder} that nobody filled in.
struct KeywordCondition {
    FilterKeyword keyword;
    FilterOperator op = FilterOperator::Equal; // of a bare boolean: Equal true
    FilterValue value;
    bool operator==(const KeywordCondition&) const = default;
};

struct AnnotationCondition {
    QString key;
    FilterOperator op = FilterOperator::Exists;
    FilterValue value; // a number for < <= > >=, text for CONTAINS and its like, any for = and !=
    bool operator==(const AnnotationCondition&) const = default;
};

// What is empty may be anything.
struct ServiceTarget {
    QString name;
    QString type;
    QString account;

    [[nodiscard]] bool isAny() const { return name.isEmpty() && type.isEmpty() && account.isEmpty(); }
    bool operator==(const ServiceTarget&) const = default;
};

struct ServiceCondition {
    ServiceTarget service;
    FilterExpression where; // in the scope Service
    bool operator==(const ServiceCondition&) const = default;
};

struct EdgeCondition {
    ServiceTarget from;
    ServiceTarget to;
    FilterExpression where; // in the scope Edge
    bool operator==(const EdgeCondition&) const = default;
};

enum class RootCauseKind : std::uint8_t { Fault, Error, ResponseTime };
enum class RootCausePart : std::uint8_t { Service, Entity, Exception };

struct RootCauseCondition {
    RootCauseKind kind = RootCauseKind::Fault;
    RootCausePart part = RootCausePart::Service;
    FilterExpression where; // in the part's scope
    bool operator==(const RootCauseCondition&) const = default;
};

// `rootcause.json = #[…]`: root causes in the shape of GetTraceSummaries, of which any may be the trace's.
struct RootCausePattern {
    QJsonArray causes;
    bool operator==(const RootCausePattern&) const = default;
};

struct FilterNode {
    std::variant<FilterAll, FilterAny, FilterNot, KeywordCondition, AnnotationCondition, ServiceCondition,
        EdgeCondition, RootCauseCondition, RootCausePattern>
        content;
    bool operator==(const FilterNode&) const = default;
};

// The scope of what stands in the braces of such a condition.
FilterScope scopeOf(RootCauseKind kind, RootCausePart part);
// `text` as a string in an expression, with its quotes.
QString quotedFilterText(const QString& text);

} // namespace fluoroscope
