// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/receive/bind_address.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

Result<quint16> parsePort(QStringView port, const QString& whole)
{
    bool isNumber = !port.isEmpty();
    for (const QChar c : port) {
        isNumber = isNumber && c >= u'0' && c <= u'9';
    }
    const uint value = isNumber ? port.toUInt(&isNumber) : 0;
    if (!isNumber || value > 65535) {
        return failure(
            u"\"%1\" has the port \"%2\": it must be a number from 0 to 65535, 0 for any free one."_s.arg(whole, port));
    }
    return static_cast<quint16>(value);
}

Result<BindAddress> from(const QString& text, const QString& source, Result<BindAddress> (*parse)(const QString&))
{
    return parse(text.trimmed()).map_error([&](const Error& error) { return Error{source + u": "_s + error.message}; });
}

} // namespace

QString BindAddress::toString() const
{
    return (host.contains(u':') ? u"[%1]:%2"_s : u"%1:%2"_s).arg(host).arg(port);
}

bool BindAddress::isLoopback() const
{
    return host == "::1"_L1 || host.startsWith("127."_L1) || host.compare("localhost"_L1, Qt::CaseInsensitive) == 0;
}

Result<BindAddress> parseBindAddress(const QString& text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    if (text.startsWith(u'[')) {
        const qsizetype bracket = text.indexOf(u']');
        if (bracket < 0 || bracket + 1 != colon) {
            return failure(
                u"\"%1\" is not an address: an IPv6 address is written [host]:port, as in [::1]:2000."_s.arg(text));
        }
        return parsePort(QStringView(text).mid(colon + 1), text).map([&](quint16 port) {
            return BindAddress{text.mid(1, bracket - 1), port};
        });
    }
    if (colon < 0) {
        return failure(u"\"%1\" has no port: an address is written host:port, as in 127.0.0.1:2000."_s.arg(text));
    }
    const QString host = text.left(colon);
    if (host.isEmpty()) {
        return failure(
            u"\"%1\" has no host: write 127.0.0.1%1 for this machine alone, or 0.0.0.0%1 for every network."_s.arg(
                text));
    }
    if (host.contains(u':')) {
        return failure(
            u"\"%1\" is not an address: write host:port, as in 127.0.0.1:2000, or [host]:port for IPv6."_s.arg(text));
    }
    for (const QChar c : host) {
        if (c.isSpace() || c == u'/') {
            return failure(u"\"%1\" is not an address: write host:port, as in 127.0.0.1:2000."_s.arg(text));
        }
    }
    return parsePort(QStringView(text).mid(colon + 1), text).map([&](quint16 port) { return BindAddress{host, port}; });
}

Result<BindAddress> parseDaemonAddress(const QString& text)
{
    const QStringList parts = text.split(u' ', Qt::SkipEmptyParts);
    if (parts.size() == 1 && !text.startsWith("tcp:"_L1) && !text.startsWith("udp:"_L1)) {
        return parseBindAddress(parts[0]);
    }
    const bool udpFirst = parts.size() == 2 && parts[0].startsWith("udp:"_L1) && parts[1].startsWith("tcp:"_L1);
    const bool tcpFirst = parts.size() == 2 && parts[0].startsWith("tcp:"_L1) && parts[1].startsWith("udp:"_L1);
    if (!udpFirst && !tcpFirst) {
        return failure(
            u"\"%1\" is not an address: the SDKs take host:port, or tcp:host:port udp:host:port."_s.arg(text));
    }
    // Both are read, so that a mistake in the TCP one is told here as the SDKs would tell it.
    for (const QString& part : parts) {
        if (const auto address = parseBindAddress(part.mid(4)); !address) {
            return address;
        }
    }
    return parseBindAddress(parts[udpFirst ? 0 : 1].mid(4));
}

std::optional<BindAddress> parseDaemonTcpAddress(const QString& text)
{
    const QStringList parts = text.split(u' ', Qt::SkipEmptyParts);
    for (const QString& part : parts) {
        if (part.startsWith("tcp:"_L1) && parseDaemonAddress(text)) {
            return *parseBindAddress(part.mid(4));
        }
    }
    return {};
}

Result<BindAddress> chooseBindAddress(const QString& commandLine, const QString& environment, const QString& setting)
{
    if (!commandLine.isEmpty()) {
        return from(commandLine, u"--bind"_s, parseBindAddress);
    }
    if (!environment.trimmed().isEmpty()) {
        return from(environment, u"AWS_XRAY_DAEMON_ADDRESS"_s, parseDaemonAddress);
    }
    if (!setting.isEmpty()) {
        return from(setting, u"The address in the settings"_s, parseBindAddress);
    }
    return BindAddress{};
}

QString daemonAddressVariable()
{
    return qEnvironmentVariable("AWS_XRAY_DAEMON_ADDRESS");
}

} // namespace fluoroscope
