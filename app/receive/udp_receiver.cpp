// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/receive/udp_receiver.h"

#include "app/receive/bound_port.h"
#include "app/receive/socket_address.h"

#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>

#include <array>
#include <cerrno>
#include <cstring>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kReceiveBufferBytes = 8 << 20;
constexpr std::size_t kDatagramBytes = 65536;
constexpr unsigned kBatch = 32;

// Room for a batch. The pages are the system's until a datagram is written into them, so an idle receiver holds next to
// none.
class Batch {
public:
    Batch()
        : m_bytes(new char[kBatch * kDatagramBytes])
    {
        for (std::size_t i = 0; i < kBatch; ++i) {
            m_vectors[i] = {m_bytes.get() + i * kDatagramBytes, kDatagramBytes};
            m_messages[i].msg_hdr.msg_iov = &m_vectors[i];
            m_messages[i].msg_hdr.msg_iovlen = 1;
            m_messages[i].msg_hdr.msg_name = &m_senders[i].storage;
        }
    }

    // The number of datagrams, without waiting; -1 and errno where there is none.
    int receive(int socket)
    {
        for (mmsghdr& message : m_messages) {
            message.msg_hdr.msg_namelen = sizeof(sockaddr_storage);
        }
        return recvmmsg(socket, m_messages.data(), kBatch, MSG_DONTWAIT, nullptr);
    }

    [[nodiscard]] QByteArray bytes(std::size_t i) const
    {
        return QByteArray(m_bytes.get() + i * kDatagramBytes, static_cast<qsizetype>(m_messages[i].msg_len));
    }

    // One sender sends many: its text is made once.
    const QString& sender(std::size_t i)
    {
        m_senders[i].length = m_messages[i].msg_hdr.msg_namelen;
        if (m_senders[i].length != m_last.length
            || std::memcmp(&m_senders[i].storage, &m_last.storage, m_last.length) != 0) {
            m_last = m_senders[i];
            m_lastText = m_last.toString();
        }
        return m_lastText;
    }

private:
    std::unique_ptr<char[]> m_bytes;
    std::array<iovec, kBatch> m_vectors{};
    std::array<mmsghdr, kBatch> m_messages{};
    std::array<SocketAddress, kBatch> m_senders{};
    SocketAddress m_last;
    QString m_lastText;
};

// Whether a receive that gave `code` may be tried again, now or after the next poll.
bool isTransient(int code)
{
    return code == EAGAIN || code == EINTR || code == ECONNREFUSED || code == ENETDOWN || code == ENOMEM;
}

} // namespace

Result<std::unique_ptr<UdpReceiver>> UdpReceiver::listen(const BindAddress& address, SegmentSink& sink)
{
    const auto resolved = resolve(address);
    if (!resolved) {
        return tl::unexpected(resolved.error());
    }
    FileDescriptor socket(::socket(resolved->storage.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0));
    FileDescriptor wake(eventfd(0, EFD_CLOEXEC));
    if (!socket.isValid() || !wake.isValid()) {
        return failure(u"No socket could be made: %1."_s.arg(QString::fromLocal8Bit(std::strerror(errno))));
    }
    const int size = kReceiveBufferBytes;
    if (setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) != 0) {
        setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &size, sizeof(size)); // clamped to net.core.rmem_max
    }
    if (bind(socket.get(), resolved->get(), resolved->length) != 0) {
        return tl::unexpected(bindError(address, Protocol::Udp, errno));
    }
    return std::unique_ptr<UdpReceiver>(new UdpReceiver(std::move(socket), std::move(wake), sink));
}

UdpReceiver::UdpReceiver(FileDescriptor socket, FileDescriptor wake, SegmentSink& sink)
    : m_socket(std::move(socket))
    , m_wake(std::move(wake))
    , m_sink(sink)
    , m_address(localAddress(m_socket.get()).toString())
    , m_port(localAddress(m_socket.get()).port())
{
    int granted = 0;
    socklen_t length = sizeof(granted);
    getsockopt(m_socket.get(), SOL_SOCKET, SO_RCVBUF, &granted, &length);
    m_receiveBufferBytes = granted / 2; // the kernel tells double, its own bookkeeping included
    m_thread = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

UdpReceiver::~UdpReceiver()
{
    m_thread.request_stop();
    eventfd_write(m_wake.get(), 1);
}

qint64 UdpReceiver::kernelDrops() const
{
    // Exact at any moment, unlike SO_RXQ_OVFL, which tells with the next datagram that does arrive.
    std::array<quint32, SK_MEMINFO_VARS> info{};
    socklen_t length = sizeof(info);
    return getsockopt(m_socket.get(), SOL_SOCKET, SO_MEMINFO, info.data(), &length) == 0 ? info[SK_MEMINFO_DROPS] : 0;
}

bool UdpReceiver::isCaughtUp() const
{
    // In this order: what has left the socket's buffer is with the thread, until that waits.
    int next = 0;
    return ioctl(m_socket.get(), FIONREAD, &next) == 0 && next == 0 && m_waiting.load();
}

void UdpReceiver::run(const std::stop_token& stop)
{
    Batch batch;
    std::array<pollfd, 2> ready{pollfd{m_socket.get(), POLLIN, 0}, pollfd{m_wake.get(), POLLIN, 0}};
    // After the stop what the kernel holds is still taken, but no more than a full buffer: a sender may never pause.
    qint64 remaining = m_receiveBufferBytes;
    while (remaining > 0) {
        const bool stopping = stop.stop_requested();
        const int count = batch.receive(m_socket.get());
        if (count < 0 && !isTransient(errno)) {
            break;
        }
        const Timestamp received = now();
        for (std::size_t i = 0; i < static_cast<std::size_t>(std::max(count, 0)); ++i) {
            QByteArray bytes = batch.bytes(i);
            remaining -= stopping ? bytes.size() + 1 : 0;
            m_sink.put({std::move(bytes), received, Transport::Udp, batch.sender(i)});
        }
        m_datagrams.fetch_add(std::max(count, 0), std::memory_order_relaxed);
        if (count == static_cast<int>(kBatch)) {
            continue;
        }
        if (stopping) {
            break;
        }
        m_waiting.store(true);
        poll(ready.data(), ready.size(), -1);
        m_waiting.store(false);
    }
    m_running.store(false, std::memory_order_relaxed);
}

} // namespace fluoroscope
