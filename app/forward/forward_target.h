// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The words by which somebody asks for forwarding, checked, and the upstream that they mean.
#pragma once

#include "app/forward/upstream.h"
#include "app/receive/bind_address.h"

#include <QUrl>
#include <memory>

namespace fluoroscope {

struct ForwardTarget {
    std::optional<BindAddress> daemon; // "udp://host:port"; none: X-Ray
    QString region; // "xray://region"; empty: to be found
    QUrl endpoint; // empty: the region's
    QUrl proxy; // empty: that of the environment
};

// An error says which option is wrong and how it is written.
Result<ForwardTarget> parseForwardTarget(const ForwardOptions& options);

// What the upstream of these options is made with. It may have to ask the network for the region; nothing is sent yet.
// `stream`: see ForwardState.
Result<std::unique_ptr<Upstream>> openUpstream(
    const ForwardOptions& options, const QString& stream, const std::stop_token& stop);

} // namespace fluoroscope
