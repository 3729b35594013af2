// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the daemon listens and SDKs send: "host:port", from the command line, AWS_XRAY_DAEMON_ADDRESS or a setting
// (reference 1.6).
#pragma once

#include "core/result.h"

#include <QString>

#include <optional>

namespace fluoroscope {

struct BindAddress {
    QString host = QStringLiteral("127.0.0.1"); // a name, an IPv4 address, or an IPv6 address without its brackets
    quint16 port = 2000; // 0: any free one

    [[nodiscard]] QString toString() const; // "127.0.0.1:2000", "[::1]:2000"
    // Whether only programs of this machine can send to it.
    [[nodiscard]] bool isLoopback() const;
    bool operator==(const BindAddress&) const = default;
};

// "host:port" or "[IPv6]:port".
Result<BindAddress> parseBindAddress(const QString& text);

// The UDP address of AWS_XRAY_DAEMON_ADDRESS: "host:port", or "tcp:host:port udp:host:port" in either order.
Result<BindAddress> parseDaemonAddress(const QString& text);
// Its TCP address where that is written on its own.
std::optional<BindAddress> parseDaemonTcpAddress(const QString& text);

// The first that is not empty: the command line, the environment, the setting, 127.0.0.1:2000. An error names where its
// text came from.
Result<BindAddress> chooseBindAddress(const QString& commandLine, const QString& environment, const QString& setting);

// The value of AWS_XRAY_DAEMON_ADDRESS; empty where it is not set.
QString daemonAddressVariable();

} // namespace fluoroscope
