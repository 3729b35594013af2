// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// SIGINT and SIGTERM as something to wait for, instead of code that runs in the middle of everything.
#pragma once

#include "app/receive/file_descriptor.h"

#include <chrono>
#include <stop_token>
#include <thread>

namespace fluoroscope {

// To be made before any thread is, since threads inherit that the signals are blocked.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();

    // Waits for a signal, at most `timeout`; negative: as long as it takes. True: one came.
    [[nodiscard]] bool wait(std::chrono::milliseconds timeout = std::chrono::milliseconds(-1)) const;

    // Is requested by a signal from now on, in place of wait().
    std::stop_token token();

private:
    FileDescriptor m_signals;
    FileDescriptor m_end; // readable once the watcher shall end
    std::stop_source m_source;
    std::jthread m_watcher;
};

} // namespace fluoroscope
