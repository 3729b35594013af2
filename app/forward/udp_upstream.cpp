// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/udp_upstream.h"

#include "app/receive/socket_address.h"
#include "core/segment/datagram.h"

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <mutex>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

int sendTo(int socket, const QByteArray& datagram)
{
    ssize_t sent = -1;
    do {
        sent = ::send(socket, datagram.constData(), static_cast<std::size_t>(datagram.size()), MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? errno : 0;
}

// What the system has heard meanwhile of what was sent: from this machine, that nobody listens.
int heardOf(int socket)
{
    int error = 0;
    socklen_t length = sizeof(error);
    getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length);
    return error;
}

void wait(std::chrono::steady_clock::time_point until, const std::stop_token& stop)
{
    std::mutex mutex;
    std::unique_lock lock(mutex);
    std::condition_variable_any never;
    never.wait_until(lock, stop, until, [] { return false; });
}

} // namespace

UdpUpstream::UdpUpstream(BindAddress address)
    : m_address(std::move(address))
{
}

QString UdpUpstream::url() const
{
    return u"udp://"_s + m_address.toString();
}

qsizetype UdpUpstream::largest() const
{
    return kMaxDatagramBytes - datagramOf({}).size();
}

std::optional<UpstreamTrouble> UdpUpstream::connect()
{
    if (m_socket.isValid()) {
        return {};
    }
    const auto address = resolve(m_address);
    if (!address) {
        return UpstreamTrouble{.kind = UpstreamTrouble::Kind::UnknownHost, .message = address.error().message};
    }
    FileDescriptor socket(::socket(address->storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    if (!socket.isValid() || ::connect(socket.get(), address->get(), address->length) != 0) {
        return troubleOf(errno);
    }
    m_ownAddress = localAddress(socket.get()).toString();
    m_socket = std::move(socket);
    return {};
}

Delivery UdpUpstream::deliver(std::span<const OutgoingDocument> documents, const std::stop_token& stop)
{
    Delivery delivery;
    if (auto trouble = connect()) {
        delivery.trouble = std::move(trouble);
        return delivery;
    }
    int error = 0;
    qsizetype bytes = 0;
    for (const OutgoingDocument& document : documents) {
        const QByteArray datagram = datagramOf(document.json);
        bytes += datagram.size();
        if (stop.stop_requested() || (delivery.taken > 0 && bytes > kBurstBytes)) {
            break;
        }
        error = sendTo(m_socket.get(), datagram);
        if (error == EMSGSIZE) {
            delivery.refused.push_back({document.id, now(), {}, u"TooLarge"_s,
                u"The document of %1 bytes does not fit into a datagram."_s.arg(document.json.size())});
            error = 0;
        } else if (error != 0) {
            break;
        }
        ++delivery.taken;
    }
    if (error == 0) {
        wait(std::chrono::steady_clock::now() + kPause, stop);
        error = heardOf(m_socket.get());
    }
    if (error != 0) {
        // It may be any of the burst that nobody took, and better twice than never.
        delivery = {.trouble = troubleOf(error)};
        m_socket = {}; // the name may mean another address the next time
    }
    return delivery;
}

UpstreamTrouble UdpUpstream::troubleOf(int error) const
{
    if (error == ECONNREFUSED) {
        return {.kind = UpstreamTrouble::Kind::ConnectionRefused,
            .message = u"Nobody listens at %1: start the daemon there."_s.arg(url())};
    }
    return {.message = u"Nothing can be sent to %1: %2."_s.arg(url(), QString::fromLocal8Bit(std::strerror(error)))};
}

} // namespace fluoroscope
