// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/replay/datagram_sender.h"

#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace fluoroscope {

DatagramSender::DatagramSender(FileDescriptor socket, const SocketAddress& address, QString name)
    : m_socket(std::move(socket))
    , m_address(address)
    , m_name(std::move(name))
{
}

Result<DatagramSender> DatagramSender::to(const BindAddress& address)
{
    const auto resolved = resolve(address);
    if (!resolved) {
        return tl::unexpected(resolved.error());
    }
    // Not connected: a connected socket would report that nobody listens, and the SDKs send on regardless.
    FileDescriptor socket(::socket(resolved->storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (!socket.isValid()) {
        return failure(u"No socket could be made: %1."_s.arg(QString::fromLocal8Bit(std::strerror(errno))));
    }
    return DatagramSender(std::move(socket), *resolved, address.toString());
}

Result<void> DatagramSender::send(const QByteArray& datagram) const
{
    ssize_t sent = -1;
    do {
        sent = sendto(m_socket.get(), datagram.constData(), static_cast<std::size_t>(datagram.size()), 0,
            m_address.get(), m_address.length);
    } while (sent < 0 && errno == EINTR);
    if (sent >= 0) {
        return {};
    }
    if (errno == EMSGSIZE) {
        return failure(
            u"A document of %1 bytes was not sent: a datagram holds 65507 with its header."_s.arg(datagram.size()));
    }
    return failure(u"Nothing can be sent to %1: %2."_s.arg(m_name, QString::fromLocal8Bit(std::strerror(errno))));
}

} // namespace fluoroscope
