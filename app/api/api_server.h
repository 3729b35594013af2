// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// X-Ray's API over HTTP, where the daemon has its proxy: on TCP, at the port that it has on UDP (reference 1.4
// and 5.1).
#pragma once

#include "app/api/api_service.h"
#include "app/api/connection_pool.h"
#include "app/receive/bind_address.h"

#include <memory>

namespace fluoroscope {

struct ApiLimits {
    ConnectionLimits connections = {};
    std::chrono::milliseconds request{10'000}; // that a client has to send a whole request
    std::ptrdiff_t answers = 16; // questions asked of the session at a time
};

class ApiServer {
public:
    // Starts to answer at `address`. What `context` refers to must outlive the server. The error says who holds the
    // port, where the system tells, and what to do.
    static Result<std::unique_ptr<ApiServer>> listen(
        const BindAddress& address, const ApiContext& context, const ApiLimits& limits = {});
    // Ends every connection, and what is being answered.
    virtual ~ApiServer() = default;

    // As bound, with the port that was found for 0: "127.0.0.1:2000".
    [[nodiscard]] virtual const QString& address() const = 0;
};

} // namespace fluoroscope
