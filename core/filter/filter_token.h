// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Cuts a filter expression into its tokens, each with its place in the text.
#pragma once

#include <QString>
#include <vector>

namespace fluoroscope {

enum class FilterTokenKind : std::uint8_t {
    End,
    Word, // a keyword, an operator in letters, or a value without quotes
    Number,
    String,
    Json, // #[…] or #{…}
    Not,
    OpenParenthesis,
    CloseParenthesis,
    OpenBrace,
    CloseBrace,
    OpenBracket,
    CloseBracket,
    Comma,
    Colon,
    Equal,
    NotEqual,
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Invalid,
};

struct FilterToken {
    FilterTokenKind kind = FilterTokenKind::End;
    qsizetype position = 0; // of the first UTF-16 unit
    qsizetype length = 0; // UTF-16 units
    QString text; // as written; of a String without quotes and escapes, of Json without the #, of Invalid what is wrong
    double number = 0;
};

// Never empty: the last token is the only End. Strings may stand in single quotes, too; \" and \\ (and \' ) are the
// only escapes. A ${name} that nobody filled in is one word, or part of one.
std::vector<FilterToken> filterTokens(QStringView text);

// What a punctuation mark looks like; empty for the other kinds.
QString spelling(FilterTokenKind kind);

} // namespace fluoroscope
