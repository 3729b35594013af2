// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Writes filter expressions in X-Ray's own language.

#include "core/filter/filter_expression.h"

#include <QJsonDocument>
#include <QLocale>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString numberText(double number)
{
    const double size = std::abs(number);
    const bool plain = number == 0 || (size >= 1e-6 && size < 1e15);
    return QString::number(number, plain ? 'f' : 'g', QLocale::FloatingPointShortest);
}

QString valueText(const FilterValue& value)
{
    if (const auto* text = std::get_if<QString>(&value)) {
        return quotedFilterText(*text);
    }
    if (const auto* number = std::get_if<double>(&value)) {
        return numberText(*number);
    }
    return std::get<bool>(value) ? u"true"_s : u"false"_s;
}

QString comparison(const QString& subject, FilterOperator op, const FilterValue& value)
{
    return op == FilterOperator::Exists ? subject : u"%1 %2 "_s.arg(subject, spelling(op)) + valueText(value);
}

QString annotationText(const QString& key)
{
    const auto among = [&](QStringView others) {
        return !key.isEmpty() && std::all_of(key.begin(), key.end(), [&](QChar c) {
            return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || (c >= u'0' && c <= u'9')
                || others.contains(c);
        });
    };
    return among(u"_") ? u"annotation."_s + key
                       : u"annotation["_s + (among(u"_.") ? key : quotedFilterText(key)) + u']';
}

QString targetText(const ServiceTarget& target)
{
    if (target.isAny()) {
        return {};
    }
    if (target.type.isEmpty() && target.account.isEmpty()) {
        return quotedFilterText(target.name);
    }
    QStringList pairs;
    const auto add = [&](const QString& name, const QString& value) {
        if (!value.isEmpty()) {
            pairs.append(name + u": "_s + quotedFilterText(value));
        }
    };
    add(u"name"_s, target.name);
    add(u"type"_s, target.type);
    add(u"account.id"_s, target.account);
    return u"id("_s + pairs.join(u", "_s) + u')';
}

QString braces(const FilterExpression& where)
{
    return where.isEmpty() ? QString() : u" { "_s + where.text() + u" }"_s;
}

struct Writer {
    QString operator()(const FilterAll& all) const
    {
        QStringList parts;
        for (const FilterExpression& operand : all.operands) {
            const bool looser = std::holds_alternative<FilterAny>(operand.node().content);
            parts.append(looser ? u'(' + operand.text() + u')' : operand.text());
        }
        return parts.join(u" AND "_s);
    }

    QString operator()(const FilterAny& any) const
    {
        QStringList parts;
        for (const FilterExpression& operand : any.operands) {
            parts.append(operand.text());
        }
        return parts.join(u" OR "_s);
    }

    QString operator()(const FilterNot& negated) const
    {
        const QString text = negated.operand.text();
        const auto& content = negated.operand.node().content;
        const auto* keyword = std::get_if<KeywordCondition>(&content);
        const auto* annotation = std::get_if<AnnotationCondition>(&content);
        const bool compared = (keyword && text != infoOf(keyword->keyword).text)
            || (annotation && annotation->op != FilterOperator::Exists)
            || std::holds_alternative<RootCausePattern>(content);
        const bool grouped = std::holds_alternative<FilterAll>(content) || std::holds_alternative<FilterAny>(content);
        return compared || grouped ? u"!("_s + text + u')' : u'!' + text;
    }

    QString operator()(const KeywordCondition& condition) const
    {
        const FilterKeywordInfo& info = infoOf(condition.keyword);
        const bool bare = info.type == FilterType::Boolean && condition.op == FilterOperator::Equal
            && condition.value == FilterValue(true);
        return bare ? info.text.toString() : comparison(info.text.toString(), condition.op, condition.value);
    }

    QString operator()(const AnnotationCondition& condition) const
    {
        return comparison(annotationText(condition.key), condition.op, condition.value);
    }

    QString operator()(const ServiceCondition& condition) const
    {
        return u"service("_s + targetText(condition.service) + u')' + braces(condition.where);
    }

    QString operator()(const EdgeCondition& condition) const
    {
        const QString to = condition.to.isAny() ? QString() : u", "_s + targetText(condition.to);
        return u"edge("_s + targetText(condition.from) + to + u')' + braces(condition.where);
    }

    QString operator()(const RootCauseCondition& condition) const
    {
        static const QStringList kinds{u"fault"_s, u"error"_s, u"responsetime"_s};
        static const QStringList parts{u"service"_s, u"entity"_s, u"exception"_s};
        return u"rootcause.%1.%2"_s.arg(
                   kinds[static_cast<qsizetype>(condition.kind)], parts[static_cast<qsizetype>(condition.part)])
            + braces(condition.where);
    }

    QString operator()(const RootCausePattern& pattern) const
    {
        return u"rootcause.json = #"_s
            + QString::fromUtf8(QJsonDocument(pattern.causes).toJson(QJsonDocument::Compact));
    }
};

} // namespace

QString FilterExpression::text() const
{
    return isEmpty() ? QString() : std::visit(Writer(), m_node->content);
}

QString spelling(FilterOperator op)
{
    static const QStringList spellings{
        {}, u"="_s, u"!="_s, u"<"_s, u"<="_s, u">"_s, u">="_s, u"CONTAINS"_s, u"BEGINSWITH"_s, u"ENDSWITH"_s};
    return spellings[static_cast<qsizetype>(op)];
}

QString quotedFilterText(const QString& text)
{
    QString quoted = text;
    return u'"' + quoted.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s) + u'"';
}

} // namespace fluoroscope
