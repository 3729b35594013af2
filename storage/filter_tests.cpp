// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/filter_tests.h"

namespace fluoroscope {

namespace {

const char* comparison(FilterOperator op)
{
    switch (op) {
    case FilterOperator::Equal:
        return " = ";
    case FilterOperator::NotEqual:
        return " <> ";
    case FilterOperator::Less:
        return " < ";
    case FilterOperator::LessEqual:
        return " <= ";
    case FilterOperator::Greater:
        return " > ";
    default:
        return " >= ";
    }
}

} // namespace

bool isPlainText(const QString& text)
{
    return text.isValidUtf16() && !text.contains(QChar::ReplacementCharacter);
}

FilterTests::FilterTests(std::vector<FilterSql::Value>& values)
    : m_values(values)
{
}

std::string FilterTests::parameter(FilterSql::Value value)
{
    m_values.push_back(std::move(value));
    return ":f" + std::to_string(m_values.size() - 1);
}

// By bytes: SQLite's text functions end at a NUL.
std::string FilterTests::text(const std::string& column, FilterOperator op, const QString& wanted)
{
    const QByteArray bytes = wanted.toUtf8();
    const std::string size = std::to_string(bytes.size());
    switch (op) {
    case FilterOperator::Equal:
        return column + " = " + parameter(wanted);
    case FilterOperator::NotEqual:
        return column + " <> " + parameter(wanted);
    case FilterOperator::Contains:
        return bytes.isEmpty() ? "1" : "instr(CAST(" + column + " AS BLOB), " + parameter(bytes) + ") > 0";
    case FilterOperator::BeginsWith:
        return bytes.isEmpty() ? "1" : "substr(CAST(" + column + " AS BLOB), 1, " + size + ") = " + parameter(bytes);
    case FilterOperator::EndsWith:
        return bytes.isEmpty() ? "1" : "substr(CAST(" + column + " AS BLOB), -" + size + ") = " + parameter(bytes);
    default:
        return op == FilterOperator::Exists ? "1" : "0";
    }
}

// A column of which `isKnown` says whether it holds a number.
std::string FilterTests::number(
    const std::string& isKnown, const std::string& number, FilterOperator op, const FilterValue& value)
{
    return op == FilterOperator::Exists
        ? isKnown
        : '(' + isKnown + " AND " + number + comparison(op) + parameter(std::get<double>(value)) + ')';
}

// No two types are equal, and none but numbers are larger or smaller.
std::string FilterTests::value(const std::string& column, FilterOperator op, const FilterValue& wanted)
{
    if (const auto* number = std::get_if<double>(&wanted)) {
        const bool isOrder = op >= FilterOperator::Less && op <= FilterOperator::GreaterEqual;
        return op == FilterOperator::Equal ? column + " = " + parameter(*number)
            : isOrder ? "typeof(" + column + ") = 'real' AND " + column + comparison(op) + parameter(*number)
                      : "0";
    }
    if (const auto* truth = std::get_if<bool>(&wanted)) {
        return op == FilterOperator::Equal ? column + (*truth ? " = x'01'" : " = x'00'") : "0";
    }
    const auto& own = std::get<QString>(wanted);
    return op == FilterOperator::Equal ? text(column, op, own)
                                       : "typeof(" + column + ") = 'text' AND " + text(column, op, own);
}

} // namespace fluoroscope
