// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A client in tests that sends exactly the bytes it is told to, and gives up after ten seconds.
#pragma once

#include "app/receive/file_descriptor.h"
#include "app/receive/socket_address.h"

#include <poll.h>

namespace fluoroscope::test {

class HttpClient {
public:
    explicit HttpClient(const QString& address)
    {
        const SocketAddress to = *resolve(*parseBindAddress(address));
        m_socket = FileDescriptor(::socket(to.storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0));
        connect(m_socket.get(), to.get(), to.length);
    }

    // False: the server closed.
    bool send(const QByteArray& bytes) const
    {
        qsizetype sent = 0;
        while (sent < bytes.size()) {
            const auto count = ::send(
                m_socket.get(), bytes.constData() + sent, static_cast<std::size_t>(bytes.size() - sent), MSG_NOSIGNAL);
            if (count <= 0) {
                return false;
            }
            sent += count;
        }
        return true;
    }

    // One answer with its body; empty where the server closed without one.
    QByteArray answer()
    {
        while (!m_received.contains("\r\n\r\n")) {
            if (!receive()) {
                return {};
            }
        }
        const qsizetype head = m_received.indexOf("\r\n\r\n") + 4;
        const QByteArray lower = m_received.left(head).toLower();
        const qsizetype at = lower.indexOf("content-length: ");
        const qsizetype end = head + (at < 0 ? 0 : lower.mid(at + 16, lower.indexOf('\r', at) - at - 16).toLongLong());
        while (m_received.size() < end) {
            if (!receive()) {
                return {};
            }
        }
        const QByteArray whole = m_received.left(end);
        m_received.remove(0, end);
        return whole;
    }

    QByteArray ask(const QByteArray& request)
    {
        send(request);
        return answer();
    }

    // Waits for the server to close, or to say something.
    bool isClosedWithin(std::chrono::milliseconds time) { return isReadable(time) && !receive(); }

private:
    [[nodiscard]] bool isReadable(std::chrono::milliseconds time) const
    {
        pollfd ready{m_socket.get(), POLLIN, 0};
        return poll(&ready, 1, static_cast<int>(time.count())) > 0;
    }

    bool receive()
    {
        QByteArray bytes(65536, Qt::Uninitialized);
        if (!isReadable(std::chrono::seconds(10))) {
            return false;
        }
        const auto count = recv(m_socket.get(), bytes.data(), static_cast<std::size_t>(bytes.size()), 0);
        m_received.append(bytes.left(std::max<qsizetype>(count, 0)));
        return count > 0;
    }

    FileDescriptor m_socket;
    QByteArray m_received;
};

// A POST with `headers` beside Host and Content-Length, each ending with CRLF.
inline QByteArray post(const QByteArray& path, const QByteArray& body, const QByteArray& headers = {})
{
    return "POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers
        + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
}

} // namespace fluoroscope::test
