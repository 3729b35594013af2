// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What requests to AWS are signed with, and where it is asked for.
#pragma once

#include "app/forward/secret.h"
#include "core/result.h"
#include "core/time/timestamp.h"

#include <optional>
#include <stop_token>

namespace fluoroscope {

struct Credentials {
    QString accessKeyId;
    Secret secretAccessKey;
    Secret sessionToken; // empty: these are long-term
    std::optional<Timestamp> expiry; // none: never
    QString origin; // "environment", "profile dev": for people
};

// Not for several threads at once.
class CredentialsProvider {
public:
    virtual ~CredentialsProvider() = default;

    // May ask the network. An error says what was tried, where, and what to do; no secret is in it.
    virtual Result<Credentials> credentials(const std::stop_token& stop) = 0;
    // Those that were given were refused: the next ones shall be new.
    virtual void renew() { }
};

} // namespace fluoroscope
