// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/filter/filter_token.h"

#include <array>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

struct Mark {
    QStringView text;
    FilterTokenKind kind;
};

// The longer ones first.
constexpr std::array kMarks{
    Mark{u"!=", FilterTokenKind::NotEqual},
    Mark{u"<=", FilterTokenKind::LessEqual},
    Mark{u">=", FilterTokenKind::GreaterEqual},
    Mark{u"!", FilterTokenKind::Not},
    Mark{u"=", FilterTokenKind::Equal},
    Mark{u"<", FilterTokenKind::Less},
    Mark{u">", FilterTokenKind::Greater},
    Mark{u"(", FilterTokenKind::OpenParenthesis},
    Mark{u")", FilterTokenKind::CloseParenthesis},
    Mark{u"{", FilterTokenKind::OpenBrace},
    Mark{u"}", FilterTokenKind::CloseBrace},
    Mark{u"[", FilterTokenKind::OpenBracket},
    Mark{u"]", FilterTokenKind::CloseBracket},
    Mark{u",", FilterTokenKind::Comma},
    Mark{u":", FilterTokenKind::Colon},
};

class Lexer {
public:
    explicit Lexer(QStringView text)
        : m_text(text)
    {
    }

    std::vector<FilterToken> tokens()
    {
        std::vector<FilterToken> tokens;
        do {
            while (m_at < m_text.size() && m_text[m_at].isSpace()) {
                ++m_at;
            }
            m_start = m_at;
            tokens.push_back(next());
        } while (tokens.back().kind != FilterTokenKind::End);
        return tokens;
    }

private:
    FilterToken next()
    {
        if (m_at == m_text.size()) {
            return made(FilterTokenKind::End, {});
        }
        const QChar c = m_text[m_at];
        if (c == u'"' || c == u'\'') {
            return string(c);
        }
        if (c == u'#') {
            return json();
        }
        const QStringView rest = m_text.sliced(m_at);
        if (rest.startsWith(u"==")) {
            m_at += 2;
            return made(FilterTokenKind::Invalid, u"Write a single =."_s);
        }
        if (rest.startsWith(u"<>")) {
            m_at += 2;
            return made(FilterTokenKind::Invalid, u"Write != for what is not equal."_s);
        }
        for (const Mark& mark : kMarks) {
            if (rest.startsWith(mark.text)) {
                m_at += mark.text.size();
                return made(mark.kind, mark.text.toString());
            }
        }
        return word();
    }

    FilterToken string(QChar quote)
    {
        QString content;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const QChar c = m_text[m_at];
            if (c == quote) {
                ++m_at;
                return made(FilterTokenKind::String, content);
            }
            if (c == u'\\' && m_at + 1 < m_text.size() && QStringView(u"\\\"'").contains(m_text[m_at + 1])) {
                ++m_at;
            }
            content.append(m_text[m_at]);
        }
        return made(FilterTokenKind::Invalid, u"The text that begins here has no closing %1."_s.arg(quote));
    }

    FilterToken json()
    {
        int depth = 0;
        bool quoted = false;
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const QChar c = m_text[m_at];
            if (quoted) {
                quoted = c != u'"';
                m_at += c == u'\\' && m_at + 1 < m_text.size() ? 1 : 0;
            } else if (c == u'"') {
                quoted = true;
            } else if (c == u'[' || c == u'{') {
                ++depth;
            } else if (c == u']' || c == u'}') {
                --depth;
            }
            if (depth <= 0 && !quoted) {
                break;
            }
        }
        if (m_at < m_text.size() && m_at > m_start + 1) {
            ++m_at;
            return made(FilterTokenKind::Json, m_text.sliced(m_start + 1, m_at - m_start - 1).toString());
        }
        return made(FilterTokenKind::Invalid,
            m_at < m_text.size() ? u"After # comes JSON: #[…] or #{…}."_s : u"The JSON that begins here has no end."_s);
    }

    FilterToken word()
    {
        while (m_at < m_text.size()) {
            const QStringView rest = m_text.sliced(m_at);
            const qsizetype end = rest.startsWith(u"${") ? rest.indexOf(u'}') : -1;
            if (end < 0 && (rest[0].isSpace() || QStringView(u"(){}[]\"',:=!<>#").contains(rest[0]))) {
                break;
            }
            m_at += end + 1 + (end < 0 ? 1 : 0);
        }
        FilterToken token = made(FilterTokenKind::Word, m_text.sliced(m_start, m_at - m_start).toString());
        const QStringView digits = token.text.startsWith(u'-') ? QStringView(token.text).sliced(1) : token.text;
        if (!digits.isEmpty() && (digits[0] == u'.' || (digits[0] >= u'0' && digits[0] <= u'9'))) {
            bool isNumber = false;
            token.number = token.text.toDouble(&isNumber);
            token.kind = isNumber ? FilterTokenKind::Number : FilterTokenKind::Word;
        }
        return token;
    }

    [[nodiscard]] FilterToken made(FilterTokenKind kind, const QString& text) const
    {
        return {kind, m_start, m_at - m_start, text, 0};
    }

    QStringView m_text;
    qsizetype m_at = 0;
    qsizetype m_start = 0;
};

} // namespace

std::vector<FilterToken> filterTokens(QStringView text)
{
    return Lexer(text).tokens();
}

QString spelling(FilterTokenKind kind)
{
    for (const Mark& mark : kMarks) {
        if (mark.kind == kind) {
            return mark.text.toString();
        }
    }
    return {};
}

} // namespace fluoroscope
