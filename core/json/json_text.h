// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads JSON in place, three times as fast as QJsonDocument builds its tree, and takes strings that are not UTF-8.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QString>
#include <QStringList>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace fluoroscope::json {

enum class Kind : std::uint8_t { Null, False, True, Number, String, Object, Array };

// Of an object's members each is two tokens: its name, then its value.
struct Token {
    std::uint32_t at = 0; // first byte; of a string the one after the quote
    std::uint32_t size = 0; // bytes; of a string those between the quotes
    std::uint32_t next = 0; // index after the last token within
    Kind kind = Kind::Null;
    bool escaped = false; // a string with backslashes
};

class Text;

template <std::size_t N> using Names = std::array<std::string_view, N>;

// A value within a Text, which has to outlive it. An absent value reads as null.
class Value {
public:
    Value() = default;
    Value(const Text& text, std::uint32_t index)
        : m_text(&text)
        , m_index(index)
    {
    }

    [[nodiscard]] bool isObject() const { return kind() == Kind::Object; }
    [[nodiscard]] bool isArray() const { return kind() == Kind::Array; }
    [[nodiscard]] bool isString() const { return kind() == Kind::String; }
    [[nodiscard]] bool isNumber() const { return kind() == Kind::Number; }
    [[nodiscard]] bool isBool() const { return kind() == Kind::False || kind() == Kind::True; }

    // A member of an object; of several with one name the last.
    Value operator[](std::string_view name) const;
    // The members with these names, in their order, found in one go.
    template <std::size_t N> [[nodiscard]] std::array<Value, N> members(const Names<N>& names) const;

    // What follows reads values as SDKs really write them. Empty unless a string or a number.
    [[nodiscard]] QString text() const;
    // Finite, also from a string that holds a number; nothing for any other value.
    [[nodiscard]] std::optional<double> number() const;
    // Only `true` is true.
    [[nodiscard]] bool flag() const { return kind() == Kind::True; }
    // The value as it stands in the text, quotes and brackets included. Empty where the value is absent.
    [[nodiscard]] QByteArrayView source() const;
    // The strings of an array; empty for anything else.
    [[nodiscard]] QStringList texts() const;
    // The bytes of a string that has no escapes; empty for anything else.
    [[nodiscard]] std::string_view plain() const;

    // Calls `visit(value)` for each element of an array.
    template <typename Visit> void forEachElement(Visit&& visit) const;
    // Calls `visit(name, value)` for each member of an object, in the order of the text.
    template <typename Visit> void forEachMember(Visit&& visit) const;

private:
    [[nodiscard]] Kind kind() const { return m_text ? token().kind : Kind::Null; }
    [[nodiscard]] inline const Token& token() const;
    [[nodiscard]] std::string_view raw() const;
    [[nodiscard]] bool isNamed(std::uint32_t key, std::string_view name) const;

    const Text* m_text = nullptr;
    std::uint32_t m_index = 0;
};

// One JSON text. Lenient where QJsonDocument is: control characters and unknown escapes in strings pass.
class Text {
public:
    Text() = default;
    // Containers may be nested 1 024 deep, as in QJsonDocument, so that whoever walks them may recurse.
    explicit Text(QByteArray bytes) { read(std::move(bytes)); }
    Text(const Text&) = delete;
    Text& operator=(const Text&) = delete;

    // Another text in its place: for a reader of many.
    void read(QByteArray bytes);

    // Null where the text is not JSON.
    [[nodiscard]] Value root() const { return m_problem.isEmpty() ? Value(*this, 0) : Value(); }
    // What is wrong, in a few words, and at which byte; empty: nothing is.
    [[nodiscard]] const QString& problem() const { return m_problem; }
    [[nodiscard]] qsizetype problemAt() const { return m_problemAt; }

private:
    friend class Value;
    friend class Parser;

    QByteArray m_bytes;
    std::vector<Token> m_tokens;
    QString m_problem;
    qsizetype m_problemAt = 0;
};

inline const Token& Value::token() const
{
    return m_text->m_tokens[m_index];
}

inline std::string_view Value::raw() const
{
    return {m_text->m_bytes.constData() + token().at, token().size};
}

inline std::string_view Value::plain() const
{
    return isString() && !token().escaped ? raw() : std::string_view();
}

inline bool Value::isNamed(std::uint32_t key, std::string_view name) const
{
    const Token& token = m_text->m_tokens[key];
    return token.escaped ? Value(*m_text, key).text() == QLatin1StringView(name.data(), qsizetype(name.size()))
                         : Value(*m_text, key).raw() == name;
}

template <std::size_t N> std::array<Value, N> Value::members(const Names<N>& names) const
{
    std::array<Value, N> found;
    if (isObject()) {
        const std::vector<Token>& tokens = m_text->m_tokens;
        for (std::uint32_t i = m_index + 1; i < token().next; i = tokens[i + 1].next) {
            const std::string_view bytes = Value(*m_text, i).raw();
            for (std::size_t n = 0; n < N; ++n) {
                // Mostly another name, mostly told by its size or first letter.
                const bool differs =
                    bytes.size() != names[n].size() || (!bytes.empty() && bytes.front() != names[n].front());
                if ((!differs || tokens[i].escaped) && isNamed(i, names[n])) {
                    found[n] = Value(*m_text, i + 1);
                    break;
                }
            }
        }
    }
    return found;
}

template <typename Visit> void Value::forEachElement(Visit&& visit) const
{
    if (isArray()) {
        for (std::uint32_t i = m_index + 1; i < token().next; i = m_text->m_tokens[i].next) {
            visit(Value(*m_text, i));
        }
    }
}

template <typename Visit> void Value::forEachMember(Visit&& visit) const
{
    if (isObject()) {
        for (std::uint32_t i = m_index + 1; i < token().next; i = m_text->m_tokens[i + 1].next) {
            visit(Value(*m_text, i).text(), Value(*m_text, i + 1));
        }
    }
}

} // namespace fluoroscope::json
