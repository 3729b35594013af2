// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/code_spans.h"

#include <QSet>
#include <QString>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

qsizetype endOfString(QStringView text, qsizetype begin)
{
    const QChar quote = text[begin];
    for (qsizetype i = begin + 1; i < text.size(); ++i) {
        if (text[i] == u'\\') {
            ++i;
        } else if (text[i] == quote) {
            return i + 1;
        }
    }
    return text.size();
}

template <typename Belongs> qsizetype endOfRun(QStringView text, qsizetype begin, Belongs belongs)
{
    while (begin < text.size() && belongs(text[begin])) {
        ++begin;
    }
    return begin;
}

bool isWord(QChar c)
{
    return c.isLetterOrNumber() || c == u'_';
}
bool isNumber(QChar c)
{
    return isWord(c) || c == u'.' || c == u'+' || c == u'-';
}

const QSet<QString>& sqlKeywords()
{
    static const QSet<QString> keywords{u"select"_s, u"from"_s, u"where"_s, u"and"_s, u"or"_s, u"not"_s, u"in"_s,
        u"is"_s, u"null"_s, u"like"_s, u"between"_s, u"exists"_s, u"insert"_s, u"into"_s, u"values"_s, u"update"_s,
        u"set"_s, u"delete"_s, u"join"_s, u"inner"_s, u"left"_s, u"right"_s, u"full"_s, u"outer"_s, u"cross"_s, u"on"_s,
        u"using"_s, u"as"_s, u"group"_s, u"by"_s, u"order"_s, u"having"_s, u"limit"_s, u"offset"_s, u"asc"_s, u"desc"_s,
        u"distinct"_s, u"union"_s, u"all"_s, u"with"_s, u"case"_s, u"when"_s, u"then"_s, u"else"_s, u"end"_s,
        u"create"_s, u"alter"_s, u"drop"_s, u"table"_s, u"index"_s, u"view"_s, u"begin"_s, u"commit"_s, u"rollback"_s,
        u"returning"_s, u"for"_s, u"call"_s, u"exec"_s, u"execute"_s, u"merge"_s, u"true"_s, u"false"_s, u"count"_s,
        u"sum"_s, u"min"_s, u"max"_s, u"avg"_s, u"coalesce"_s};
    return keywords;
}

} // namespace

std::vector<CodeSpan> jsonSpans(QStringView text)
{
    std::vector<CodeSpan> spans;
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        if (c == u'"') {
            const qsizetype end = endOfString(text, i);
            const qsizetype after = endOfRun(text, end, [](QChar space) { return space.isSpace(); });
            const bool isKey = after < text.size() && text[after] == u':';
            spans.push_back({i, end - i, isKey ? Role::Accent : Role::Ok});
            i = end;
        } else if (c.isDigit() || c == u'-') {
            const qsizetype end = endOfRun(text, i, isNumber);
            spans.push_back({i, end - i, Role::Throttle});
            i = end;
        } else if (c.isLetter()) {
            const qsizetype end = endOfRun(text, i, isWord);
            spans.push_back({i, end - i, Role::Error});
            i = end;
        } else {
            if (!c.isSpace()) {
                spans.push_back({i, 1, Role::Muted});
            }
            ++i;
        }
    }
    return spans;
}

std::vector<CodeSpan> sqlSpans(QStringView text)
{
    std::vector<CodeSpan> spans;
    for (qsizetype i = 0; i < text.size();) {
        const QChar c = text[i];
        qsizetype end = i + 1;
        if (c == u'\'') {
            end = endOfString(text, i);
            spans.push_back({i, end - i, Role::Ok});
        } else if (c == u'-' && text.sliced(i).startsWith(u"--")) {
            end = endOfRun(text, i, [](QChar other) { return other != u'\n'; });
            spans.push_back({i, end - i, Role::Faint});
        } else if (c.isDigit()) {
            end = endOfRun(text, i, [](QChar other) { return isWord(other) || other == u'.'; });
            spans.push_back({i, end - i, Role::Throttle});
        } else if (isWord(c)) {
            end = endOfRun(text, i, isWord);
            if (sqlKeywords().contains(text.sliced(i, end - i).toString().toLower())) {
                spans.push_back({i, end - i, Role::Accent});
            }
        } else if (c == u'?' || c == u'$' || c == u':') { // placeholders of sanitized values
            spans.push_back({i, 1, Role::Throttle});
        }
        i = end;
    }
    return spans;
}

} // namespace fluoroscope
