// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/filter/filter_highlighter.h"

#include "core/filter/filter_keyword.h"
#include "core/filter/filter_token.h"
#include "ui/theme/theme.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

bool isOneOf(const QString& word, std::initializer_list<QStringView> words)
{
    return std::any_of(words.begin(), words.end(),
        [&](QStringView candidate) { return candidate.compare(word, Qt::CaseInsensitive) == 0; });
}

Role roleOf(const FilterToken& token)
{
    switch (token.kind) {
    case FilterTokenKind::String:
    case FilterTokenKind::Json:
        return Role::Ok;
    case FilterTokenKind::Number:
        return Role::Error;
    case FilterTokenKind::Word:
        if (isOneOf(token.text, {u"true", u"false"})) {
            return Role::Error;
        }
        return findFilterKeyword(token.text)
                || isOneOf(
                    token.text, {u"and", u"or", u"contains", u"beginswith", u"endswith", u"service", u"edge", u"id"})
                || token.text.startsWith(u"rootcause."_s, Qt::CaseInsensitive)
            ? Role::Accent
            : Role::Text;
    default:
        return Role::Text;
    }
}

} // namespace

FilterHighlighter::FilterHighlighter(QTextDocument* document)
    : QSyntaxHighlighter(document)
{
    connect(&Theme::current(), &Theme::changed, this, &QSyntaxHighlighter::rehighlight);
}

void FilterHighlighter::setError(const std::optional<FilterError>& error)
{
    m_error = error;
    rehighlight();
}

void FilterHighlighter::highlightBlock(const QString& text)
{
    for (const FilterToken& token : filterTokens(text)) {
        setFormat(
            static_cast<int>(token.position), static_cast<int>(token.length), Theme::current().color(roleOf(token)));
    }
    if (!m_error || text.isEmpty()) {
        return;
    }
    // What is missing has no letters of its own: the last one before it is marked.
    const qsizetype begin = std::min(m_error->position, text.size() - 1);
    const qsizetype end = std::min(std::max(m_error->position + m_error->length, begin + 1), text.size());
    for (qsizetype i = begin; i < end; ++i) {
        QTextCharFormat marked = format(static_cast<int>(i));
        marked.setUnderlineStyle(QTextCharFormat::WaveUnderline);
        marked.setUnderlineColor(Theme::current().color(Role::Fault));
        setFormat(static_cast<int>(i), 1, marked);
    }
}

} // namespace fluoroscope
