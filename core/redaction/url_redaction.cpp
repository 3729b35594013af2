// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/redaction/url_redaction.h"

#include <QRegularExpression>
#include <QStringList>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qsizetype kTokenLength = 20; // shorter words of letters and digits are names, versions and the like
constexpr qsizetype kNumberLength = 12; // of a card, an account, a phone

// Keys, signatures, session ids, UUIDs, web tokens, card numbers, addresses of people.
bool looksPrivate(const QString& encoded)
{
    const QString part = QUrl::fromPercentEncoding(encoded.toUtf8());
    if (part.lastIndexOf(u'@') > 0 || part.startsWith("eyJ"_L1)) {
        return true;
    }
    const auto digits = std::count_if(part.begin(), part.end(), [](QChar c) { return c.isDigit(); });
    const bool hasLetters = std::any_of(part.begin(), part.end(), [](QChar c) { return c.isLetter(); });
    return (part.size() >= kTokenLength && digits >= 2 && hasLetters) || (digits >= kNumberLength);
}

// "key=value" becomes "key=value-1"; without a key all goes.
QString redactParameter(const QString& parameter, Pseudonyms& pseudonyms)
{
    const qsizetype sign = parameter.indexOf(u'=');
    const QString value = parameter.sliced(sign + 1);
    return value.isEmpty() ? parameter : parameter.first(sign + 1) + pseudonyms.value(value);
}

QString redactParameters(const QString& text, QChar between, Pseudonyms& pseudonyms)
{
    QStringList parameters = text.split(between);
    for (QString& parameter : parameters) {
        parameter = redactParameter(parameter, pseudonyms);
    }
    return parameters.join(between);
}

QString redactPath(const QString& path, Pseudonyms& pseudonyms)
{
    QStringList parts = path.split(u'/');
    for (QString& part : parts) {
        const qsizetype parameters = part.indexOf(u';');
        const QString name = parameters < 0 ? part : part.first(parameters);
        part = (looksPrivate(name) ? pseudonyms.value(name) : name)
            + (parameters < 0 ? QString() : u';' + redactParameters(part.sliced(parameters + 1), u';', pseudonyms));
    }
    return parts.join(u'/');
}

// Where what follows the login begins, from `from` on: also behind a slash in a password that nobody encoded.
qsizetype endOfLogin(const QString& url, qsizetype from, qsizetype endOfPath)
{
    const qsizetype slash = url.indexOf(u'/', from);
    const qsizetype endOfHost = slash < 0 ? endOfPath : std::min(slash, endOfPath);
    qsizetype sign = endOfHost > from ? url.lastIndexOf(u'@', endOfHost - 1) : -1;
    if (sign < from) {
        static const QRegularExpression port(u"^[^:\\[]*:\\d*$|^[^:]*$|^\\[.*$"_s);
        const QString host = url.sliced(from, endOfHost - from);
        sign = port.match(host).hasMatch() ? -1 : url.lastIndexOf(u'@', endOfPath - 1);
    }
    return sign < from ? from : sign + 1;
}

} // namespace

QString redactUrl(const QString& url, Pseudonyms& pseudonyms)
{
    static const QRegularExpression scheme(u"^[A-Za-z][A-Za-z0-9+.:-]*://|^//"_s);
    const qsizetype fragmentSign = url.indexOf(u'#');
    const qsizetype endOfQuery = fragmentSign < 0 ? url.size() : fragmentSign;
    const qsizetype querySign = url.indexOf(u'?');
    const qsizetype endOfPath = querySign < 0 || querySign > endOfQuery ? endOfQuery : querySign;

    const qsizetype begin = scheme.match(url).capturedLength();
    QString result = url.first(begin);
    qsizetype path = 0;
    if (begin > 0) {
        const qsizetype host = endOfLogin(url, begin, endOfPath);
        if (host > begin) {
            result += pseudonyms.user(url.sliced(begin, host - 1 - begin).section(u':', 0, 0)) + u'@';
        }
        const qsizetype slash = url.indexOf(u'/', host);
        path = slash < 0 ? endOfPath : std::min(slash, endOfPath);
        const QString authority = url.sliced(host, path - host);
        const qsizetype parameters = authority.indexOf(u';'); // as JDBC has them behind the host
        result += parameters < 0
            ? authority
            : authority.first(parameters + 1) + redactParameters(authority.sliced(parameters + 1), u';', pseudonyms);
    }
    result += redactPath(url.sliced(path, endOfPath - path), pseudonyms);
    if (endOfPath < endOfQuery) {
        result += u'?' + redactParameters(url.sliced(endOfPath + 1, endOfQuery - endOfPath - 1), u'&', pseudonyms);
    }
    if (fragmentSign >= 0) {
        result += u'#' + redactParameters(url.sliced(fragmentSign + 1), u'&', pseudonyms);
    }
    return result;
}

QString redactUrlsWithin(const QString& text, Pseudonyms& pseudonyms)
{
    if (!text.contains("://"_L1)) {
        return text;
    }
    static const QRegularExpression url(u"[A-Za-z][A-Za-z0-9+.-]*://[^\\s\"'<>\\\\^`{|}]+"_s);
    QString result;
    qsizetype from = 0;
    for (auto matches = url.globalMatch(text); matches.hasNext();) {
        const QRegularExpressionMatch match = matches.next();
        result += text.sliced(from, match.capturedStart() - from) + redactUrl(match.captured(), pseudonyms);
        from = match.capturedEnd();
    }
    return result + text.sliced(from);
}

} // namespace fluoroscope
