// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/api/input_shape.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <limits>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qsizetype kShownProblems = 10;
constexpr qsizetype kShownCharacters = 60; // of a value

InputShape shapeOf(InputShape::Kind kind, std::optional<double> least = {}, std::optional<double> most = {})
{
    InputShape shape;
    shape.kind = kind;
    shape.least = least;
    shape.most = most;
    return shape;
}

QString number(double value)
{
    return QString::number(value, 'g', QLocale::FloatingPointShortest);
}

QString shown(const QString& text)
{
    return u"\"%1\""_s.arg(text.size() > kShownCharacters ? text.left(kShownCharacters) + u"…"_s : text);
}

QString kindOf(const QJsonValue& value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return u"a boolean"_s;
    case QJsonValue::Double:
        return u"a number"_s;
    case QJsonValue::String:
        return u"a string"_s;
    case QJsonValue::Array:
        return u"a list"_s;
    case QJsonValue::Object:
        return u"an object"_s;
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return u"null"_s;
}

// Collects what is wrong, depth first.
class Check {
public:
    void value(const InputShape& shape, const QJsonValue& value, const QString& path);
    void structure(const InputShape& shape, const QJsonObject& object, const QString& path);
    [[nodiscard]] std::optional<ApiError> error() const;

private:
    void add(const QString& path, const QString& problem)
    {
        ++m_count;
        if (m_problems.size() < kShownProblems) {
            m_problems.append(u"%1 %2"_s.arg(path, problem));
        }
    }
    void bounds(const InputShape& shape, double size, const QString& path, const QString& measure);
    void text(const InputShape& shape, const QString& text, const QString& path);
    void numeric(const InputShape& shape, double value, const QString& path);
    void list(const InputShape& shape, const QJsonArray& list, const QString& path);
    void map(const InputShape& shape, const QJsonObject& map, const QString& path);

    QStringList m_problems;
    qsizetype m_count = 0;
};

// `measure` says what `size` is: "have %1 characters".
void Check::bounds(const InputShape& shape, double size, const QString& path, const QString& measure)
{
    if (shape.least && size < *shape.least) {
        add(path, u"must %1, not %2"_s.arg(measure.arg(u"at least "_s + number(*shape.least)), number(size)));
    } else if (shape.most && size > *shape.most) {
        add(path, u"must %1, not %2"_s.arg(measure.arg(u"at most "_s + number(*shape.most)), number(size)));
    }
}

void Check::text(const InputShape& shape, const QString& text, const QString& path)
{
    bounds(shape, static_cast<double>(text.toUcs4().size()), path, u"have %1 characters"_s);
    if (!shape.pattern.isEmpty()
        && !QRegularExpression(QRegularExpression::anchoredPattern(shape.pattern)).match(text).hasMatch()) {
        add(path, u"is %1 but must match the pattern %2"_s.arg(shown(text), shape.pattern));
    }
    if (!shape.values.isEmpty() && !shape.values.contains(text)) {
        add(path, u"is %1 but must be one of %2"_s.arg(shown(text), shape.values.join(u", "_s)));
    }
}

void Check::numeric(const InputShape& shape, double value, const QString& path)
{
    constexpr std::numeric_limits<qint32> range; // AWS's integers have 32 bits
    if (shape.kind == InputShape::Kind::Integer
        && (std::floor(value) != value || value < range.min() || value > range.max())) {
        add(path, u"is %1 but must be a whole number of 32 bits"_s.arg(number(value)));
        return;
    }
    bounds(shape, value, path, u"be %1"_s);
}

void Check::list(const InputShape& shape, const QJsonArray& list, const QString& path)
{
    bounds(shape, static_cast<double>(list.size()), path, u"have %1 entries"_s);
    for (qsizetype i = 0; i < list.size(); ++i) {
        value(shape.elements[0], list[i], u"%1[%2]"_s.arg(path).arg(i));
    }
}

void Check::map(const InputShape& shape, const QJsonObject& map, const QString& path)
{
    bounds(shape, static_cast<double>(map.size()), path, u"have %1 entries"_s);
    for (auto it = map.begin(); it != map.end(); ++it) {
        const QString entry = u"%1[%2]"_s.arg(path, shown(it.key()));
        value(shape.elements[0], it.key(), u"The key "_s + entry);
        value(shape.elements[1], it.value(), entry);
    }
}

void Check::structure(const InputShape& shape, const QJsonObject& object, const QString& path)
{
    for (const InputMember& member : shape.members) {
        const QString memberPath = path.isEmpty() ? member.name : path + u'.' + member.name;
        const QJsonValue found = object.value(member.name);
        if (!found.isUndefined() && !found.isNull()) {
            value(member.shape, found, memberPath);
        } else if (member.required) {
            add(memberPath, u"is required"_s);
        }
    }
}

void Check::value(const InputShape& shape, const QJsonValue& value, const QString& path)
{
    using Kind = InputShape::Kind;
    const auto expect = [&](bool met, const QString& kind) {
        if (!met) {
            add(path, u"must be %1, not %2"_s.arg(kind, kindOf(value)));
        }
        return met;
    };
    switch (shape.kind) {
    case Kind::Text:
        if (expect(value.isString(), u"a string"_s)) {
            text(shape, value.toString(), path);
        }
        break;
    case Kind::Integer:
    case Kind::Number:
        if (expect(value.isDouble(), u"a number"_s)) {
            numeric(shape, value.toDouble(), path);
        }
        break;
    case Kind::Time:
        expect(value.isDouble(), u"a time, in seconds since 1970 as a number"_s);
        break;
    case Kind::Boolean:
        expect(value.isBool(), u"true or false"_s);
        break;
    case Kind::List:
        if (expect(value.isArray(), u"a list"_s)) {
            list(shape, value.toArray(), path);
        }
        break;
    case Kind::Map:
        if (expect(value.isObject(), u"an object"_s)) {
            map(shape, value.toObject(), path);
        }
        break;
    case Kind::Structure:
        if (expect(value.isObject(), u"an object"_s)) {
            structure(shape, value.toObject(), path);
        }
        break;
    }
}

std::optional<ApiError> Check::error() const
{
    if (m_count == 0) {
        return {};
    }
    QString message = m_count == 1 ? u"1 validation error: "_s : u"%1 validation errors: "_s.arg(m_count);
    message += m_problems.join(u"; "_s);
    if (m_count > m_problems.size()) {
        message += u"; and %1 more"_s.arg(m_count - m_problems.size());
    }
    return invalidRequest(message + u'.').value();
}

} // namespace

InputShape textShape(std::optional<double> least, std::optional<double> most, const QString& pattern)
{
    InputShape shape = shapeOf(InputShape::Kind::Text, least, most);
    shape.pattern = pattern;
    return shape;
}

InputShape choiceShape(const QStringList& values)
{
    InputShape shape = shapeOf(InputShape::Kind::Text);
    shape.values = values;
    return shape;
}

InputShape integerShape(std::optional<double> least, std::optional<double> most)
{
    return shapeOf(InputShape::Kind::Integer, least, most);
}

InputShape numberShape(std::optional<double> least, std::optional<double> most)
{
    return shapeOf(InputShape::Kind::Number, least, most);
}

InputShape booleanShape()
{
    return shapeOf(InputShape::Kind::Boolean);
}

InputShape timeShape()
{
    return shapeOf(InputShape::Kind::Time);
}

InputShape listShape(const InputShape& element, std::optional<double> least, std::optional<double> most)
{
    InputShape shape = shapeOf(InputShape::Kind::List, least, most);
    shape.elements = {element};
    return shape;
}

InputShape mapShape(const InputShape& key, const InputShape& value, std::optional<double> most)
{
    InputShape shape = shapeOf(InputShape::Kind::Map, {}, most);
    shape.elements = {key, value};
    return shape;
}

InputShape structureShape(const std::vector<InputMember>& members)
{
    InputShape shape = shapeOf(InputShape::Kind::Structure);
    shape.members = members;
    return shape;
}

InputMember required(const QString& name, const InputShape& shape)
{
    return {name, shape, true};
}

InputMember optional(const QString& name, const InputShape& shape)
{
    return {name, shape, false};
}

std::optional<ApiError> violations(const InputShape& shape, const QJsonObject& input)
{
    Check check;
    check.structure(shape, input, {});
    return check.error();
}

} // namespace fluoroscope
