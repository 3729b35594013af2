// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A connection as the HTTP library reads and writes it: within one deadline for the whole request, and no more bytes
// than it may have.
#pragma once

#include "app/api/connection.h"

#include <httplib.h>

namespace fluoroscope {

class ConnectionStream : public httplib::Stream {
public:
    // Of the request at most `bytes` are read, until `deadline`.
    ConnectionStream(Connection& connection, std::size_t bytes, SteadyTime deadline);
    // Puts back what was received beyond the request.
    ~ConnectionStream() override;
    ConnectionStream(const ConnectionStream&) = delete;
    ConnectionStream& operator=(const ConnectionStream&) = delete;

    void allow(std::size_t bytes) { m_bytesLeft += bytes; }
    [[nodiscard]] bool hasAnswered() const { return m_written > 0; }
    [[nodiscard]] bool hasFailed() const { return m_failed; }

    [[nodiscard]] bool is_readable() const override { return true; }
    [[nodiscard]] bool is_writable() const override { return true; }
    ssize_t read(char* bytes, std::size_t size) override;
    ssize_t write(const char* bytes, std::size_t size) override;
    void get_remote_ip_and_port(std::string& ip, int& port) const override;
    void get_local_ip_and_port(std::string& ip, int& port) const override;
    // None that the library might use behind this class's back.
    [[nodiscard]] socket_t socket() const override { return -1; }

private:
    [[nodiscard]] bool wait(short event, SteadyTime until) const;
    [[nodiscard]] bool waitForClient(short event);

    Connection& m_connection;
    SteadyTime m_begun;
    SteadyTime m_deadline;
    std::size_t m_bytesLeft;
    std::size_t m_position = 0; // in m_connection.received
    std::size_t m_written = 0;
    bool m_failed = false; // the client closed, was too slow, or sent too much
};

} // namespace fluoroscope
