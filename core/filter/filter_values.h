// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads the leaves of a filter expression: comparisons, annotations and what names a service.
#pragma once

#include "core/filter/filter_cursor.h"

namespace fluoroscope {

// What follows keyword `info`: an operator and a value, or neither.
tl::expected<FilterExpression, FilterError> keywordCondition(FilterCursor& cursor, const FilterKeywordInfo& info);

// annotation.key or annotation[key], from its first word on, and what it is compared with.
tl::expected<FilterExpression, FilterError> annotationCondition(FilterCursor& cursor);

// A name, id(name: …, type: …, account.id: …), or nothing, which is any service.
tl::expected<ServiceTarget, FilterError> serviceTarget(FilterCursor& cursor);

// What is wrong about `word` where a condition in `scope` should begin.
QString unknownWord(const QString& word, FilterScope scope);

} // namespace fluoroscope
