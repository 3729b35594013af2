// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where AWS's own tools look for credentials and for the region, in their order (reference 8.3).
#pragma once

#include "app/forward/credentials.h"
#include "app/forward/http_client.h"

#include <QProcessEnvironment>

namespace fluoroscope {

struct ChainOptions {
    QProcessEnvironment environment;
    QString region = {}; // for STS
    QString roleArn = {}; // assumed with what was found; empty: none
    QUrl proxy = {}; // empty: that of the environment
    // Where the agents of ECS and EC2 are.
    QUrl containerHost = QUrl(QStringLiteral("http://169.254.170.2"));
    QUrl instanceHost = QUrl(QStringLiteral("http://169.254.169.254"));
};

// Gives what it found, until five minutes before that expires or renew(); then looks again.
std::unique_ptr<CredentialsProvider> credentialChain(const ChainOptions& options);

// From the environment, the profile, or the instance; an error tells where it was looked for.
Result<QString> findRegion(const ChainOptions& options, const std::stop_token& stop);

// With the proxy and the authorities for requests to `url`.
HttpSettings httpSettings(const ChainOptions& options, const QUrl& url);

} // namespace fluoroscope
