// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/api/connection_pool.h"

#include "app/receive/socket_address.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

using namespace std::chrono_literals;

namespace fluoroscope {

namespace {

SteadyTime steadyNow()
{
    return std::chrono::steady_clock::now();
}

// Reads and forgets. False: the client closed, or the connection broke.
bool discard(int socket)
{
    std::array<char, 16384> bytes;
    for (int i = 0; i < 16; ++i) {
        const ssize_t count = recv(socket, bytes.data(), bytes.size(), MSG_DONTWAIT);
        if (count <= 0) {
            return count < 0 && (errno == EAGAIN || errno == EINTR);
        }
    }
    return true;
}

} // namespace

ConnectionPool::ConnectionPool(FileDescriptor listener, const ConnectionLimits& limits, Serve serve)
    : m_limits(limits)
    , m_serve(std::move(serve))
    , m_listener(std::move(listener))
    , m_wake(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
    , m_watcher([this](const std::stop_token& stop) { watch(stop); })
{
}

ConnectionPool::~ConnectionPool()
{
    m_watcher.request_stop();
    wakeUp();
    m_watcher.join(); // from here on nobody starts workers
    {
        const std::lock_guard lock(m_mutex);
        m_ending = true;
        for (const Connection* connection : m_served) {
            shutdown(connection->socket.get(), SHUT_RDWR);
        }
    }
    for (std::jthread& worker : m_workers) {
        worker.request_stop();
    }
    m_workers.clear();
}

void ConnectionPool::wakeUp() const
{
    eventfd_write(m_wake.get(), 1);
}

void ConnectionPool::watch(const std::stop_token& stop)
{
    std::vector<pollfd> events;
    while (!stop.stop_requested()) {
        const bool accepts = steadyNow() >= m_acceptAgain;
        events.assign({{m_wake.get(), POLLIN, 0}, {accepts ? m_listener.get() : -1, POLLIN, 0}});
        for (const auto& connection : m_waiting) {
            events.push_back({connection->socket.get(), POLLIN, 0});
        }
        if (poll(events.data(), events.size(), static_cast<int>(pause().count())) < 0 && errno != EINTR) {
            m_acceptAgain = steadyNow() + 100ms; // out of memory: there is nothing better to do than to try again
        }
        for (Waiting before = std::exchange(m_waiting, {}); !before.empty(); before.pop_front()) {
            attend(std::move(before.front()), events[events.size() - before.size()].revents);
        }
        if (events[0].revents != 0) {
            eventfd_t count = 0;
            eventfd_read(m_wake.get(), &count);
            takeBack();
        }
        if (events[1].revents != 0) {
            accept();
        }
        closeOverdue();
        makeRoom();
    }
    m_waiting.clear();
}

void ConnectionPool::attend(std::unique_ptr<Connection> connection, short events)
{
    if (events == 0) {
        m_waiting.push_back(std::move(connection));
    } else if (!connection->closing) {
        startWork(std::move(connection));
    } else if (discard(connection->socket.get())) {
        m_waiting.push_back(std::move(connection));
    }
}

void ConnectionPool::accept()
{
    for (int i = 0; i < 64; ++i) {
        SocketAddress peer;
        peer.length = sizeof(peer.storage);
        FileDescriptor socket(accept4(m_listener.get(), peer.get(), &peer.length, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (!socket.isValid()) {
            if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM) {
                if (m_waiting.empty()) {
                    m_acceptAgain = steadyNow() + 100ms;
                } else {
                    m_waiting.pop_front();
                }
            }
            return;
        }
        const int yes = 1; // head and body of an answer are written one after the other
        setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
        auto connection = std::make_unique<Connection>();
        connection->socket = std::move(socket);
        connection->peer = peer.toString();
        connection->since = steadyNow();
        m_waiting.push_back(std::move(connection));
    }
}

// How long nothing will be due.
std::chrono::milliseconds ConnectionPool::pause() const
{
    const SteadyTime time = steadyNow();
    SteadyTime due = time + (m_crowded ? m_limits.patience : 1h);
    if (m_acceptAgain > time) {
        due = m_acceptAgain;
    }
    for (const auto& connection : m_waiting) {
        due = std::min(due, connection->since + (connection->closing ? m_limits.linger : m_limits.idle));
    }
    return std::max(std::chrono::ceil<std::chrono::milliseconds>(due - time), 0ms);
}

void ConnectionPool::closeOverdue()
{
    const SteadyTime time = steadyNow();
    std::erase_if(m_waiting, [&](const std::unique_ptr<Connection>& connection) {
        return connection->since + (connection->closing ? m_limits.linger : m_limits.idle) <= time;
    });
    while (m_waiting.size() > m_limits.waiting) {
        m_waiting.pop_front();
    }
}

void ConnectionPool::startWork(std::unique_ptr<Connection> connection)
{
    const std::lock_guard lock(m_mutex);
    m_jobs.push_back(std::move(connection));
    if (m_jobs.size() > m_limits.waiting) {
        m_jobs.pop_front();
    }
    if (m_free < m_jobs.size() && m_workers.size() < m_limits.threads) {
        m_workers.emplace_back([this](const std::stop_token& stop) { work(stop); });
    }
    m_wanted.notify_one();
}

void ConnectionPool::takeBack()
{
    std::vector<std::unique_ptr<Connection>> returned;
    {
        const std::lock_guard lock(m_mutex);
        returned.swap(m_returned);
    }
    for (auto& connection : returned) {
        if (!connection->closing && !connection->received.empty()) {
            startWork(std::move(connection)); // the next request came together with the last
        } else {
            m_waiting.push_back(std::move(connection));
        }
    }
}

// Where all threads are taken and one is wanted: ends the requests that have kept a thread waiting for the client.
void ConnectionPool::makeRoom()
{
    const std::lock_guard lock(m_mutex);
    m_crowded = !m_jobs.empty() && m_free == 0 && m_workers.size() == m_limits.threads;
    if (m_crowded) {
        const auto limit = (steadyNow() - m_limits.patience).time_since_epoch().count();
        for (const Connection* connection : m_served) {
            const auto blocked = connection->blocked.load();
            if (blocked != 0 && blocked <= limit) {
                shutdown(connection->socket.get(), SHUT_RDWR);
            }
        }
    }
}

void ConnectionPool::work(const std::stop_token& stop)
{
    std::unique_lock lock(m_mutex);
    for (;;) {
        ++m_free;
        m_wanted.wait(lock, stop, [this] { return !m_jobs.empty(); });
        --m_free;
        if (stop.stop_requested() || m_ending) {
            return;
        }
        std::unique_ptr<Connection> connection = std::move(m_jobs.front());
        m_jobs.pop_front();
        m_served.push_back(connection.get());
        lock.unlock();

        const Next next = m_serve(*connection);

        lock.lock();
        std::erase(m_served, connection.get());
        if (next == Next::Drop || m_ending) {
            connection.reset();
            continue;
        }
        if (next == Next::Close) {
            // Closing at once would make the system reset the connection, and the client lose the answer, where some of
            // the request was not read.
            shutdown(connection->socket.get(), SHUT_WR);
            connection->closing = true;
        }
        connection->since = steadyNow();
        m_returned.push_back(std::move(connection));
        wakeUp();
    }
}

} // namespace fluoroscope
