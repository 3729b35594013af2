// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Runs a command beside this process as if it ran in its place: with its standard streams, and with the signals that
// would have ended it.
#pragma once

#include "app/receive/file_descriptor.h"

#include <QByteArrayList>
#include <QStringList>
#include <chrono>
#include <csignal>
#include <tl/expected.hpp>

namespace fluoroscope {

// As shells tell it.
struct StartFailure {
    int code = 127; // 127: not found; 126: found, but cannot be executed
    QString message;
};

class SupervisedCommand {
public:
    // To be made before any thread is, since threads inherit that SIGINT, SIGTERM, SIGHUP and SIGCHLD are blocked. The
    // command does not.
    SupervisedCommand();

    // `command` is the program, looked for on PATH, and its arguments; `environment` has "NAME=value".
    tl::expected<void, StartFailure> start(const QStringList& command, const QByteArrayList& environment);
    // Blocks until the command has ended. Signals that reach this process are passed on, unless the terminal sent them
    // to both. The exit status, or 128 and the number of the signal that ended it.
    [[nodiscard]] int waitForEnd() const;
    // Whether a signal comes within `timeout` that would end this process.
    [[nodiscard]] bool isInterruptedWithin(std::chrono::milliseconds timeout) const;

private:
    sigset_t m_inherited; // the mask as it was
    FileDescriptor m_signals;
    pid_t m_process = -1;
};

} // namespace fluoroscope
