// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the system tells about a UDP port that is bound: which process holds it and how many datagrams it lost.
#pragma once

#include "app/receive/bind_address.h"

#include <QByteArray>
#include <optional>
#include <vector>

namespace fluoroscope {

struct UdpPort {
    quint16 port = 0;
    bool any = false; // bound to every address of the machine
    quint64 inode = 0;
    qint64 drops = 0; // datagrams lost in the socket's buffer
};

// The lines of /proc/net/udp or udp6; those that cannot be read are left out.
std::vector<UdpPort> parseUdpPorts(const QByteArray& table);

// A bound port that collides with `address`, of any process.
std::optional<UdpPort> findUdpPort(const BindAddress& address);

// "xray (pid 812)"; empty where the system does not tell, as of other users' processes.
QString holderOf(const UdpPort& port);

} // namespace fluoroscope
