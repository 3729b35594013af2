// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Asks AWS X-Ray in place of the session which requests the SDKs shall record, for as long as X-Ray answers.
#pragma once

#include "app/forward/xray_client.h"
#include "core/ports/forwarding.h"

#include <mutex>

namespace fluoroscope {

// Any thread; one request at a time.
class SamplingRelay {
public:
    // Asks as `forwarding`, which outlives it, is told to at the time: X-Ray, and only where sampling calls go there.
    explicit SamplingRelay(const Forwarding& forwarding);

    // X-Ray's answer to GetSamplingRules or GetSamplingTargets; nothing where there is none in time, or it is not to be
    // asked. Where it did not answer it is left alone for a while, since the SDKs wait for two seconds at most.
    std::optional<QJsonObject> ask(const QString& path, const QJsonObject& input, const std::stop_token& stop);
    // The same as a function, for the API; the relay outlives it.
    [[nodiscard]] auto asker()
    {
        return [this](const QString& path, const QJsonObject& input, const std::stop_token& stop) {
            return ask(path, input, stop);
        };
    }

private:
    const Forwarding& m_forwarding;
    std::mutex m_mutex; // guards all below
    ForwardOptions m_options; // of m_client
    std::unique_ptr<XrayClient> m_client;
    Timestamp m_next; // attempt
};

} // namespace fluoroscope
