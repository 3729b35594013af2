// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Takes connections and gives each, once something came over it, to one of a few threads. Those that only wait cost no
// thread; of those that hold up a thread the slowest go when threads are wanted. So no number of clients that send
// nothing, or never finish, keeps another from being answered.
#pragma once

#include "app/api/connection.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

namespace fluoroscope {

struct ConnectionLimits {
    std::size_t threads = 64; // started when they are wanted
    std::size_t waiting = 256; // connections between requests, and for a thread; beyond that the longest waiting goes
    std::chrono::milliseconds idle{60'000}; // that a connection may wait for a request
    std::chrono::milliseconds linger{2'000}; // that a client has to take the last answer
    std::chrono::milliseconds patience{50}; // with a client that holds a thread up while another one wants it
};

class ConnectionPool {
public:
    enum class Next : std::uint8_t {
        Wait, // for another request
        Close, // once the client has taken what was sent
        Drop,
    };
    // Reads one request and answers it, on a thread of the pool.
    using Serve = std::function<Next(Connection&)>;

    // `listener` is a socket that listens and does not block.
    ConnectionPool(FileDescriptor listener, const ConnectionLimits& limits, Serve serve);
    // Ends every connection; waits for requests that are being answered.
    ~ConnectionPool();

private:
    using Waiting = std::deque<std::unique_ptr<Connection>>;

    void watch(const std::stop_token& stop);
    void work(const std::stop_token& stop);
    void accept();
    void attend(std::unique_ptr<Connection> connection, short events);
    void closeOverdue();
    void startWork(std::unique_ptr<Connection> connection);
    void takeBack();
    void makeRoom();
    [[nodiscard]] std::chrono::milliseconds pause() const;
    void wakeUp() const;

    ConnectionLimits m_limits;
    Serve m_serve;
    FileDescriptor m_listener;
    FileDescriptor m_wake; // readable when connections came back or all shall end
    Waiting m_waiting; // of the watching thread alone; the longest waiting first
    SteadyTime m_acceptAgain; // not before this time, as the process has no descriptors left
    bool m_crowded = false; // a connection waits for a thread

    std::mutex m_mutex; // guards what follows
    std::condition_variable_any m_wanted;
    std::deque<std::unique_ptr<Connection>> m_jobs;
    std::vector<std::unique_ptr<Connection>> m_returned;
    std::vector<Connection*> m_served;
    std::size_t m_free = 0; // threads without a job
    bool m_ending = false;

    std::vector<std::jthread> m_workers;
    std::jthread m_watcher;
};

} // namespace fluoroscope
