// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/filter/filter_cursor.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// In quotes where it would be read as punctuation of the sentence that it is told in.
QString shownMark(FilterTokenKind kind)
{
    const bool punctuation = kind >= FilterTokenKind::OpenParenthesis && kind <= FilterTokenKind::Colon;
    return punctuation ? u'"' + spelling(kind) + u'"' : spelling(kind);
}

} // namespace

FilterCursor::FilterCursor(QStringView text, std::vector<FilterToken> tokens, bool probe)
    : m_text(text)
    , m_tokens(std::move(tokens))
    , m_probe(probe)
{
}

bool FilterCursor::isAtWord(QStringView word) const
{
    return isAt(FilterTokenKind::Word) && word.compare(token().text, Qt::CaseInsensitive) == 0;
}

bool FilterCursor::isAtEnd()
{
    if (isAt(FilterTokenKind::End) && !m_probe) {
        return true;
    }
    expect(u"the end"_s);
    return false;
}

void FilterCursor::advance()
{
    ++m_at;
    m_expected.clear();
    m_condition.reset();
    m_completion = {};
}

bool FilterCursor::take(FilterTokenKind kind)
{
    if (isAt(kind)) {
        advance();
        return true;
    }
    expect(shownMark(kind), {spelling(kind)});
    return false;
}

bool FilterCursor::takeWord(const QString& word)
{
    if (isAtWord(word)) {
        advance();
        return true;
    }
    expect(word, {word});
    return false;
}

void FilterCursor::expect(const QString& what, const QStringList& words)
{
    if (!m_expected.contains(what)) {
        m_expected.append(what);
    }
    m_completion.words.append(words);
}

void FilterCursor::expectCondition(FilterScope scope)
{
    expect(u"a condition"_s);
    m_condition = scope; // its words are many, and asked for only when parsing ends here
}

void FilterCursor::expectBlank(FilterBlank blank, FilterKeyword keyword, const QString& annotation)
{
    m_completion.blank = blank;
    m_completion.keyword = keyword;
    m_completion.annotation = annotation;
}

QString FilterCursor::found() const
{
    constexpr qsizetype kShown = 40;
    const QStringView source = m_text.sliced(token().position, token().length);
    const QString mark = shownMark(token().kind);
    const QString shown = !mark.isEmpty() ? mark
        : source.size() > kShown          ? source.first(kShown).toString() + u'…'
                                          : source.toString();
    return isAt(FilterTokenKind::End) ? u"The expression ends here"_s : u"Found %1"_s.arg(shown);
}

FilterCompletion FilterCursor::completion() const
{
    FilterCompletion completion = m_completion;
    if (m_condition) {
        completion.words << filterWords(*m_condition) << u"!"_s;
    }
    completion.words.removeDuplicates();
    return completion;
}

FilterError FilterCursor::unexpected() const
{
    if (isAt(FilterTokenKind::Invalid)) {
        return wrong(token().text);
    }
    QStringList expected = m_expected;
    QString message = found();
    if (!expected.isEmpty()) {
        const QString last = expected.takeLast();
        message += u"; expected "_s + (expected.isEmpty() ? last : expected.join(u", "_s) + u" or "_s + last);
    }
    return wrong(message + u'.');
}

FilterError FilterCursor::wrong(const QString& message) const
{
    return {token().position, token().length, message, completion().words};
}

} // namespace fluoroscope
