// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/json/json_print.h"

#include <algorithm>

namespace fluoroscope::json {

namespace {

constexpr qsizetype kStep = 4;

bool isBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

QByteArray printed(QByteArrayView json, bool onLines)
{
    QByteArray text;
    text.reserve(json.size() * (onLines ? 2 : 1));
    qsizetype depth = 0;
    const auto startLine = [&] {
        if (onLines) {
            text += '\n';
            text.append(depth * kStep, ' ');
        }
    };
    bool empty = false; // a container has been opened and nothing is in it yet
    for (qsizetype at = 0; at < json.size(); ++at) {
        const char c = json[at];
        if (isBlank(c)) {
            continue;
        }
        if (c == '}' || c == ']') {
            --depth;
            if (!empty) {
                startLine();
            }
        } else if (empty) {
            startLine();
        }
        empty = c == '{' || c == '[';
        depth += empty ? 1 : 0;
        text += c;
        if (c == '"') {
            const qsizetype begin = at + 1;
            for (++at; json[at] != '"'; ++at) {
                at += json[at] == '\\' ? 1 : 0;
            }
            text += json.sliced(begin, at + 1 - begin);
        } else if (c == ',') {
            startLine();
        } else if (c == ':' && onLines) {
            text += ' ';
        }
    }
    return text;
}

} // namespace

QByteArray compact(const Value& value)
{
    return printed(value.source(), false);
}

QByteArray indented(const Value& value)
{
    return printed(value.source(), true) + '\n';
}

std::vector<std::pair<QString, Value>> membersByName(const Value& object)
{
    std::vector<std::pair<QString, Value>> members;
    object.forEachMember([&](const QString& name, const Value& value) { members.emplace_back(name, value); });
    std::stable_sort(members.begin(), members.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return members;
}

} // namespace fluoroscope::json
