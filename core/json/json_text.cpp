// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/json/json_text.h"

#include <QLocale>
#include <charconv>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fluoroscope::json {

namespace {

constexpr std::size_t kMaxDepth = 1024;

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

int hexValue(char c)
{
    return isDigit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// A string without its escapes. Bytes that are not UTF-8 become U+FFFD, as on their way through the daemon.
QString unescaped(std::string_view raw)
{
    QString text;
    std::size_t plain = 0;
    const auto flush = [&](std::size_t end) {
        text += QString::fromUtf8(raw.data() + plain, static_cast<qsizetype>(end - plain));
    };
    static constexpr std::string_view letters = "bfnrt";
    static constexpr std::u16string_view controls = u"\b\f\n\r\t";
    for (std::size_t i = raw.find('\\'); i != std::string_view::npos; i = raw.find('\\', plain)) {
        flush(i);
        const char c = raw[i + 1];
        plain = i + 2;
        if (c == 'u') {
            int unit = 0;
            for (std::size_t digit = 0; digit < 4; ++digit) {
                unit = unit * 16 + hexValue(raw[plain++]);
            }
            text += QChar(static_cast<char16_t>(unit));
        } else if (const std::size_t letter = letters.find(c); letter != std::string_view::npos) {
            text += QChar(controls[letter]);
        } else if (static_cast<unsigned char>(c) < 0x80) {
            text += QLatin1Char(c);
        } else {
            plain = i + 1; // the first of several bytes of one character
        }
    }
    flush(raw.size());
    return text;
}

} // namespace

// Walks through the bytes once; what is open is kept beside, so that depth costs no stack.
class Parser {
public:
    explicit Parser(Text& text)
        : m_text(text)
        , m_begin(text.m_bytes.constData())
        , m_at(m_begin)
        , m_end(m_begin + text.m_bytes.size())
    {
    }

    void run()
    {
        if (m_text.m_bytes.size() >= qsizetype(UINT32_MAX)) {
            fail(u"more than 4 GiB"_s);
            return;
        }
        m_text.m_tokens.reserve(static_cast<std::size_t>(m_text.m_bytes.size() / 12 + 4));
        if (m_text.m_bytes.startsWith("\xEF\xBB\xBF")) {
            m_at += 3;
        }
        while (step()) { }
    }

private:
    enum class Expect : std::uint8_t { Value, ValueOrEnd, Name, NameOrEnd, CommaOrEnd, Nothing };

    // Takes one value, name or sign; false at the end.
    bool step()
    {
        skipBlanks();
        if (m_at == m_end) {
            return m_expect == Expect::Nothing ? false : fail(u"an early end"_s);
        }
        const char c = *m_at;
        switch (m_expect) {
        case Expect::ValueOrEnd:
            if (c == ']') {
                return close();
            }
            [[fallthrough]];
        case Expect::Value:
            return value(c);
        case Expect::NameOrEnd:
            if (c == '}') {
                return close();
            }
            [[fallthrough]];
        case Expect::Name:
            return name(c);
        case Expect::CommaOrEnd: {
            const bool object = m_text.m_tokens[m_open.back()].kind == Kind::Object;
            if (c == ',') {
                ++m_at;
                m_expect = object ? Expect::Name : Expect::Value;
                return true;
            }
            return c == (object ? '}' : ']') ? close() : fail(u"no comma"_s);
        }
        case Expect::Nothing:
            return fail(u"something after the end"_s);
        }
        Q_UNREACHABLE();
    }

    bool value(char c)
    {
        switch (c) {
        case '{':
            return open(Kind::Object, Expect::NameOrEnd);
        case '[':
            return open(Kind::Array, Expect::ValueOrEnd);
        case '"':
            return string() && done();
        case 't':
            return literal("true", Kind::True);
        case 'f':
            return literal("false", Kind::False);
        case 'n':
            return literal("null", Kind::Null);
        default:
            return number();
        }
    }

    bool name(char c)
    {
        if (c != '"') {
            return fail(u"no member's name"_s);
        }
        if (!string()) {
            return false;
        }
        skipBlanks();
        if (m_at == m_end || *m_at != ':') {
            return fail(u"no colon"_s);
        }
        ++m_at;
        m_expect = Expect::Value;
        return true;
    }

    bool open(Kind kind, Expect expect)
    {
        if (m_open.size() == kMaxDepth) {
            return fail(u"too deep a nesting"_s);
        }
        m_open.push_back(static_cast<std::uint32_t>(m_text.m_tokens.size()));
        add(kind, m_at, 0);
        ++m_at;
        m_expect = expect;
        return true;
    }

    bool close()
    {
        Token& opened = m_text.m_tokens[m_open.back()];
        opened.next = static_cast<std::uint32_t>(m_text.m_tokens.size());
        m_open.pop_back();
        ++m_at;
        opened.size = static_cast<std::uint32_t>(m_at - m_begin) - opened.at;
        return done();
    }

    bool done()
    {
        m_expect = m_open.empty() ? Expect::Nothing : Expect::CommaOrEnd;
        return true;
    }

    bool string()
    {
        const char* const start = ++m_at;
        bool escaped = false;
        while (m_at != m_end && *m_at != '"') {
            if (*m_at == '\\') {
                escaped = true;
                if (!escape()) {
                    return fail(u"a broken escape"_s);
                }
            } else {
                ++m_at;
            }
        }
        if (m_at == m_end) {
            return fail(u"a string without end"_s);
        }
        add(Kind::String, start, m_at - start);
        m_text.m_tokens.back().escaped = escaped;
        ++m_at;
        return true;
    }

    bool escape()
    {
        ++m_at;
        if (m_at == m_end) {
            return false;
        }
        if (*m_at++ != 'u') {
            return true;
        }
        for (int digit = 0; digit < 4; ++digit, ++m_at) {
            if (m_at == m_end || hexValue(*m_at) < 0) {
                return false;
            }
        }
        return true;
    }

    bool literal(std::string_view word, Kind kind)
    {
        if (!std::string_view(m_at, static_cast<std::size_t>(m_end - m_at)).starts_with(word)) {
            return fail(u"no value"_s);
        }
        add(kind, m_at, static_cast<qsizetype>(word.size()));
        m_at += word.size();
        return done();
    }

    bool number()
    {
        const char* const start = m_at;
        const auto take = [&](char c) { return m_at != m_end && *m_at == c ? (++m_at, true) : false; };
        const auto digits = [&] {
            const char* const first = m_at;
            while (m_at != m_end && isDigit(*m_at)) {
                ++m_at;
            }
            return m_at != first;
        };
        take('-');
        if (!take('0') && !digits()) {
            return fail(u"no value"_s);
        }
        if (take('.')) {
            digits();
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            if (!digits()) {
                return fail(u"a broken number"_s);
            }
        }
        add(Kind::Number, start, m_at - start);
        return done();
    }

    void skipBlanks()
    {
        while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t')) {
            ++m_at;
        }
    }

    void add(Kind kind, const char* start, qsizetype size)
    {
        m_text.m_tokens.push_back({static_cast<std::uint32_t>(start - m_begin), static_cast<std::uint32_t>(size),
            static_cast<std::uint32_t>(m_text.m_tokens.size() + 1), kind, false});
    }

    bool fail(const QString& problem)
    {
        m_text.m_problem = problem;
        m_text.m_problemAt = m_at - m_begin;
        return false;
    }

    Text& m_text;
    const char* m_begin;
    const char* m_at;
    const char* m_end;
    std::vector<std::uint32_t> m_open; // tokens of the containers around
    Expect m_expect = Expect::Value;
};

void Text::read(QByteArray bytes)
{
    m_bytes = std::move(bytes);
    m_tokens.clear();
    m_problem.clear();
    m_problemAt = 0;
    Parser(*this).run();
}

QByteArrayView Value::source() const
{
    if (!m_text) {
        return {};
    }
    const std::string_view bytes = raw();
    const qsizetype quote = isString() ? 1 : 0;
    return {bytes.data() - quote, static_cast<qsizetype>(bytes.size()) + 2 * quote};
}

Value Value::operator[](std::string_view name) const
{
    Value found;
    if (isObject()) {
        const std::vector<Token>& tokens = m_text->m_tokens;
        for (std::uint32_t i = m_index + 1; i < token().next; i = tokens[i + 1].next) {
            if (isNamed(i, name)) {
                found = Value(*m_text, i + 1);
            }
        }
    }
    return found;
}

QString Value::text() const
{
    if (isString()) {
        const std::string_view bytes = raw();
        return token().escaped ? unescaped(bytes)
                               : QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
    }
    const auto value = isNumber() ? number() : std::nullopt;
    return value ? QString::number(*value, 'g', QLocale::FloatingPointShortest) : QString();
}

std::optional<double> Value::number() const
{
    double value = 0;
    bool ok = false;
    if (isNumber()) {
        const std::string_view bytes = raw();
        ok = std::from_chars(bytes.data(), bytes.data() + bytes.size(), value).ec == std::errc();
    } else if (isString()) {
        value = text().toDouble(&ok);
    }
    return ok && std::isfinite(value) ? std::optional(value) : std::nullopt;
}

QStringList Value::texts() const
{
    QStringList result;
    forEachElement([&](const Value& element) {
        if (element.isString()) {
            result.append(element.text());
        }
    });
    return result;
}

} // namespace fluoroscope::json
