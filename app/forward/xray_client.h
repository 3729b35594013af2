// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Calls operations of AWS X-Ray: signed, and with what went wrong told apart by what is to be done about it.
#pragma once

#include "app/forward/credentials.h"
#include "app/forward/http_client.h"
#include "app/forward/upstream.h"

namespace fluoroscope {

struct XrayFailure {
    Trouble trouble;
    QString code = {}; // X-Ray's; empty: there was none
    bool isAboutInput = false; // X-Ray does not take this, now or later
};

using XrayResult = tl::expected<QJsonObject, XrayFailure>;

struct XrayCall {
    QByteArray path; // "/TraceSegments"
    QByteArray body; // JSON
    QByteArray invocation; // a UUID that a repetition of the same call has, too
};

// Not for several threads at once.
class XrayClient {
public:
    XrayClient(QUrl endpoint, QString region, HttpSettings http, std::unique_ptr<CredentialsProvider> credentials);

    [[nodiscard]] const QUrl& endpoint() const { return m_endpoint; }
    XrayResult call(const XrayCall& call, const std::stop_token& stop);

private:
    [[nodiscard]] HttpRequest signedRequest(const XrayCall& call, const Credentials& credentials) const;
    XrayFailure failureOf(const HttpReply& reply);
    void followClock(const HttpReply& reply);

    QUrl m_endpoint;
    QString m_region;
    HttpClient m_http;
    std::unique_ptr<CredentialsProvider> m_credentials;
    Duration m_skew{}; // of AWS's clock, as seen from ours
};

} // namespace fluoroscope
