// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The port through which what is received is forwarded to another daemon or to AWS X-Ray, and through which that is
// watched.
#pragma once

#include "core/result.h"
#include "core/time/timestamp.h"

#include <QString>
#include <map>
#include <vector>

namespace fluoroscope {

// What to forward, and where to. There are no secrets in it: credentials are found where AWS's SDKs look for them.
struct ForwardOptions {
    QString target = {}; // "udp://host:port", "xray" or "xray://region"; empty: nothing is forwarded
    QString endpoint = {}; // "https://host:port" in place of AWS X-Ray's; empty: the region's
    QString roleArn = {}; // the role to assume; empty: none
    QString proxy = {}; // "http://host:port"; empty: that of HTTPS_PROXY
    QString filter = {}; // a filter expression; empty: every trace
    double sample = 1; // the share of traces, 0 to 1
    bool samplingCalls = false; // the SDKs' sampling calls are answered by X-Ray, too
    bool operator==(const ForwardOptions&) const = default;
};

// A document that upstream did not take.
struct ForwardRefusal {
    qint64 document = 0; // its id in the journal; 0: upstream did not tell which
    Timestamp time; // of the refusal
    QString segment; // its id, where it has one
    QString code; // X-Ray's, as "InvalidTraceId"; ours are "TooLarge" and "MissingHeader"
    QString message;
    bool operator==(const ForwardRefusal&) const = default;
};

struct ForwarderStatus {
    bool running = false; // in this process
    QString target; // as a URL; empty: nothing was ever forwarded
    qint64 sent = 0; // documents that upstream took
    qint64 pending = 0; // documents that are still to be looked at
    qint64 refused = 0;
    qint64 leftOut = 0; // by filter and rate
    qint64 lost = 0; // evicted from the session before their turn came
    std::map<QString, qint64> refusedByCode;
    std::vector<ForwardRefusal> refusals; // the last hundred, oldest first
    QString problem; // why nothing goes out at present, and what to do; empty: all is well
    QString lastError; // the last problem, over or not
    Timestamp lastErrorTime; // of lastError
    Timestamp lastSent; // the epoch: never
    Duration lag{}; // age of the oldest document that is pending
};

class Forwarding {
public:
    virtual ~Forwarding() = default;

    // Any thread.
    [[nodiscard]] virtual ForwarderStatus status() const = 0;
    [[nodiscard]] virtual ForwardOptions options() const = 0;
    // Forwards so from now on, or not at all. A target that is another than before gets what comes from now on; the
    // same one gets what it has not got yet. An error leaves all as it was.
    virtual Result<void> configure(const ForwardOptions& options) = 0;
};

} // namespace fluoroscope
