// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// AWS X-Ray as upstream: batches for PutTraceSegments, and each document's fate read from the answer.
#pragma once

#include "app/forward/xray_client.h"

#include <QUuid>

namespace fluoroscope {

class XrayUpstream : public Upstream {
public:
    // `stream` names the session; see ForwardState.
    XrayUpstream(std::unique_ptr<XrayClient> client, const QString& stream);

    [[nodiscard]] QString url() const override;
    [[nodiscard]] std::size_t most() const override { return 50; }
    [[nodiscard]] qsizetype largest() const override { return 64 << 10; }
    [[nodiscard]] Duration patience() const override { return std::chrono::seconds(1); }
    Delivery deliver(std::span<const OutgoingDocument> documents, const std::stop_token& stop) override;
    [[nodiscard]] bool wantsTelemetry() const override { return true; }
    Result<void> report(const QJsonObject& telemetry, const std::stop_token& stop) override;

private:
    [[nodiscard]] QByteArray invocation(std::span<const OutgoingDocument> documents) const;

    std::unique_ptr<XrayClient> m_client;
    QUuid m_stream;
};

} // namespace fluoroscope
