// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// One HTTP request at a time to whoever is upstream: with TLS verified, through a proxy where there is one, and with a
// deadline for the whole.
#pragma once

#include "app/forward/sigv4.h"
#include "core/result.h"

#include <QString>
#include <QUrl>
#include <chrono>
#include <memory>
#include <stop_token>

namespace fluoroscope {

struct HttpRequest {
    QByteArray method = "GET";
    QUrl url = {}; // http or https
    HttpHeaders headers = {};
    QByteArray body = {};
};

struct HttpReply {
    int status = 0;
    HttpHeaders headers; // names in lower case
    QByteArray body;

    [[nodiscard]] QByteArray header(const QByteArray& name) const; // `name` in lower case
};

// Why there is no reply: by the kinds that the daemon counts (reference 1.5).
struct HttpFailure {
    enum class Kind : std::uint8_t { Timeout, ConnectionRefused, UnknownHost, Other };

    Kind kind = Kind::Other;
    QString message;
};

using HttpResult = tl::expected<HttpReply, HttpFailure>;

struct HttpSettings {
    QUrl proxy = {}; // http://[user:password@]host:port; empty: none
    QString certificates = {}; // a file with authorities in place of the system's; empty: the system's
    std::chrono::milliseconds connect{3000};
    std::chrono::milliseconds whole{15000}; // for a request with its answer
};

// "host" or "host:port", as the header Host has it.
QByteArray hostOf(const QUrl& url);

// Keeps its connection for the next request to the same host. Not for several threads at once.
class HttpClient {
public:
    explicit HttpClient(HttpSettings settings);
    ~HttpClient();

    // Follows no redirection; answers above 4 MiB are an error.
    HttpResult send(const HttpRequest& request, const std::stop_token& stop);

private:
    struct Connection;
    Connection& connectionTo(const QUrl& url);

    HttpSettings m_settings;
    std::unique_ptr<Connection> m_connection;
};

} // namespace fluoroscope
