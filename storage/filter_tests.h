// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Single comparisons of a filter expression as SQL that gives what core/filter gives, and 0 or 1 but never NULL.
#pragma once

#include "storage/filter_sql.h"

namespace fluoroscope {

// Whether `text` is the same in UTF-8, which is stored, as in UTF-16, and no stored text was mended to it. Only of such
// a text comparisons say the same here and there.
bool isPlainText(const QString& text);

class FilterTests {
public:
    // What is compared with becomes parameters, which are added to `values`.
    explicit FilterTests(std::vector<FilterSql::Value>& values);

    // Of a plain text.
    std::string text(const std::string& column, FilterOperator op, const QString& wanted);
    // `number` is good where the condition `isKnown` holds.
    std::string number(
        const std::string& isKnown, const std::string& number, FilterOperator op, const FilterValue& wanted);
    // Of a column of any type; the operator is neither Exists nor NotEqual.
    std::string value(const std::string& column, FilterOperator op, const FilterValue& wanted);
    std::string parameter(FilterSql::Value value);

private:
    std::vector<FilterSql::Value>& m_values;
};

} // namespace fluoroscope
