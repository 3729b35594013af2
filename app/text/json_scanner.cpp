// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/text/json_scanner.h"

#include <QString>

namespace fluoroscope {

namespace {

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

} // namespace

JsonScanner::JsonScanner(QByteArrayView text, qsizetype from)
    : m_text(text)
    , m_position(from)
{
}

JsonToken JsonScanner::next()
{
    if (m_expect == Expect::Nothing) {
        return {};
    }
    passSpace();
    if (m_position >= m_text.size()) {
        return error();
    }
    const char c = m_text[m_position];
    if ((c == '}' || c == ']') && m_expect != Expect::Value && m_expect != Expect::Key) {
        return close(c);
    }
    if (m_expect == Expect::CommaOrEnd) {
        if (c != ',') {
            return error();
        }
        ++m_position;
        passSpace();
        m_expect = m_open.back() == '{' ? Expect::Key : Expect::Value;
        return next();
    }
    return m_expect == Expect::Key || m_expect == Expect::KeyOrEnd ? key() : value();
}

JsonToken JsonScanner::close(char bracket)
{
    if (m_open.isEmpty() || m_open.back() != (bracket == '}' ? '{' : '[')) {
        return error();
    }
    m_open.chop(1);
    ++m_position;
    valueEnded();
    return token(bracket == '}' ? JsonToken::Kind::ObjectEnd : JsonToken::Kind::ArrayEnd, m_position - 1);
}

JsonToken JsonScanner::key()
{
    const qsizetype begin = m_position;
    if (m_text[m_position] != '"' || !passString()) {
        return error();
    }
    const JsonToken result = token(JsonToken::Kind::Key, begin);
    passSpace();
    if (m_position >= m_text.size() || m_text[m_position] != ':') {
        return error();
    }
    ++m_position;
    m_expect = Expect::Value;
    return result;
}

JsonToken JsonScanner::value()
{
    const qsizetype begin = m_position;
    const char c = m_text[m_position];
    if (c == '{' || c == '[') {
        ++m_position;
        m_open.append(c);
        m_expect = c == '{' ? Expect::KeyOrEnd : Expect::ValueOrEnd;
        return token(c == '{' ? JsonToken::Kind::ObjectBegin : JsonToken::Kind::ArrayBegin, begin);
    }
    const JsonToken::Kind kind = c == '"' ? JsonToken::Kind::String
        : c == '-' || isDigit(c)          ? JsonToken::Kind::Number
                                          : JsonToken::Kind::Literal;
    const bool passed = kind == JsonToken::Kind::String ? passString()
        : kind == JsonToken::Kind::Number               ? passNumber()
                                                        : passLiteral();
    if (!passed) {
        return error();
    }
    valueEnded();
    return token(kind, begin);
}

JsonToken JsonScanner::token(JsonToken::Kind kind, qsizetype begin)
{
    return {kind, m_text.sliced(begin, m_position - begin)};
}

JsonToken JsonScanner::error()
{
    m_expect = Expect::Value; // whatever follows is an error, too: the position stays
    m_text = m_text.first(m_position);
    return {JsonToken::Kind::Error, {}};
}

bool JsonScanner::passString()
{
    for (qsizetype i = m_position + 1; i < m_text.size(); ++i) {
        const char c = m_text[i];
        if (c == '"') {
            m_position = i + 1;
            return true;
        }
        if (c == '\\') {
            ++i;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            m_position = i;
            return false;
        }
    }
    m_position = m_text.size();
    return false;
}

bool JsonScanner::passNumber()
{
    const auto passDigits = [this] {
        const qsizetype begin = m_position;
        while (m_position < m_text.size() && isDigit(m_text[m_position])) {
            ++m_position;
        }
        return m_position > begin;
    };
    const auto at = [this](char a, char b) {
        return m_position < m_text.size() && (m_text[m_position] == a || m_text[m_position] == b);
    };
    m_position += at('-', '-') ? 1 : 0;
    bool good = passDigits();
    if (good && at('.', '.')) {
        ++m_position;
        good = passDigits();
    }
    if (good && at('e', 'E')) {
        ++m_position;
        m_position += at('+', '-') ? 1 : 0;
        good = passDigits();
    }
    return good;
}

bool JsonScanner::passLiteral()
{
    for (const QByteArrayView literal : {QByteArrayView("true"), QByteArrayView("false"), QByteArrayView("null")}) {
        if (m_text.sliced(m_position).startsWith(literal)) {
            m_position += literal.size();
            return true;
        }
    }
    return false;
}

void JsonScanner::passSpace()
{
    while (m_position < m_text.size()) {
        const char c = m_text[m_position];
        if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
            return;
        }
        ++m_position;
    }
}

namespace {

char16_t codeUnit(QByteArrayView hex)
{
    return static_cast<char16_t>(hex.toByteArray().toUShort(nullptr, 16));
}

char simpleEscape(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c; // the quote, the slashes, and what is no escape at all
    }
}

} // namespace

QByteArray jsonText(QByteArrayView token)
{
    const QByteArrayView inner = token.sliced(1, token.size() - 2);
    if (!inner.contains('\\')) {
        return inner.toByteArray();
    }
    QByteArray text;
    text.reserve(inner.size());
    for (qsizetype i = 0; i < inner.size(); ++i) {
        if (inner[i] != '\\') {
            text.append(inner[i]);
        } else if (inner[++i] != 'u' || i + 4 >= inner.size()) {
            text.append(simpleEscape(inner[i]));
        } else {
            QString character(QChar(codeUnit(inner.sliced(i + 1, 4))));
            i += 4;
            const bool pair =
                character[0].isHighSurrogate() && i + 6 < inner.size() && inner[i + 1] == '\\' && inner[i + 2] == 'u';
            if (pair && QChar(codeUnit(inner.sliced(i + 3, 4))).isLowSurrogate()) {
                character.append(QChar(codeUnit(inner.sliced(i + 3, 4))));
                i += 6;
            }
            text.append(character.toUtf8());
        }
    }
    return text;
}

std::optional<QByteArrayView> jsonValue(QByteArrayView text, qsizetype from)
{
    JsonScanner scanner(text, from);
    const JsonToken first = scanner.next();
    if (first.kind == JsonToken::Kind::Error) {
        return {};
    }
    while (true) {
        const JsonToken token = scanner.next();
        if (token.kind == JsonToken::Kind::End) {
            const qsizetype begin = first.text.data() - text.data();
            return text.sliced(begin, scanner.position() - begin);
        }
        if (token.kind == JsonToken::Kind::Error) {
            return {};
        }
    }
}

std::vector<JsonChild> jsonChildren(QByteArrayView text)
{
    std::vector<JsonChild> children;
    JsonScanner scanner(text);
    const JsonToken::Kind outer = scanner.next().kind;
    if (outer != JsonToken::Kind::ObjectBegin && outer != JsonToken::Kind::ArrayBegin) {
        return children;
    }
    while (true) {
        JsonToken token = scanner.next();
        QByteArray key;
        if (token.kind == JsonToken::Kind::Key) {
            key = jsonText(token.text);
            token = scanner.next();
        }
        const char* const begin = token.text.data();
        while (scanner.depth() > 1 && token.kind != JsonToken::Kind::Error) {
            token = scanner.next();
        }
        if (token.kind == JsonToken::Kind::Error || scanner.depth() == 0) {
            return children;
        }
        children.push_back({std::move(key), QByteArrayView(begin, token.text.data() + token.text.size())});
    }
}

} // namespace fluoroscope
