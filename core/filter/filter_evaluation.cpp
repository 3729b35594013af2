// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/filter/filter_evaluation.h"

#include "core/filter/filter_facts.h"

#include <QJsonObject>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

bool holds(FilterOperator op, const QString& text, const QString& wanted)
{
    switch (op) {
    case FilterOperator::Exists:
        return true;
    case FilterOperator::Equal:
        return text == wanted;
    case FilterOperator::NotEqual:
        return text != wanted;
    case FilterOperator::Contains:
        return text.contains(wanted);
    case FilterOperator::BeginsWith:
        return text.startsWith(wanted);
    case FilterOperator::EndsWith:
        return text.endsWith(wanted);
    default:
        return false;
    }
}

bool isPlaceholder(const FilterValue& value)
{
    const auto* text = std::get_if<QString>(&value);
    return text && text->startsWith(u"${"_s) && text->endsWith(u'}');
}

bool isTarget(const ServiceTarget& target, const ServiceKey& service)
{
    return (target.name.isEmpty() || target.name == service.name)
        && (target.type.isEmpty() || target.type == service.type)
        && (target.account.isEmpty() || target.account == service.account);
}

namespace {

bool holds(FilterOperator op, double number, double wanted)
{
    switch (op) {
    case FilterOperator::Exists:
        return true;
    case FilterOperator::Equal:
        return number == wanted;
    case FilterOperator::NotEqual:
        return number != wanted;
    case FilterOperator::Less:
        return number < wanted;
    case FilterOperator::LessEqual:
        return number <= wanted;
    case FilterOperator::Greater:
        return number > wanted;
    case FilterOperator::GreaterEqual:
        return number >= wanted;
    default:
        return false;
    }
}

bool holds(FilterOperator op, bool flag, bool wanted)
{
    return op == FilterOperator::NotEqual ? flag != wanted : op == FilterOperator::Equal && flag == wanted;
}

// Of several values one has to meet the operator; but all of them !=.
template <typename Values, typename Test> bool anyHolds(FilterOperator op, const Values& values, Test&& test)
{
    return op == FilterOperator::NotEqual ? !values.empty() && std::all_of(values.begin(), values.end(), test)
                                          : std::any_of(values.begin(), values.end(), test);
}

bool holdsFor(const AnnotationCondition& condition, const AnnotationValue& value)
{
    if (condition.op == FilterOperator::Exists) {
        return true;
    }
    if (value.index() != condition.value.index()) {
        return condition.op == FilterOperator::NotEqual;
    }
    return std::visit(
        [&](const auto& own) {
            return holds(condition.op, own, std::get<std::decay_t<decltype(own)>>(condition.value));
        },
        value);
}

// `pattern`'s members have to be in `value`; what it leaves out may be anything.
bool meets(const QJsonValue& value, const QJsonValue& pattern)
{
    if (pattern.isObject()) {
        const QJsonObject members = pattern.toObject();
        const QJsonObject own = value.toObject();
        const QStringList names = members.keys();
        return value.isObject() && std::all_of(names.begin(), names.end(), [&](const QString& name) {
            return own.contains(name) && meets(own.value(name), members.value(name));
        });
    }
    if (pattern.isArray()) {
        const QJsonArray elements = pattern.toArray();
        const QJsonArray own = value.toArray();
        return value.isArray() && own.size() == elements.size()
            && std::equal(own.begin(), own.end(), elements.begin(),
                [](const QJsonValue& a, const QJsonValue& b) { return meets(a, b); });
    }
    return value == pattern;
}

class Evaluation {
public:
    Evaluation(const FilterSubject& subject, const FilterPlace& place)
        : m_subject(subject)
        , m_place(place)
    {
    }

    bool of(const FilterExpression& expression) const
    {
        return expression.isEmpty()
            || std::visit([this](const auto& content) { return matches(content); }, expression.node().content);
    }

private:
    bool matches(const FilterAll& all) const
    {
        return std::all_of(
            all.operands.begin(), all.operands.end(), [this](const auto& operand) { return of(operand); });
    }

    bool matches(const FilterAny& any) const
    {
        return std::any_of(
            any.operands.begin(), any.operands.end(), [this](const auto& operand) { return of(operand); });
    }

    bool matches(const FilterNot& negated) const { return !of(negated.operand); }

    bool matches(const KeywordCondition& condition) const
    {
        if (isPlaceholder(condition.value)) {
            return false;
        }
        switch (infoOf(condition.keyword).type) {
        case FilterType::Boolean:
            return holds(condition.op, flagOf(condition.keyword, m_subject, m_place), std::get<bool>(condition.value));
        case FilterType::Number: {
            const auto number = numberOf(condition.keyword, m_subject, m_place);
            return number
                && (condition.op == FilterOperator::Exists
                    || holds(condition.op, *number, std::get<double>(condition.value)));
        }
        case FilterType::Text:
            return anyHolds(condition.op, textsOf(condition.keyword, m_subject, m_place),
                [&](const QString& text) { return holds(condition.op, text, std::get<QString>(condition.value)); });
        }
        return false;
    }

    bool matches(const AnnotationCondition& condition) const
    {
        return !isPlaceholder(condition.value)
            && anyHolds(condition.op, annotationsOf(condition.key, m_subject, m_place),
                [&](const AnnotationValue& value) { return holdsFor(condition, value); });
    }

    bool matches(const ServiceCondition& condition) const
    {
        const auto& nodes = m_subject.nodes();
        return std::any_of(nodes.begin(), nodes.end(), [&](const FilterSubject::Node& node) {
            if ((node.isClient && condition.service.type.isEmpty()) || !isTarget(condition.service, node.service)) {
                return false;
            }
            return condition.where.isEmpty()
                || (node.segment >= 0 && Evaluation(m_subject, nodePlace(m_subject, node)).of(condition.where));
        });
    }

    bool matches(const EdgeCondition& condition) const
    {
        const auto& calls = m_subject.calls();
        return std::any_of(calls.begin(), calls.end(), [&](const FilterSubject::Call& call) {
            return isTarget(condition.from, call.from) && isTarget(condition.to, call.to)
                && (condition.where.isEmpty()
                    || (call.seen >= 0
                        && Evaluation(m_subject, segmentPlace(m_subject, FilterScope::Edge, call.seen))
                               .of(condition.where)));
        });
    }

    bool matches(const RootCauseCondition& condition) const
    {
        const auto& cause = m_subject.rootCause(condition.kind);
        if (!cause) {
            return false;
        }
        const std::vector<FilterPlace> places = partsOf(*cause, condition);
        return std::any_of(places.begin(), places.end(),
            [&](const FilterPlace& place) { return Evaluation(m_subject, place).of(condition.where); });
    }

    std::vector<FilterPlace> partsOf(const RootCause& cause, const RootCauseCondition& condition) const
    {
        std::vector<FilterPlace> places;
        for (const RootCauseService& service : cause.services) {
            if (condition.part == RootCausePart::Service) {
                FilterPlace& place = places.emplace_back();
                place.service = &service.service;
                place.isInferred = service.inferred;
                continue;
            }
            for (const std::int32_t index : service.entities) {
                addEntity(places, index, condition);
            }
        }
        for (std::size_t i = 0; i < places.size(); ++i) {
            places[i].scope = scopeOf(condition.kind, condition.part);
            places[i].index = i;
            places[i].count = places.size();
        }
        return places;
    }

    void addEntity(std::vector<FilterPlace>& places, std::int32_t index, const RootCauseCondition& condition) const
    {
        const Segment& entity = m_subject.trace().segments[static_cast<std::size_t>(index)];
        if (condition.part == RootCausePart::Entity) {
            FilterPlace& place = places.emplace_back();
            place.head = index;
            place.isRemote = entity.nameSpace == Namespace::Remote;
            place.coverage = coverageOf(m_subject.trace(), index);
        } else if (entity.cause) {
            for (const Exception& exception : entity.cause->exceptions) {
                FilterPlace& place = places.emplace_back();
                place.exception = &exception;
                place.isRemote = exception.remote;
            }
        }
    }

    bool matches(const RootCausePattern& pattern) const
    {
        const QJsonArray& causes = m_subject.rootCausesJson();
        return std::any_of(causes.begin(), causes.end(), [&](const QJsonValue& cause) {
            return std::any_of(pattern.causes.begin(), pattern.causes.end(),
                [&](const QJsonValue& wanted) { return meets(cause, wanted); });
        });
    }

    const FilterSubject& m_subject;
    const FilterPlace& m_place;
};

} // namespace

bool matches(const FilterExpression& expression, const FilterSubject& subject)
{
    return Evaluation(subject, wholeTrace(subject)).of(expression);
}

} // namespace fluoroscope
