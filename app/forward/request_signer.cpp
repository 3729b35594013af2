// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/request_signer.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace fluoroscope {

void sign(HttpRequest& request, const Credentials& credentials, const QString& region, const QByteArray& service,
    Timestamp time)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count() / 1000, Qt::UTC);
    const SigningScope scope{at.toString(u"yyyyMMdd'T'hhmmss'Z'"_s).toLatin1(), region.toLatin1(), service};
    request.headers.emplace_back("X-Amz-Date", scope.time);
    if (!credentials.sessionToken.isEmpty()) {
        request.headers.emplace_back("X-Amz-Security-Token", credentials.sessionToken.reveal());
    }
    SigningInput input{request.method, request.url.path().toUtf8(), request.url.query(QUrl::FullyEncoded).toLatin1(),
        request.headers, sha256Hex(request.body)};
    input.headers.emplace_back("Host", hostOf(request.url));
    request.headers.emplace_back("Authorization",
        authorization(credentials.accessKeyId.toUtf8(), credentials.secretAccessKey.reveal(), scope, input));
}

} // namespace fluoroscope
