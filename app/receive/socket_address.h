// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A host and port as the system's socket calls take them, and back as text.
#pragma once

#include "app/receive/bind_address.h"

#include <sys/socket.h>

namespace fluoroscope {

struct SocketAddress {
    sockaddr_storage storage{};
    socklen_t length = 0;

    [[nodiscard]] const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&storage); }
    [[nodiscard]] sockaddr* get() { return reinterpret_cast<sockaddr*>(&storage); }
    // "127.0.0.1:41234", "[::1]:41234"; an IPv4 sender that came through an IPv6 socket is shown as IPv4.
    [[nodiscard]] QString toString() const;
    [[nodiscard]] quint16 port() const;
};

// Asks the system's resolver, so it may take as long as that does. Of a name's addresses an IPv4 one is preferred, as
// the SDKs speak no other.
Result<SocketAddress> resolve(const BindAddress& address);

// Where `socket` is bound.
SocketAddress localAddress(int socket);

} // namespace fluoroscope
