// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/api/request_guard.h"

#include <QSysInfo>

#include <arpa/inet.h>
#include <array>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// The host of "host:port" or "[IPv6]:port", the port being optional, in lower case; empty where it is neither.
QString hostOf(const QString& text)
{
    const bool isBracketed = text.startsWith(u'[');
    const qsizetype end = isBracketed ? text.indexOf(u']') : text.indexOf(u':');
    QString host = end < 0 ? text : text.mid(isBracketed ? 1 : 0, isBracketed ? end - 1 : end);
    const QString rest = end < 0 ? QString() : text.mid(isBracketed ? end + 1 : end);
    if (isBracketed && end < 0) {
        return {};
    }
    bool isPort = rest.isEmpty();
    if (rest.startsWith(u':')) {
        rest.mid(1).toUShort(&isPort);
        isPort = isPort || rest.size() == 1;
    }
    return isPort ? host.toLower() : QString();
}

bool isAddress(const QString& host, int family)
{
    std::array<unsigned char, 16> bytes{};
    return inet_pton(family, host.toLatin1().constData(), bytes.data()) == 1;
}

ApiError refused(int status, const QString& type, const QString& message)
{
    return {status, type, message, {}};
}

} // namespace

RequestGuard::RequestGuard(const BindAddress& bound)
    : m_bound(bound)
    , m_machine(QSysInfo::machineHostName().toLower())
{
}

bool RequestGuard::isOurs(const QString& host) const
{
    const bool isV4 = isAddress(host, AF_INET);
    const bool isV6 = isAddress(host, AF_INET6);
    if (host == "localhost"_L1 || host == m_bound.host.toLower() || (isV4 && host.startsWith("127."_L1))
        || (isV6 && BindAddress{host, 0}.isLoopback())) {
        return true;
    }
    return !m_bound.isLoopback()
        && (isV4 || isV6 || host == m_machine || !host.contains(u'.') || host.endsWith(".local"_L1)
            || host.endsWith(".internal"_L1));
}

std::optional<ApiError> RequestGuard::refusal(const RequestHead& head) const
{
    const QString host = head.hosts.size() == 1 ? hostOf(head.hosts[0]) : QString();
    if (host.isEmpty()) {
        return refused(400, u"InvalidRequestException"_s, u"The request needs one header Host."_s);
    }
    if (!isOurs(host)) {
        return refused(403, u"AccessDeniedException"_s,
            u"The host \"%1\" is not this machine's: use an address, such as 127.0.0.1."_s.arg(host.left(100)));
    }
    if (head.origin && head.origin->compare(u"http://"_s + head.hosts[0], Qt::CaseInsensitive) != 0) {
        return refused(403, u"AccessDeniedException"_s, u"Web pages have no access."_s);
    }
    if (head.method != "POST"_L1) {
        return refused(405, u"MethodNotAllowedException"_s, u"Every operation is a POST."_s);
    }
    if (head.contentType.startsWith("multipart/"_L1, Qt::CaseInsensitive)) {
        return refused(415, u"UnsupportedMediaTypeException"_s, u"The body must be JSON."_s);
    }
    bool isNumber = head.contentLength.isEmpty();
    const qulonglong length = isNumber ? 0 : head.contentLength.toULongLong(&isNumber);
    if (!isNumber) {
        return refused(400, u"InvalidRequestException"_s, u"The header Content-Length must be a number."_s);
    }
    if (length > kMaxBodyBytes) {
        return refused(
            413, u"RequestEntityTooLargeException"_s, u"The body must have at most %1 bytes."_s.arg(kMaxBodyBytes));
    }
    return {};
}

} // namespace fluoroscope
