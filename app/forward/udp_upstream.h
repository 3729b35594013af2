// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Another daemon as upstream: datagrams in the daemon's own format, no faster than it can read them.
#pragma once

#include "app/forward/upstream.h"
#include "app/receive/bind_address.h"
#include "app/receive/file_descriptor.h"

#include <chrono>

namespace fluoroscope {

// UDP acknowledges nothing: a burst that was sent counts as taken, unless the system says within the pause after it
// that nobody listens there; then the whole of it goes out again.
class UdpUpstream : public Upstream {
public:
    explicit UdpUpstream(BindAddress address);

    [[nodiscard]] QString url() const override;
    [[nodiscard]] std::size_t most() const override { return kBurst; }
    [[nodiscard]] qsizetype largest() const override;
    [[nodiscard]] Duration patience() const override { return {}; }
    Delivery deliver(std::span<const OutgoingDocument> documents, const std::stop_token& stop) override;
    [[nodiscard]] bool isOurs(const QString& sender) const override { return sender == m_ownAddress; }

private:
    // What a socket's buffer takes at its default size while its reader does something else, at 2 000 a second.
    static constexpr std::size_t kBurst = 20;
    static constexpr qsizetype kBurstBytes = 64 << 10;
    static constexpr std::chrono::milliseconds kPause{10};

    std::optional<UpstreamTrouble> connect();
    [[nodiscard]] UpstreamTrouble troubleOf(int error) const;

    BindAddress m_address;
    FileDescriptor m_socket;
    QString m_ownAddress;
};

} // namespace fluoroscope
