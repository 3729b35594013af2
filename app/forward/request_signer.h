// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Puts AWS's signature on a request that is about to be sent.
#pragma once

#include "app/forward/credentials.h"
#include "app/forward/http_client.h"

namespace fluoroscope {

// Signs its method, path, query, body and the headers that it has so far, and adds the date, the session's token and
// Authorization. `time` is AWS's clock.
void sign(HttpRequest& request, const Credentials& credentials, const QString& region, const QByteArray& service,
    Timestamp time);

} // namespace fluoroscope
