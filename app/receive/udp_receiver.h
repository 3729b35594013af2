// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Receives segments as the daemon does: a UDP socket with a large buffer and a thread that hands every datagram on,
// whole and unread.
#pragma once

#include "app/receive/bind_address.h"
#include "app/receive/file_descriptor.h"
#include "core/ports/segment_sink.h"
#include "core/result.h"

#include <atomic>
#include <memory>
#include <thread>

namespace fluoroscope {

class UdpReceiver {
public:
    // Binds to `address` and starts to receive into `sink`, which must outlive the receiver. The error says who holds
    // the port, where the system tells, and what to do.
    static Result<std::unique_ptr<UdpReceiver>> listen(const BindAddress& address, SegmentSink& sink);
    // Takes what the kernel has received until now, then ends.
    ~UdpReceiver();

    // As bound, with the port that was found for 0: "127.0.0.1:2000".
    [[nodiscard]] const QString& address() const { return m_address; }
    [[nodiscard]] quint16 port() const { return m_port; }
    // Bytes that the kernel granted.
    [[nodiscard]] qint64 receiveBufferBytes() const { return m_receiveBufferBytes; }

    // Any thread.
    [[nodiscard]] qint64 datagrams() const { return m_datagrams.load(std::memory_order_relaxed); }
    // Datagrams lost because the socket's buffer was full.
    [[nodiscard]] qint64 kernelDrops() const;
    // Whether all that was sent to it until now was handed on.
    [[nodiscard]] bool isCaughtUp() const;
    // Whether it still receives; false after the network failed for good.
    [[nodiscard]] bool isRunning() const { return m_running.load(std::memory_order_relaxed); }

private:
    UdpReceiver(FileDescriptor socket, FileDescriptor wake, SegmentSink& sink);
    void run(const std::stop_token& stop);

    FileDescriptor m_socket;
    FileDescriptor m_wake; // readable once the thread shall end
    SegmentSink& m_sink;
    QString m_address;
    quint16 m_port = 0;
    qint64 m_receiveBufferBytes = 0;
    std::atomic<qint64> m_datagrams = 0;
    std::atomic<bool> m_running = true;
    std::atomic<bool> m_waiting = false; // the thread holds no datagram
    std::jthread m_thread;
};

} // namespace fluoroscope
