// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Walks through JSON text without changing or copying it, so that a piece can be taken, or replaced, byte for byte.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <functional>
#include <optional>
#include <vector>

namespace fluoroscope {

struct JsonToken {
    enum class Kind : std::uint8_t {
        ObjectBegin,
        ObjectEnd,
        ArrayBegin,
        ArrayEnd,
        Key,
        String,
        Number,
        Literal,
        End,
        Error
    };

    Kind kind = Kind::End;
    QByteArrayView text; // keys and strings with their quotes
};

// Reads one value, token by token, and checks its grammar; nesting costs a byte a level and no stack.
class JsonScanner {
public:
    // `text` must outlive the scanner. White space before the value is passed over.
    explicit JsonScanner(QByteArrayView text, qsizetype from = 0);

    // End once the value is complete, again and again; Error where the text is not JSON or ends too early.
    JsonToken next();
    // Bytes read so far: after End, where the value ended; after Error, where it went wrong.
    [[nodiscard]] qsizetype position() const { return m_position; }
    // Objects and arrays that are open.
    [[nodiscard]] qsizetype depth() const { return m_open.size(); }

private:
    enum class Expect : std::uint8_t { Value, ValueOrEnd, Key, KeyOrEnd, CommaOrEnd, Nothing };

    JsonToken value();
    JsonToken key();
    JsonToken close(char bracket);
    JsonToken token(JsonToken::Kind kind, qsizetype begin);
    JsonToken error();
    bool passString();
    bool passNumber();
    bool passLiteral();
    void passSpace();
    void valueEnded() { m_expect = m_open.isEmpty() ? Expect::Nothing : Expect::CommaOrEnd; }

    QByteArrayView m_text;
    qsizetype m_position;
    QByteArray m_open; // '{' and '['
    Expect m_expect = Expect::Value;
};

// The text between the quotes of a String or Key token, escapes resolved, as UTF-8. A lone surrogate becomes U+FFFD.
QByteArray jsonText(QByteArrayView token);

// A member of an object or, without a key, an element of an array: its value as it stands in the text.
struct JsonChild {
    QByteArray key;
    QByteArrayView value;
};

// The children of the object or array `text`, in order; none for anything else, and those before the fault in broken
// text.
std::vector<JsonChild> jsonChildren(QByteArrayView text);

// The value at `from`, without the white space around it; nothing where there is none that is whole.
std::optional<QByteArrayView> jsonValue(QByteArrayView text, qsizetype from = 0);

} // namespace fluoroscope
