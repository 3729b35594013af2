// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Makes filter expressions at random, for properties that have to hold for every one. The same seed gives the same
// ones.
#pragma once

#include "core/filter/filter_expression.h"

#include <QJsonObject>
#include <random>

namespace fluoroscope::test {

class FilterGenerator {
public:
    explicit FilterGenerator(unsigned seed)
        : m_random(seed)
    {
    }

    // Of any shape, up to `depth` levels of groups, negations and braces deep.
    FilterExpression expression(int depth, FilterScope scope = FilterScope::Trace)
    {
        const int shape = depth > 0 ? below(8) : 7;
        if (shape == 0 || shape == 1) {
            std::vector<FilterExpression> operands;
            for (int i = 2 + below(3); i > 0; --i) {
                operands.push_back(expression(depth - 1, scope));
            }
            return shape == 0 ? FilterExpression::allOf(operands) : FilterExpression::anyOf(operands);
        }
        if (shape == 2) {
            return FilterExpression::notOf(expression(depth - 1, scope));
        }
        const bool isInSegment =
            scope == FilterScope::Trace || scope == FilterScope::Service || scope == FilterScope::Edge;
        if (shape == 3 && isInSegment) {
            return FilterExpression(FilterNode{annotation()});
        }
        return scope == FilterScope::Trace && shape > 3 && shape < 7 ? braced(depth) : keyword(scope);
    }

    int below(int limit) { return static_cast<int>(m_random() % static_cast<unsigned>(limit)); }

    template <typename T> const T& oneOf(const std::vector<T>& values)
    {
        return values[static_cast<std::size_t>(below(static_cast<int>(values.size())))];
    }

    // Names that occur in tests' traces, and texts that are hard to write.
    QString text()
    {
        static const std::vector<QString> texts{QStringLiteral("shop"), QStringLiteral("stock.internal"),
            QStringLiteral("Carts"), QStringLiteral("AWS::DynamoDB::Table"), QStringLiteral("client"),
            QStringLiteral("gold"), QStringLiteral("http://shop.example.com/cart/7"), QStringLiteral("GET"),
            QStringLiteral(" "), QStringLiteral("a\"b"), QStringLiteral("\\"), QStringLiteral("c:\\d\\\"e'"),
            QStringLiteral("true"), QStringLiteral("5"), QStringLiteral("${name}"), QStringLiteral("ключ 🔑"),
            QStringLiteral("AND"), QStringLiteral("}) OR ok #["), QStringLiteral("line\nline")};
        return oneOf(texts);
    }

private:
    using Op = FilterOperator;

    double number()
    {
        static const std::vector<double> numbers{0, 1, -1, 0.25, 0.3, 0.1 + 0.2, 200, 1e-9, 2.5e15, 1.5e300, -3.75};
        return oneOf(numbers);
    }

    FilterExpression keyword(FilterScope scope)
    {
        for (;;) {
            const FilterKeywordInfo& info =
                infoOf(static_cast<FilterKeyword>(below(static_cast<int>(FilterKeyword::GroupArn) + 1)));
            if (!info.isKnownIn(scope)) {
                continue;
            }
            KeywordCondition condition{info.keyword, Op::Equal, {}};
            switch (info.type) {
            case FilterType::Boolean:
                condition.op = oneOf<Op>({Op::Equal, Op::NotEqual});
                condition.value = below(2) == 0;
                break;
            case FilterType::Number:
                condition.op =
                    oneOf<Op>({Op::Equal, Op::NotEqual, Op::Less, Op::LessEqual, Op::Greater, Op::GreaterEqual});
                condition.value = number();
                break;
            case FilterType::Text:
                condition.op =
                    oneOf<Op>({Op::Exists, Op::Equal, Op::NotEqual, Op::Contains, Op::BeginsWith, Op::EndsWith});
                condition.value = condition.op == Op::Exists ? FilterValue() : text();
                break;
            }
            return FilterExpression(FilterNode{condition});
        }
    }

    AnnotationCondition annotation()
    {
        static const std::vector<QString> keys{QStringLiteral("tier"), QStringLiteral("items"),
            QStringLiteral("aws.local.op"), QStringLiteral("two words"), QStringLiteral("id"), QStringLiteral("k\"]")};
        AnnotationCondition condition{oneOf(keys), static_cast<Op>(below(static_cast<int>(Op::EndsWith) + 1)), {}};
        const bool isOrder = condition.op >= Op::Less && condition.op <= Op::GreaterEqual;
        const bool isEquality = condition.op == Op::Equal || condition.op == Op::NotEqual;
        const int type = isEquality ? below(3) : 0;
        if (isOrder || type == 1) {
            condition.value = number();
        } else if (type == 2) {
            condition.value = below(2) == 0;
        } else if (condition.op != Op::Exists) {
            condition.value = text();
        }
        return condition;
    }

    ServiceTarget target()
    {
        return {below(2) ? text() : QString(), below(3) ? QString() : text(), below(5) ? QString() : text()};
    }

    FilterExpression braced(int depth)
    {
        const auto where = [&](FilterScope scope) {
            return below(2) ? FilterExpression() : expression(depth - 1, scope);
        };
        switch (below(4)) {
        case 0:
            return FilterExpression(FilterNode{ServiceCondition{target(), where(FilterScope::Service)}});
        case 1:
            return FilterExpression(FilterNode{EdgeCondition{target(), target(), where(FilterScope::Edge)}});
        case 2: {
            QJsonObject service{{QStringLiteral("Name"), text()}};
            return FilterExpression(FilterNode{RootCausePattern{
                {QJsonObject{{QStringLiteral("Services"), QJsonArray{service}}, {text(), number()}}}}});
        }
        default: {
            const auto kind = static_cast<RootCauseKind>(below(3));
            const auto part = static_cast<RootCausePart>(below(3));
            return FilterExpression(FilterNode{RootCauseCondition{kind, part, where(scopeOf(kind, part))}});
        }
        }
    }

    std::mt19937 m_random;
};

} // namespace fluoroscope::test
