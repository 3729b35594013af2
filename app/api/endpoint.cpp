// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/api/endpoint.h"

namespace fluoroscope {

Result<Endpoint> Endpoint::open(
    const BindAddress& address, const ApiContext& context, const std::optional<BindAddress>& tcp)
{
    Endpoint endpoint;
    std::vector<std::unique_ptr<UdpReceiver>> refused; // kept, so that the system chooses another port
    for (int attempt = 0; attempt < 16; ++attempt) {
        auto receiver = UdpReceiver::listen(address, context.sink);
        if (!receiver) {
            return tl::unexpected(receiver.error());
        }
        endpoint.receiver = std::move(*receiver);
        BindAddress same = address;
        same.port = endpoint.receiver->port();
        auto api = ApiServer::listen(tcp.value_or(same), context);
        if (api) {
            endpoint.api = std::move(*api);
            endpoint.apiProblem.clear();
            break;
        }
        endpoint.apiProblem = api.error().message;
        if (address.port != 0 || tcp) {
            break;
        }
        refused.push_back(std::move(endpoint.receiver));
    }
    if (!endpoint.receiver) {
        endpoint.receiver = std::move(refused.back());
    }
    return endpoint;
}

} // namespace fluoroscope
