// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The words by which somebody asks for forwarding, checked, and the upstream that they mean.
#pragma once

#include "app/forward/xray_client.h"
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

// Whether what is forwarded so arrives at one of these addresses of our own, "host:port"; "0.0.0.0" is every address of
// this machine. Asks the resolver.
bool leadsTo(const ForwardOptions& options, const QString& udp, const QString& tcp);

// An error where it does, which says what to do.
Result<void> refuseLoop(const ForwardOptions& options, const QString& udp, const QString& tcp);

// Of options whose target is X-Ray. `patience` is for one request with its answer.
Result<std::unique_ptr<XrayClient>> openXrayClient(
    const ForwardOptions& options, std::chrono::milliseconds patience, const std::stop_token& stop);

// What the upstream of these options is made with. It may have to ask the network for the region; nothing is sent yet.
// `stream`: see ForwardState.
Result<std::unique_ptr<Upstream>> openUpstream(
    const ForwardOptions& options, const QString& stream, const std::stop_token& stop);

} // namespace fluoroscope
