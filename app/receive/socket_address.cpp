// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/receive/socket_address.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>

#include <cstring>
#include <memory>

using namespace Qt::StringLiterals;

namespace fluoroscope {

QString SocketAddress::toString() const
{
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (storage.ss_family == AF_INET) {
        const auto& address = reinterpret_cast<const sockaddr_in&>(storage);
        inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
    } else if (storage.ss_family == AF_INET6) {
        const auto& address = reinterpret_cast<const sockaddr_in6&>(storage);
        if (IN6_IS_ADDR_V4MAPPED(&address.sin6_addr)) {
            inet_ntop(AF_INET, &address.sin6_addr.s6_addr[12], text.data(), text.size());
        } else {
            inet_ntop(AF_INET6, &address.sin6_addr, text.data(), text.size());
        }
    }
    return BindAddress{QString::fromLatin1(text.data()), port()}.toString();
}

quint16 SocketAddress::port() const
{
    // The port lies at the same place in both families' addresses.
    static_assert(offsetof(sockaddr_in, sin_port) == offsetof(sockaddr_in6, sin6_port));
    return ntohs(reinterpret_cast<const sockaddr_in&>(storage).sin_port);
}

Result<SocketAddress> resolve(const BindAddress& address)
{
    addrinfo hints{};
    hints.ai_socktype = SOCK_DGRAM;
    addrinfo* found = nullptr;
    const QByteArray port = QByteArray::number(address.port);
    const int code = getaddrinfo(address.host.toUtf8().constData(), port.constData(), &hints, &found);
    if (code != 0) {
        return failure(
            u"The host \"%1\" cannot be found: %2."_s.arg(address.host, QString::fromLocal8Bit(gai_strerror(code))));
    }
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(found, &freeaddrinfo);
    const addrinfo* chosen = found;
    for (const addrinfo* each = found; each != nullptr; each = each->ai_next) {
        if (each->ai_family == AF_INET) {
            chosen = each;
            break;
        }
    }
    SocketAddress result;
    std::memcpy(&result.storage, chosen->ai_addr, chosen->ai_addrlen);
    result.length = chosen->ai_addrlen;
    return result;
}

SocketAddress localAddress(int socket)
{
    SocketAddress address;
    address.length = sizeof(address.storage);
    getsockname(socket, address.get(), &address.length);
    return address;
}

} // namespace fluoroscope
