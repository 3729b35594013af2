// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The places where credentials may be. Each gives them; or nothing, where it is not set up; or an error, where it is
// set up and does not work: then no other is asked.
#pragma once

#include "app/forward/aws_profiles.h"
#include "app/forward/credential_chain.h"

namespace fluoroscope {

struct CredentialQuery {
    const ChainOptions& options;
    const AwsProfiles& profiles;
    std::stop_token stop;
};

using FoundCredentials = Result<std::optional<Credentials>>;

FoundCredentials environmentCredentials(const CredentialQuery& query);
FoundCredentials webIdentityCredentials(const CredentialQuery& query);
FoundCredentials profileCredentials(const CredentialQuery& query);
FoundCredentials containerCredentials(const CredentialQuery& query);
FoundCredentials instanceCredentials(const CredentialQuery& query);

// What a profile refers to.
Result<Credentials> processCredentials(const QString& command, const QString& profile, const std::stop_token& stop);
Result<Credentials> ssoCredentials(const CredentialQuery& query, const QString& name, const AwsSection& profile);

// The region of the instance; nothing off EC2.
std::optional<QString> instanceRegion(const CredentialQuery& query);

// What agents and processes answer with; `origin` as in Credentials.
Result<Credentials> credentialsFromJson(const QByteArray& json, const QString& origin);
// "2026-11-22T23:00:00Z"
std::optional<Timestamp> expiryFrom(const QString& text);

// To AWS, through the proxy, or to an agent on this machine, past it and not for long.
enum class Place : std::uint8_t { Aws, Agent };
HttpResult fetch(const CredentialQuery& query, const HttpRequest& request, Place place);

} // namespace fluoroscope
