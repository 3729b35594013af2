// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A client's TCP connection, and what came over it that nobody has read yet.
#pragma once

#include "app/receive/file_descriptor.h"

#include <QString>
#include <atomic>
#include <chrono>
#include <string>

namespace fluoroscope {

using SteadyTime = std::chrono::steady_clock::time_point;

struct Connection {
    FileDescriptor socket; // does not block
    QString peer; // "127.0.0.1:41234"
    std::string received; // bytes after the last request
    SteadyTime since; // when it began to wait for what it waits for
    bool closing = false; // all is said: what still comes is thrown away until the client closes, too
    std::atomic<std::chrono::steady_clock::rep> blocked = 0; // since when a worker waits for the client; 0: it does not
};

} // namespace fluoroscope
