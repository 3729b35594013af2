// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/redaction/connection_redaction.h"

#include "core/redaction/url_redaction.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// "user=", "User Id=", "password=" and their kin, with what follows up to the next sign; quotes hold signs.
QString redactLogins(const QString& text, Pseudonyms& pseudonyms)
{
    static const QRegularExpression login(
        u"\\b(?:(user(?:[ _]?(?:id|name))?|uid)|(?:password|passwd|pwd|pass|secret|token|accesskey|access[ _]key))"
        "\\s*=\\s*(\"[^\"]*\"|'[^']*'|\\{[^}]*\\}|[^;&\\s,)]*)"_s,
        QRegularExpression::CaseInsensitiveOption);
    QString result;
    qsizetype from = 0;
    for (auto matches = login.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        const QString value = match.captured(2);
        result += text.sliced(from, match.capturedStart(2) - from);
        if (!value.isEmpty()) {
            result += match.hasCaptured(1) ? pseudonyms.user(value) : u"redacted"_s;
        }
        from = match.capturedEnd(2);
    }
    return result + text.sliced(from);
}

} // namespace

QString redactConnection(const QString& connection, bool values, Pseudonyms& pseudonyms)
{
    QString text = redactLogins(connection, pseudonyms);
    const qsizetype scheme = text.indexOf("://"_L1);
    if (scheme >= 0 && values) {
        return redactUrlsWithin(text, pseudonyms);
    }
    const qsizetype begin = scheme < 0 ? 0 : scheme + 3;
    const qsizetype slash = text.indexOf(u'/', begin);
    const qsizetype sign = text.lastIndexOf(u'@', slash < 0 ? -1 : slash);
    if (sign < begin || text.sliced(begin, sign - begin).contains(u'=')) {
        return text;
    }
    return text.first(begin) + pseudonyms.user(text.sliced(begin, sign - begin).section(u':', 0, 0))
        + text.sliced(sign);
}

} // namespace fluoroscope
