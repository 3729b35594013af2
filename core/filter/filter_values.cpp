// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/filter/filter_values.h"

#include <algorithm>
#include <array>
#include <optional>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

using Parsed = tl::expected<FilterExpression, FilterError>;

struct Sign {
    FilterTokenKind kind;
    FilterOperator op;
};

constexpr std::array kEqualities{
    Sign{FilterTokenKind::Equal, FilterOperator::Equal}, Sign{FilterTokenKind::NotEqual, FilterOperator::NotEqual}};
constexpr std::array kOrders{Sign{FilterTokenKind::Less, FilterOperator::Less},
    Sign{FilterTokenKind::LessEqual, FilterOperator::LessEqual},
    Sign{FilterTokenKind::Greater, FilterOperator::Greater},
    Sign{FilterTokenKind::GreaterEqual, FilterOperator::GreaterEqual}};
constexpr std::array kSearches{FilterOperator::Contains, FilterOperator::BeginsWith, FilterOperator::EndsWith};

template <typename Signs> std::optional<FilterOperator> takeSign(FilterCursor& cursor, const Signs& signs)
{
    for (const Sign& sign : signs) {
        if (cursor.take(sign.kind)) {
            return sign.op;
        }
    }
    return std::nullopt;
}

std::optional<FilterOperator> takeSearch(FilterCursor& cursor)
{
    for (const FilterOperator op : kSearches) {
        if (cursor.takeWord(spelling(op))) {
            return op;
        }
    }
    return std::nullopt;
}

bool isReserved(const FilterCursor& cursor)
{
    return cursor.isAtWord(u"AND") || cursor.isAtWord(u"OR")
        || std::any_of(
            kSearches.begin(), kSearches.end(), [&](FilterOperator op) { return cursor.isAtWord(spelling(op)); });
}

std::optional<QString> takeText(FilterCursor& cursor)
{
    const bool isText = cursor.isAt(FilterTokenKind::String) || cursor.isAt(FilterTokenKind::Number)
        || (cursor.isAt(FilterTokenKind::Word) && !isReserved(cursor));
    if (!isText) {
        cursor.expect(u"text in quotes"_s);
        return std::nullopt;
    }
    QString text = cursor.token().text;
    cursor.advance();
    return text;
}

std::optional<FilterValue> takePlaceholder(FilterCursor& cursor)
{
    const bool isText = cursor.isAt(FilterTokenKind::String) || cursor.isAt(FilterTokenKind::Word);
    return isText && cursor.token().text.startsWith(u"${") && cursor.token().text.endsWith(u'}') ? takeText(cursor)
                                                                                                 : std::nullopt;
}

std::optional<FilterValue> takeNumber(FilterCursor& cursor)
{
    if (cursor.isAt(FilterTokenKind::Number)) {
        const double number = cursor.token().number;
        cursor.advance();
        return number;
    }
    const bool hasUnit = cursor.isAt(FilterTokenKind::Word) && cursor.token().text.front().isDigit();
    cursor.expect(hasUnit ? u"a number without a unit (times are in seconds)"_s : u"a number"_s);
    return takePlaceholder(cursor);
}

std::optional<FilterValue> takeBoolean(FilterCursor& cursor)
{
    if (cursor.takeWord(u"true"_s)) {
        return true;
    }
    if (cursor.takeWord(u"false"_s)) {
        return false;
    }
    return takePlaceholder(cursor);
}

std::optional<FilterValue> takeValue(FilterCursor& cursor, FilterType type)
{
    switch (type) {
    case FilterType::Boolean:
        return takeBoolean(cursor);
    case FilterType::Number:
        return takeNumber(cursor);
    case FilterType::Text:
        return takeText(cursor);
    }
    return std::nullopt;
}

// Of whatever type the value is written in.
std::optional<FilterValue> takeAnyValue(FilterCursor& cursor)
{
    if (cursor.isAt(FilterTokenKind::Number)) {
        return takeNumber(cursor);
    }
    if (auto boolean = takeBoolean(cursor)) {
        return boolean;
    }
    cursor.expect(u"a number"_s);
    return takeText(cursor);
}

Parsed unexpected(const FilterCursor& cursor)
{
    return tl::unexpected(cursor.unexpected());
}

std::optional<FilterOperator> takeOperator(FilterCursor& cursor, FilterType type)
{
    auto op = takeSign(cursor, kEqualities);
    if (!op && type == FilterType::Number) {
        op = takeSign(cursor, kOrders);
    }
    if (!op && type == FilterType::Text) {
        op = takeSearch(cursor);
    }
    return op;
}

} // namespace

Parsed keywordCondition(FilterCursor& cursor, const FilterKeywordInfo& info)
{
    KeywordCondition condition{info.keyword, FilterOperator::Exists, {}};
    if (const auto op = takeOperator(cursor, info.type)) {
        condition.op = *op;
        if (info.type != FilterType::Boolean) {
            cursor.expectBlank(FilterBlank::ValueOfKeyword, info.keyword);
        }
        const auto value = takeValue(cursor, info.type);
        if (!value) {
            return unexpected(cursor);
        }
        condition.value = *value;
    } else if (info.type == FilterType::Boolean) {
        condition.op = FilterOperator::Equal;
        condition.value = true;
    } else if (info.type == FilterType::Number && info.keyword != FilterKeyword::HttpStatus) {
        return unexpected(cursor); // the others always have a value: a bare one would say nothing
    }
    return FilterExpression(FilterNode{condition});
}

Parsed annotationCondition(FilterCursor& cursor)
{
    AnnotationCondition condition;
    condition.key = cursor.token().text.sliced(u"annotation"_s.size());
    if (condition.key.startsWith(u'.')) {
        condition.key.remove(0, 1);
        if (condition.key.isEmpty() || condition.key.contains(u'.')) {
            return tl::unexpected(cursor.wrong(condition.key.isEmpty()
                    ? u"The annotation's key is missing after the dot."_s
                    : u"A key with dots needs brackets: write annotation[%1]."_s.arg(condition.key)));
        }
        cursor.advance();
    } else {
        cursor.advance();
        if (!cursor.take(FilterTokenKind::OpenBracket)) {
            return unexpected(cursor);
        }
        cursor.expectBlank(FilterBlank::AnnotationKey);
        cursor.expect(u"an annotation's key"_s);
        const auto key = takeText(cursor);
        if (!key || !cursor.take(FilterTokenKind::CloseBracket)) {
            return unexpected(cursor);
        }
        condition.key = *key;
    }
    std::optional<FilterValue> value;
    if (const auto equality = takeSign(cursor, kEqualities)) {
        condition.op = *equality;
        cursor.expectBlank(FilterBlank::ValueOfAnnotation, FilterKeyword::Ok, condition.key);
        value = takeAnyValue(cursor);
    } else if (const auto order = takeSign(cursor, kOrders)) {
        condition.op = *order;
        value = takeNumber(cursor);
    } else if (const auto search = takeSearch(cursor)) {
        condition.op = *search;
        cursor.expectBlank(FilterBlank::ValueOfAnnotation, FilterKeyword::Ok, condition.key);
        value = takeText(cursor);
    } else {
        return FilterExpression(FilterNode{condition});
    }
    if (!value) {
        return unexpected(cursor);
    }
    condition.value = *value;
    return FilterExpression(FilterNode{condition});
}

tl::expected<ServiceTarget, FilterError> serviceTarget(FilterCursor& cursor)
{
    ServiceTarget target;
    if (!cursor.isAtWord(u"id")) {
        cursor.expect(u"id("_s, {u"id("_s});
        cursor.expectBlank(FilterBlank::ServiceName);
        target.name = takeText(cursor).value_or(QString());
        return target;
    }
    cursor.advance();
    if (!cursor.take(FilterTokenKind::OpenParenthesis)) {
        return tl::unexpected(cursor.unexpected());
    }
    do {
        const bool isName = cursor.takeWord(u"name"_s);
        const bool isType = !isName && cursor.takeWord(u"type"_s);
        if ((!isName && !isType && !cursor.takeWord(u"account.id"_s)) || !cursor.take(FilterTokenKind::Colon)) {
            return tl::unexpected(cursor.unexpected());
        }
        cursor.expectBlank(isName ? FilterBlank::ServiceName
                : isType          ? FilterBlank::ServiceType
                                  : FilterBlank::AccountId);
        const auto text = takeText(cursor);
        if (!text) {
            return tl::unexpected(cursor.unexpected());
        }
        (isName ? target.name : isType ? target.type : target.account) = *text;
    } while (cursor.take(FilterTokenKind::Comma));
    if (!cursor.take(FilterTokenKind::CloseParenthesis)) {
        return tl::unexpected(cursor.unexpected());
    }
    return target;
}

// A few, to show what is meant.
QString someOf(const QStringList& words)
{
    return words.mid(0, 3).join(u", "_s);
}

QString unknownWord(const QString& word, FilterScope scope)
{
    struct Habit {
        QStringView word;
        QStringView advice;
    };
    static constexpr std::array kHabits{
        // of other languages
        Habit{u"exists", u"A keyword or an annotation alone tests whether it is set: leave EXISTS out."},
        Habit{u"not", u"Write ! before what must not be so."},
        Habit{u"&&", u"Write AND."},
        Habit{u"||", u"Write OR."},
        Habit{u"like", u"Compare text by =, !=, CONTAINS, BEGINSWITH or ENDSWITH."},
        Habit{u"in", u"Write one comparison for each value, joined by OR."},
        Habit{u"between", u"Write two comparisons, joined by AND."},
    };
    constexpr qsizetype kShown = 40;
    const QString shown = word.size() > kShown ? word.first(kShown) + u'…' : word;
    for (const Habit& habit : kHabits) {
        if (habit.word.compare(word, Qt::CaseInsensitive) == 0) {
            return u"%1 is not part of filter expressions. %2"_s.arg(shown, habit.advice);
        }
    }
    if (word.compare(u"AND", Qt::CaseInsensitive) == 0 || word.compare(u"OR", Qt::CaseInsensitive) == 0) {
        return u"Found %1; expected a condition."_s.arg(shown);
    }
    for (const FilterScope other :
        {FilterScope::Trace, FilterScope::Service, FilterScope::Edge, FilterScope::CauseService,
            FilterScope::CauseEntity, FilterScope::SlowEntity, FilterScope::CauseException}) {
        const QStringList& words = filterWords(other);
        if (words.contains(word, Qt::CaseInsensitive) || words.contains(word + u'(', Qt::CaseInsensitive)) {
            return u"%1 has no meaning %2; it is known %3."_s.arg(shown, placeName(scope), placeName(other));
        }
    }
    const QString nearest = nearestFilterWord(word, filterWords(scope));
    return nearest.isEmpty() ? u"%1 is not a keyword; expected one such as %2."_s.arg(shown, someOf(filterWords(scope)))
                             : u"%1 is not a keyword. Did you mean %2?"_s.arg(shown, nearest);
}

} // namespace fluoroscope
