// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// An answer of X-Ray's API that refuses: what the client gets as status, type and message (reference 5.1).
#pragma once

#include "core/result.h"

#include <QJsonObject>
#include <QString>

namespace fluoroscope {

struct ApiError {
    int status = 400;
    QString type = QStringLiteral("InvalidRequestException");
    QString message; // one sentence for a person
    QJsonObject members; // beside Message: {"ResourceName": …}
};

using ApiResult = tl::expected<QJsonObject, ApiError>;

inline tl::unexpected<ApiError> invalidRequest(const QString& message)
{
    return tl::unexpected(ApiError{400, QStringLiteral("InvalidRequestException"), message, {}});
}

// The emulator itself failed: the session cannot be read or written.
inline tl::unexpected<ApiError> internalFailure(const Error& error)
{
    return tl::unexpected(ApiError{500, QStringLiteral("InternalFailure"), error.message, {}});
}

} // namespace fluoroscope
