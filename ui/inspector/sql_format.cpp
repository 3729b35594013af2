// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/sql_format.h"

#include <QSet>
#include <algorithm>
#include <optional>
#include <vector>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kLongList = 60; // characters, beyond which a clause's list has a line for each entry
constexpr qsizetype kLongest = 64 * 1024; // of a query: a document of X-Ray's is no larger

struct Token {
    QStringView text;
    QString word; // in capitals, of a word
    bool spaced = false; // white space stands before it
    bool ends = false; // a comment up to the end of its line
};

bool isWordCharacter(QChar c)
{
    return c.isLetterOrNumber() || c == u'_' || c == u'$' || c == u'@' || c == u'#' || c == u'.';
}

// After the string, quoted name or comment at `at`; `at` itself where there is none; -1: nobody can tell.
qsizetype endOfQuoted(QStringView text, qsizetype at)
{
    const QStringView rest = text.sliced(at);
    if (rest.startsWith(u"--")) {
        const qsizetype end = text.indexOf(u'\n', at);
        return end < 0 ? text.size() : end;
    }
    if (rest.startsWith(u"/*")) {
        const qsizetype end = text.indexOf(u"*/"_s, at + 2);
        return end < 0 ? -1 : end + 2;
    }
    const QChar open = text[at];
    if (open == u'$') { // PostgreSQL's $tag$ … $tag$, but not $1
        const qsizetype second = text.indexOf(u'$', at + 1);
        const QStringView tag = second < 0 ? QStringView() : text.sliced(at, second + 1 - at);
        if (tag.isEmpty()
            || !std::all_of(tag.begin() + 1, tag.end() - 1, [](QChar c) { return c.isLetter() || c == u'_'; })) {
            return at;
        }
        const qsizetype end = text.indexOf(tag, second + 1);
        return end < 0 ? -1 : end + tag.size();
    }
    const bool isBracket = open == u'[';
    if (open != u'\'' && open != u'"' && open != u'`' && !isBracket) {
        return at;
    }
    const QChar close = isBracket ? QChar(u']') : open;
    for (qsizetype i = at + 1; i < text.size(); ++i) {
        if (text[i] == u'\\' && i + 1 < text.size() && text[i + 1] == close) {
            return -1; // an escape in one dialect, the end in another
        }
        if (text[i] == close) {
            return i + 1; // a doubled quote goes on as another string, which is as good
        }
    }
    return -1;
}

std::optional<std::vector<Token>> tokensOf(QStringView text)
{
    std::vector<Token> tokens;
    bool spaced = false;
    for (qsizetype i = 0; i < text.size();) {
        if (text[i].isSpace()) {
            spaced = true;
            ++i;
            continue;
        }
        qsizetype end = endOfQuoted(text, i);
        if (end < 0) {
            return std::nullopt;
        }
        Token token;
        if (end == i) {
            const bool word = isWordCharacter(text[i]);
            for (end = i + 1; word && end < text.size() && isWordCharacter(text[end]); ++end) { }
            token.word = word ? text.sliced(i, end - i).toString().toUpper() : QString();
        }
        token.text = text.sliced(i, end - i);
        token.spaced = spaced;
        token.ends = token.text.startsWith(u"--");
        tokens.push_back(std::move(token));
        spaced = false;
        i = end;
    }
    return tokens;
}

class Formatter {
public:
    explicit Formatter(const std::vector<Token>& tokens)
        : m_tokens(tokens)
    {
    }

    QString text()
    {
        for (m_at = 0; m_at < m_tokens.size(); ++m_at) {
            write(m_tokens[m_at]);
        }
        return m_text;
    }

private:
    struct Level { // of parentheses
        bool block = false; // a subquery, on lines of its own
        bool list = false; // its clause has a line for each entry
        bool between = false; // the next AND belongs to it
        int indent = 0; // of its clauses
    };

    [[nodiscard]] const QString& wordAt(std::size_t at) const
    {
        static const QString none;
        return at < m_tokens.size() ? m_tokens[at].word : none;
    }
    [[nodiscard]] const QString& before() const { return m_at > 0 ? wordAt(m_at - 1) : wordAt(m_tokens.size()); }
    [[nodiscard]] const QString& after() const { return wordAt(m_at + 1); }
    [[nodiscard]] bool isInline() const { return m_levels.back().block == false && m_levels.size() > 1; }

    // Whether a line of its own begins with the word at hand.
    [[nodiscard]] bool startsClause(const QString& word) const
    {
        static const QSet<QString> always{u"SELECT"_s, u"WHERE"_s, u"HAVING"_s, u"LIMIT"_s, u"OFFSET"_s, u"UNION"_s,
            u"INTERSECT"_s, u"EXCEPT"_s, u"VALUES"_s, u"RETURNING"_s, u"WINDOW"_s, u"INSERT"_s, u"FETCH"_s};
        static const QSet<QString> sides{u"LEFT"_s, u"RIGHT"_s, u"FULL"_s, u"INNER"_s, u"CROSS"_s, u"NATURAL"_s};
        static const QSet<QString> joining{
            u"JOIN"_s, u"OUTER"_s, u"INNER"_s, u"LEFT"_s, u"RIGHT"_s, u"FULL"_s, u"CROSS"_s};
        if (word == u"FROM") {
            return before() != u"DELETE" && before() != u"DISTINCT";
        }
        if (word == u"GROUP" || word == u"ORDER") {
            return after() == u"BY";
        }
        if (word == u"JOIN") {
            return !sides.contains(before()) && before() != u"OUTER";
        }
        if (sides.contains(word)) {
            return joining.contains(after()) && !sides.contains(before());
        }
        if (word == u"SET") {
            return before() != u"CHARACTER";
        }
        if (word == u"UPDATE") {
            return before() != u"FOR" && before() != u"KEY" && before() != u"DO" && before() != u"ON";
        }
        if (word == u"DELETE") {
            return before() != u"ON" && before() != u"THEN";
        }
        if (word == u"ON") {
            return after() == u"CONFLICT" || after() == u"DUPLICATE";
        }
        if (word == u"FOR") {
            return after() == u"UPDATE" || after() == u"SHARE";
        }
        return always.contains(word);
    }

    // Whether what the clause lists, up to the next clause, is too long for one line.
    [[nodiscard]] bool hasLongList() const
    {
        qsizetype length = 0;
        int inner = 0;
        Formatter ahead(m_tokens);
        for (ahead.m_at = m_at + 1; ahead.m_at < m_tokens.size(); ++ahead.m_at) {
            const Token& token = m_tokens[ahead.m_at];
            inner += token.text == u"(" ? 1 : token.text == u")" ? -1 : 0;
            if (inner < 0 || (inner == 0 && !token.word.isEmpty() && ahead.startsClause(token.word))) {
                break;
            }
            length += token.text.size() + (token.spaced ? 1 : 0);
            if (length > kLongList) {
                return true;
            }
        }
        return false;
    }

    void write(const Token& token)
    {
        Level& level = m_levels.back();
        if (m_broken) {
            newLine(0);
            m_broken = false;
        } else if (!isInline() && !token.word.isEmpty() && startsClause(token.word)) {
            newLine(0);
            level.list = (token.word == u"SELECT" || token.word == u"SET") && hasLongList();
            level.between = false;
        } else if (!isInline() && (token.word == u"AND" || token.word == u"OR")) {
            if (token.word == u"AND" && level.between) {
                level.between = false;
                space(token);
            } else {
                newLine(1);
            }
        } else if (token.text == u")" && level.block && m_levels.size() > 1) {
            newLine(-1);
            m_levels.pop_back();
            m_text += token.text;
            return;
        } else if (m_listed) {
            newLine(1);
        } else {
            space(token);
        }
        m_listed = false;
        m_text += token.text;
        if (token.word == u"BETWEEN") {
            level.between = true;
        } else if (token.text == u"(") {
            m_levels.push_back({after() == u"SELECT" || after() == u"WITH", false, false, m_indent + 1});
        } else if (token.text == u")" && m_levels.size() > 1) {
            m_levels.pop_back();
        } else if (token.text == u",") {
            m_listed = level.list && !isInline();
        }
        m_broken = token.ends || (token.text == u";" && m_levels.size() == 1);
    }

    void space(const Token& token)
    {
        if (token.spaced && !m_text.isEmpty()) {
            m_text += u' ';
        }
    }

    void newLine(int more)
    {
        m_indent = m_levels.back().indent + more;
        if (!m_text.isEmpty()) {
            m_text += u'\n' + QString(2 * m_indent, u' ');
        }
    }

    const std::vector<Token>& m_tokens;
    std::size_t m_at = 0;
    std::vector<Level> m_levels{Level{true, false, false, 0}};
    int m_indent = 0; // of the line at hand
    bool m_broken = false; // the next token has to stand on a line of its own
    bool m_listed = false; // the next token begins an entry of a long list
    QString m_text;
};

} // namespace

QString formattedSql(const QString& query)
{
    const auto tokens = query.size() > kLongest ? std::nullopt : tokensOf(query);
    return tokens ? Formatter(*tokens).text() : query;
}

QStringList sqlTokens(const QString& query)
{
    QStringList texts;
    for (const Token& token : tokensOf(query).value_or(std::vector<Token>())) {
        texts << token.text.toString();
    }
    return texts;
}

} // namespace fluoroscope
