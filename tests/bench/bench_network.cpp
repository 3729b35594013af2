// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The sender, and the limit of receiving that it is measured against.
#include "core/segment/datagram.h"
#include "tests/bench/bench.h"
#include "tests/bench/documents.h"

#include <QCoreApplication>
#include <QNetworkDatagram>
#include <QTimer>
#include <QUdpSocket>
#include <arpa/inet.h>
#include <cerrno>
#include <cstdio>
#include <netinet/in.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>

namespace fluoroscope::bench {

using namespace Qt::StringLiterals;

// send --port P --count N [--rate PER_SECOND]: says when it begins, and what it sent
int send(const QStringList& arguments)
{
    const qint64 wanted = numberOf(arguments, u"--count", 100'000);
    const qint64 rate = numberOf(arguments, u"--rate", 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(static_cast<std::uint16_t>(numberOf(arguments, u"--port", 2000)));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (socket < 0 || ::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
        std::perror("fluoroscope_bench send");
        return 1;
    }

    // One send a document, as every SDK does it. Flat out, documents are made beforehand, so that the sender is not the
    // limit.
    const Documents documents(now(), rate > 0 ? Duration(Documents::kPerTrace * 1'000'000 / rate) : Duration(50));
    std::vector<QByteArray> made;
    if (rate == 0) {
        made.reserve(static_cast<std::size_t>(wanted));
        for (qint64 i = 0; i < wanted; ++i) {
            made.push_back(datagramOf(documents.document(i)));
        }
    }
    qint64 bytes = 0;
    qint64 refused = 0;
    std::puts("sending");
    std::fflush(stdout);
    const Stopwatch watch;
    const auto begin = std::chrono::steady_clock::now();
    for (qint64 i = 0; i < wanted; ++i) {
        if (rate > 0 && i % 10 == 0) { // ten at once: a millisecond's worth at 10 000/s
            std::this_thread::sleep_until(begin + std::chrono::nanoseconds(i * 1'000'000'000 / rate));
        }
        const QByteArray datagram = rate > 0 ? datagramOf(documents.document(i)) : made[static_cast<std::size_t>(i)];
        const auto sent = ::send(socket, datagram.constData(), static_cast<std::size_t>(datagram.size()), 0);
        bytes += datagram.size();
        refused += sent < 0 ? 1 : 0;
    }
    const double seconds = watch.seconds();
    ::close(socket);
    print({{u"sent"_s, wanted - refused}, {u"refused"_s, refused}, {u"bytes"_s, bytes}, {u"seconds"_s, seconds}});
    return 0;
}

// count: prints its port, counts until half a second passes without a datagram, prints the result
int count(const QStringList& /*arguments*/)
{
    QUdpSocket socket;
    socket.bind(QHostAddress::LocalHost, 0);
    socket.setSocketOption(QAbstractSocket::ReceiveBufferSizeSocketOption, 8 << 20);
    std::printf("listening udp 127.0.0.1:%d\n", static_cast<int>(socket.localPort()));
    std::fflush(stdout);

    qint64 received = 0;
    std::chrono::steady_clock::time_point first;
    std::chrono::steady_clock::time_point last;
    QByteArray buffer(kMaxDatagramBytes, Qt::Uninitialized);
    QTimer quiet;
    quiet.setSingleShot(true);
    quiet.setInterval(500);
    QObject::connect(&quiet, &QTimer::timeout, &socket, &QCoreApplication::quit);
    QObject::connect(&socket, &QUdpSocket::readyRead, &socket, [&] {
        last = std::chrono::steady_clock::now();
        if (received == 0) {
            first = last;
        }
        while (socket.hasPendingDatagrams()) {
            socket.readDatagram(buffer.data(), buffer.size());
            ++received;
        }
        last = std::chrono::steady_clock::now();
        quiet.start();
    });
    QCoreApplication::exec();
    const double seconds = std::chrono::duration<double>(last - first).count();
    print({{u"received"_s, received}, {u"seconds"_s, seconds},
        {u"receiveBufferBytes"_s, socket.socketOption(QAbstractSocket::ReceiveBufferSizeSocketOption).toLongLong()}});
    return 0;
}

} // namespace fluoroscope::bench
