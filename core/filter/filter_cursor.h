// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Walks over the tokens of a filter expression and remembers what would have been welcome at the current one.
#pragma once

#include "core/filter/filter_parser.h"
#include "core/filter/filter_token.h"

#include <optional>

namespace fluoroscope {

class FilterCursor {
public:
    // The last of `tokens` is an End. A probe takes no End for the end, so that parsing stops there and tells what it
    // expected.
    FilterCursor(QStringView text, std::vector<FilterToken> tokens, bool probe = false);

    [[nodiscard]] const FilterToken& token() const { return m_tokens[m_at]; }
    [[nodiscard]] bool isAt(FilterTokenKind kind) const { return token().kind == kind; }
    [[nodiscard]] bool isAtWord(QStringView word) const;
    // Whether everything was read; to be asked last.
    [[nodiscard]] bool isAtEnd();

    void advance();
    // Goes on if the token is the one asked for; else notes that it was welcome.
    bool take(FilterTokenKind kind);
    bool takeWord(const QString& word);
    // Notes that `what` was welcome here, in whose place `words` may stand.
    void expect(const QString& what, const QStringList& words = {});
    // Notes that a condition might begin here.
    void expectCondition(FilterScope scope);
    void expectBlank(FilterBlank blank, FilterKeyword keyword = FilterKeyword::Ok, const QString& annotation = {});

    // That the token is none of what was expected.
    [[nodiscard]] FilterError unexpected() const;
    // That the token is wrong for the reason `message`.
    [[nodiscard]] FilterError wrong(const QString& message) const;
    // What was welcome at the token, each word once.
    [[nodiscard]] FilterCompletion completion() const;

private:
    [[nodiscard]] QString found() const;

    QStringView m_text;
    std::vector<FilterToken> m_tokens;
    bool m_probe;
    std::size_t m_at = 0;
    QStringList m_expected;
    std::optional<FilterScope> m_condition;
    FilterCompletion m_completion; // of the current token
};

} // namespace fluoroscope
