// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where a session can be reached: the daemon's UDP port for segments, and the API on TCP at the same number.
#pragma once

#include "app/api/api_server.h"
#include "app/receive/udp_receiver.h"

namespace fluoroscope {

struct Endpoint {
    std::unique_ptr<UdpReceiver> receiver;
    std::unique_ptr<ApiServer> api; // null: see apiProblem
    QString apiProblem; // why the API is not there, with the holder of its port where the system tells, and what to do

    // Listens at `address`; with port 0 at one that is free for both. With `tcp` the API is there instead. An error
    // where segments cannot be received; where only TCP is taken they are.
    static Result<Endpoint> open(
        const BindAddress& address, const ApiContext& context, const std::optional<BindAddress>& tcp = {});
};

} // namespace fluoroscope
