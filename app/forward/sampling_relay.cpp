// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/sampling_relay.h"

#include "app/forward/forward_target.h"

#include <QJsonDocument>

using namespace std::chrono_literals;

namespace fluoroscope {

namespace {

constexpr std::chrono::milliseconds kPatience = 1500ms;
constexpr Duration kPause = 30s;

} // namespace

SamplingRelay::SamplingRelay(const Forwarding& forwarding)
    : m_forwarding(forwarding)
{
}

std::optional<QJsonObject> SamplingRelay::ask(
    const QString& path, const QJsonObject& input, const std::stop_token& stop)
{
    const std::lock_guard lock(m_mutex);
    if (ForwardOptions options = m_forwarding.options(); options != m_options) {
        m_options = std::move(options);
        m_client.reset();
        m_next = {};
    }
    if (!m_options.samplingCalls || m_options.target.isEmpty() || now() < m_next) {
        return std::nullopt;
    }
    m_next = now() + kPause;
    if (!m_client) {
        auto client = openXrayClient(m_options, kPatience, stop);
        if (!client) {
            return std::nullopt; // the forwarder tells why
        }
        m_client = std::move(*client);
    }
    const XrayResult answer =
        m_client->call({path.toLatin1(), QJsonDocument(input).toJson(QJsonDocument::Compact), {}}, stop);
    if (!answer) {
        return std::nullopt;
    }
    m_next = {};
    return *answer;
}

} // namespace fluoroscope
