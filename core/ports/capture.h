// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The port through which the window sees and steers what is being received.
#pragma once

#include "core/result.h"

#include <QString>

namespace fluoroscope {

struct CaptureStatus {
    bool listening = false;
    QString address; // "127.0.0.1:2000", as bound or as tried
    QString problem; // why it is not listening, with the holder of the port where the system tells; empty: no problem
    QString apiAddress; // where the API is, on TCP; empty: nowhere
    QString apiProblem; // why it is nowhere though segments are received; empty: no problem
    qint64 datagrams = 0;
    qint64 kernelDrops = 0; // datagrams lost in the socket's buffer
    qint64 receiveBufferBytes = 0; // as the kernel granted it
};

class Capture {
public:
    virtual ~Capture() = default;

    // Any thread.
    [[nodiscard]] virtual CaptureStatus status() const = 0;
    // Listens at `address` ("host:port"; port 0: any free one) instead. On failure it goes on not listening and says
    // why.
    virtual Result<QString> rebind(const QString& address) = 0;
    // Sends one test segment to the listening address, as an SDK would.
    virtual Result<void> sendTestSegment() = 0;
    // Plays the demo session into this one, with its original spacing, as of now.
    virtual Result<void> playDemo() = 0;
};

} // namespace fluoroscope
