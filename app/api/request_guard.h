// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Decides by a request's head alone whether it is read at all. A page that a browser shows must not reach the API of a
// developer's machine: not by a form or a script, which send the page's origin, and not by a name of the page's own
// that resolves to this machine (DNS rebinding).
#pragma once

#include "app/api/api_error.h"
#include "app/receive/bind_address.h"

#include <QStringList>
#include <optional>

namespace fluoroscope {

struct RequestHead {
    QString method;
    QString path;
    QStringList hosts; // values of the header Host: a valid request has one
    std::optional<QString> origin;
    QString contentType;
    QString contentLength; // empty: not sent
};

class RequestGuard {
public:
    static constexpr qint64 kMaxBodyBytes = 16 << 20;

    // For a server at `bound`. Where that is loopback only names and addresses of loopback are taken in the header
    // Host. Beyond it any address literal is, this machine's name, and names that nobody can register: those without a
    // dot, as containers have, and those in .local and .internal.
    explicit RequestGuard(const BindAddress& bound);

    // The answer that refuses the request; nothing where it may be read.
    [[nodiscard]] std::optional<ApiError> refusal(const RequestHead& head) const;

private:
    [[nodiscard]] bool isOurs(const QString& host) const;

    BindAddress m_bound;
    QString m_machine; // its host name
};

} // namespace fluoroscope
