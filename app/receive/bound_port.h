// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the system tells about a port that is bound: which process holds it and how many datagrams it lost.
#pragma once

#include "app/receive/bind_address.h"

#include <QByteArray>
#include <optional>
#include <vector>

namespace fluoroscope {

enum class Protocol : std::uint8_t { Udp, Tcp };

struct BoundPort {
    quint16 port = 0;
    bool any = false; // bound to every address of the machine
    quint64 inode = 0;
    qint64 drops = 0; // datagrams lost in the socket's buffer
};

// The lines of /proc/net/udp or tcp and their like for IPv6, of TCP those that listen; lines that cannot be read are
// left out.
std::vector<BoundPort> parseBoundPorts(const QByteArray& table, Protocol protocol);

// A bound port that collides with `address`, of any process.
std::optional<BoundPort> findBoundPort(const BindAddress& address, Protocol protocol);

// "xray (pid 812)"; empty where the system does not tell, as of other users' processes.
QString holderOf(const BoundPort& port);

// Why `address` could not be bound, by the `code` of bind(), and what to do.
Error bindError(const BindAddress& address, Protocol protocol, int code);

} // namespace fluoroscope
