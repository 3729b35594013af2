// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/proxy_tunnel.h"

#include "app/receive/socket_address.h"

#include <QDeadlineTimer>

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qsizetype kMostHead = 16 << 10;

bool isReady(int socket, short events, const QDeadlineTimer& deadline)
{
    pollfd ready{socket, events, 0};
    int count = 0;
    do {
        count = poll(&ready, 1, static_cast<int>(deadline.remainingTime()));
    } while (count < 0 && errno == EINTR);
    return count > 0;
}

bool connectTo(int socket, const SocketAddress& address, const QDeadlineTimer& deadline)
{
    if (connect(socket, address.get(), address.length) == 0) {
        return true;
    }
    int error = 0;
    socklen_t length = sizeof(error);
    return errno == EINPROGRESS && isReady(socket, POLLOUT, deadline)
        && getsockopt(socket, SOL_SOCKET, SO_ERROR, &error, &length) == 0 && error == 0;
}

// Up to the end of the head and no further: what follows is the other side's.
QByteArray readHead(int socket, const QDeadlineTimer& deadline)
{
    QByteArray head;
    while (!head.endsWith("\r\n\r\n") && head.size() < kMostHead && isReady(socket, POLLIN, deadline)) {
        char byte = 0;
        if (recv(socket, &byte, 1, 0) != 1) {
            break;
        }
        head.append(byte);
    }
    return head;
}

QByteArray request(const QUrl& proxy, const QByteArray& target)
{
    QByteArray text = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
    if (!proxy.userName().isEmpty()) {
        const QString words = proxy.userName() + u':' + proxy.password();
        text += "Proxy-Authorization: Basic " + words.toUtf8().toBase64() + "\r\n";
    }
    return text + "\r\n";
}

} // namespace

Result<FileDescriptor> openTunnel(const QUrl& proxy, const QByteArray& target, std::chrono::milliseconds limit)
{
    const QDeadlineTimer deadline(limit);
    const QString name = u"The proxy %1:%2"_s.arg(proxy.host()).arg(proxy.port(80));
    const auto address = resolve({proxy.host(), static_cast<quint16>(proxy.port(80))});
    if (!address) {
        return tl::unexpected(address.error());
    }
    FileDescriptor socket(::socket(address->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!socket.isValid() || !connectTo(socket.get(), *address, deadline)) {
        return failure(u"%1 accepts no connections: check --proxy and HTTPS_PROXY."_s.arg(name));
    }
    const int yes = 1;
    setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
    const QByteArray asked = request(proxy, target);
    if (send(socket.get(), asked.constData(), static_cast<std::size_t>(asked.size()), MSG_NOSIGNAL) != asked.size()) {
        return failure(u"%1 closed the connection."_s.arg(name));
    }
    const QByteArray line = readHead(socket.get(), deadline).split('\r').front();
    const QList<QByteArray> words = line.split(' ');
    if (!line.startsWith("HTTP/1.") || words.size() < 2) {
        return failure(u"%1 did not answer as a proxy does: check --proxy and HTTPS_PROXY."_s.arg(name));
    }
    if (words[1].size() != 3 || words[1][0] != '2') {
        return failure(
            u"%1 refused a connection to %2 with %3: check what it allows, and its user and password in "
            "--proxy or HTTPS_PROXY."_s.arg(name, QString::fromLatin1(target), QString::fromLatin1(words[1].left(20))));
    }
    fcntl(socket.get(), F_SETFL, fcntl(socket.get(), F_GETFL) & ~O_NONBLOCK);
    return socket;
}

} // namespace fluoroscope
