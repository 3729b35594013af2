// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/api/connection_stream.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <poll.h>
#include <sys/socket.h>

using namespace std::chrono_literals;

namespace fluoroscope {

namespace {

constexpr std::size_t kReadBytes = 16384;
constexpr auto kWriteTime = 30s; // that a client may take for the whole answer
constexpr auto kUndisturbedWrite = 1s; // that a client may stop reading without standing in anyone's way

} // namespace

ConnectionStream::ConnectionStream(Connection& connection, std::size_t bytes, SteadyTime deadline)
    : m_connection(connection)
    , m_begun(std::chrono::steady_clock::now())
    , m_deadline(deadline)
    , m_bytesLeft(bytes)
{
}

ConnectionStream::~ConnectionStream()
{
    m_connection.received.erase(0, m_position);
}

bool ConnectionStream::wait(short event, SteadyTime until) const
{
    pollfd ready{m_connection.socket.get(), event, 0};
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        const int count = left > 0ms ? poll(&ready, 1, static_cast<int>(left.count())) : 0;
        if (count >= 0 || errno != EINTR) {
            return count > 0;
        }
    }
}

// So that the pool sees it, and may end it.
bool ConnectionStream::waitForClient(short event)
{
    m_connection.blocked = m_begun.time_since_epoch().count();
    const bool isReady = wait(event, m_deadline);
    m_connection.blocked = 0;
    return isReady;
}

ssize_t ConnectionStream::read(char* bytes, std::size_t size)
{
    std::string& received = m_connection.received;
    if (m_position == received.size()) {
        received.resize(kReadBytes);
        m_position = 0;
        ssize_t count = 0;
        do {
            count = recv(m_connection.socket.get(), received.data(), received.size(), 0);
        } while (count < 0 && (errno == EINTR || (errno == EAGAIN && waitForClient(POLLIN))));
        received.resize(static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
        if (count <= 0) {
            m_failed = true;
            return count;
        }
    }
    const std::size_t count = std::min({size, received.size() - m_position, m_bytesLeft});
    if (count == 0) {
        m_failed = true; // more than it may have
        return -1;
    }
    std::memcpy(bytes, received.data() + m_position, count);
    m_position += count;
    m_bytesLeft -= count;
    return static_cast<ssize_t>(count);
}

ssize_t ConnectionStream::write(const char* bytes, std::size_t size)
{
    if (m_written == 0) {
        m_deadline = std::chrono::steady_clock::now() + kWriteTime;
    }
    for (;;) {
        const ssize_t count = send(m_connection.socket.get(), bytes, size, MSG_NOSIGNAL);
        if (count >= 0) {
            m_written += static_cast<std::size_t>(count);
            return count;
        }
        const auto undisturbed = std::min(m_deadline, std::chrono::steady_clock::now() + kUndisturbedWrite);
        if (errno != EINTR && (errno != EAGAIN || !(wait(POLLOUT, undisturbed) || waitForClient(POLLOUT)))) {
            m_failed = true;
            return -1;
        }
    }
}

void ConnectionStream::get_remote_ip_and_port(std::string&, int&) const { }

void ConnectionStream::get_local_ip_and_port(std::string&, int&) const { }

} // namespace fluoroscope
