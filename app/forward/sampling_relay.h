// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Asks AWS X-Ray in place of the session which requests the SDKs shall record, for as long as X-Ray answers.
#pragma once

#include "app/forward/xray_client.h"

#include <mutex>

namespace fluoroscope {

// Any thread; one request at a time.
class SamplingRelay {
public:
    // Of options whose target is X-Ray.
    explicit SamplingRelay(ForwardOptions options);

    // X-Ray's answer to GetSamplingRules or GetSamplingTargets; nothing where there is none in time. Then X-Ray is left
    // alone for a while, since the SDKs wait for two seconds at most.
    std::optional<QJsonObject> ask(const QString& path, const QJsonObject& input, const std::stop_token& stop);

private:
    ForwardOptions m_options;
    std::mutex m_mutex;
    std::unique_ptr<XrayClient> m_client;
    Timestamp m_next; // attempt
};

} // namespace fluoroscope
