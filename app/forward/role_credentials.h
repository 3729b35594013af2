// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Roles that are assumed at AWS's Security Token Service.
#pragma once

#include "app/forward/credential_source.h"

namespace fluoroscope {

struct RoleWish {
    QString arn;
    QString sessionName = QStringLiteral("xray-daemon");
    QString externalId = {};
    QString seconds = {}; // empty: as long as STS thinks right
};

Result<Credentials> assumeRole(const CredentialQuery& query, const Credentials& base, const RoleWish& wish);
// `tokenFile` holds a token that Kubernetes or another party vouches with.
Result<Credentials> assumeRoleWithWebIdentity(
    const CredentialQuery& query, const QString& tokenFile, const RoleWish& wish);

} // namespace fluoroscope
