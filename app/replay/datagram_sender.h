// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Sends datagrams as an SDK does: over UDP, to one address, unanswered.
#pragma once

#include "app/receive/bind_address.h"
#include "app/receive/file_descriptor.h"
#include "app/receive/socket_address.h"

#include <QByteArray>

namespace fluoroscope {

class DatagramSender {
public:
    // Resolves the name once. Whether somebody listens there cannot be known: UDP does not tell.
    static Result<DatagramSender> to(const BindAddress& address);

    // Any thread. An error is this machine's: no route, or more than a datagram holds.
    [[nodiscard]] Result<void> send(const QByteArray& datagram) const;

private:
    DatagramSender(FileDescriptor socket, const SocketAddress& address, QString name);

    FileDescriptor m_socket;
    SocketAddress m_address;
    QString m_name;
};

} // namespace fluoroscope
