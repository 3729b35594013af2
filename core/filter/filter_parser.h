// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads filter expressions, says what is wrong with those that are none, and what may come next in half-written ones.
#pragma once

#include "core/filter/filter_expression.h"

#include <QStringList>
#include <tl/expected.hpp>

namespace fluoroscope {

// How deep parentheses, braces and ! may be nested.
inline constexpr int kMaxFilterDepth = 64;

struct FilterError {
    qsizetype position = 0; // of what is wrong, in UTF-16 units
    qsizetype length = 0; // 0: something is missing at `position`
    QString message; // what was found and what was expected, as sentences for a person
    QStringList completions; // the keywords and operators that may stand there
};

// Blank text gives the empty expression, which matches every trace. Beyond what X-Ray documents these are taken: words
// for text values, single quotes, annotations in service and edge braces, `rootcause.fault.service` without braces, and
// ${placeholders} that nobody filled in, for any value (they match nothing).
tl::expected<FilterExpression, FilterError> parseFilter(QStringView text);

// What of a session's own names may stand at a place, besides words of the language.
enum class FilterBlank : std::uint8_t {
    None,
    ServiceName,
    ServiceType,
    AccountId,
    AnnotationKey,
    ValueOfAnnotation, // of FilterCompletion::annotation
    ValueOfKeyword, // of FilterCompletion::keyword
};

struct FilterCompletion {
    qsizetype position = 0; // the completion replaces this part of the text
    qsizetype length = 0;
    QStringList words; // keywords and operators, not yet reduced to those that begin like the part
    FilterBlank blank = FilterBlank::None;
    QString annotation; // its key
    FilterKeyword keyword = FilterKeyword::Ok;
};

// What may stand at `cursor`, in place of the word around it. Nothing where the text before is wrong already.
FilterCompletion completeFilter(QStringView text, qsizetype cursor);

} // namespace fluoroscope
