// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Credentials by a profile: keys of its own, or where else it says that they are.
#include "app/forward/role_credentials.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

Result<Credentials> ofProfile(const CredentialQuery& query, const QString& name, QStringList way);

QString where(const CredentialQuery& query)
{
    return query.profiles.files.join(u" and "_s);
}

Result<Credentials> need(const FoundCredentials& found, const QString& missing)
{
    if (!found) {
        return tl::unexpected(found.error());
    }
    return *found ? Result<Credentials>(**found) : failure(missing);
}

// What a role is assumed with.
Result<Credentials> baseOf(
    const CredentialQuery& query, const QString& name, const AwsSection& profile, const QStringList& way)
{
    if (const QString source = profile[u"source_profile"_s]; !source.isEmpty()) {
        return ofProfile(query, source, way);
    }
    const QString source = profile[u"credential_source"_s];
    const QString missing =
        u"Profile %1 takes credentials from %2 (credential_source), and there are none."_s.arg(name, source);
    if (source == "Environment"_L1) {
        return need(environmentCredentials(query), missing);
    }
    if (source == "EcsContainer"_L1) {
        return need(containerCredentials(query), missing);
    }
    if (source == "Ec2InstanceMetadata"_L1) {
        return need(instanceCredentials(query), missing);
    }
    return failure(u"Profile %1 has a role_arn, but neither source_profile nor a credential_source of Environment, "
                   "EcsContainer or Ec2InstanceMetadata: add one in %2."_s.arg(name, where(query)));
}

Result<Credentials> roleOfProfile(
    const CredentialQuery& query, const QString& name, const AwsSection& profile, const QStringList& way)
{
    if (profile.contains(u"mfa_serial"_s)) {
        return failure(u"Profile %1 asks for a code of a device (mfa_serial), which cannot be asked for here: name "
                       "another profile in AWS_PROFILE."_s.arg(name));
    }
    RoleWish wish{.arn = profile[u"role_arn"_s],
        .externalId = profile[u"external_id"_s],
        .seconds = profile[u"duration_seconds"_s]};
    if (const QString session = profile[u"role_session_name"_s]; !session.isEmpty()) {
        wish.sessionName = session;
    }
    if (const QString token = profile[u"web_identity_token_file"_s]; !token.isEmpty()) {
        return assumeRoleWithWebIdentity(query, token, wish);
    }
    return baseOf(query, name, profile, way).and_then([&](const Credentials& base) {
        return assumeRole(query, base, wish);
    });
}

Result<Credentials> ofProfile(const CredentialQuery& query, const QString& name, QStringList way)
{
    const bool isAgain = way.contains(name);
    way.append(name);
    const auto found = query.profiles.profiles.constFind(name);
    if (found == query.profiles.profiles.cend()) {
        return failure(u"There is no profile %1 in %2."_s.arg(name, where(query)));
    }
    const AwsSection& profile = *found;
    const QString id = profile[u"aws_access_key_id"_s];
    const QString key = profile[u"aws_secret_access_key"_s];
    const bool hasKeys = !id.isEmpty() && !key.isEmpty();
    // A profile may be its own source: then its keys are meant.
    if (!profile[u"role_arn"_s].isEmpty() && !(isAgain && hasKeys)) {
        if (isAgain) {
            return failure(u"The profiles %1 in %2 go round in a circle by source_profile."_s.arg(
                way.join(u" → "_s), where(query)));
        }
        return roleOfProfile(query, name, profile, way);
    }
    if (hasKeys) {
        return Credentials{
            id, Secret(key.toUtf8()), Secret(profile[u"aws_session_token"_s].toUtf8()), {}, u"profile "_s + name};
    }
    if (!profile[u"sso_account_id"_s].isEmpty()) {
        return ssoCredentials(query, name, profile);
    }
    if (const QString command = profile[u"credential_process"_s]; !command.isEmpty()) {
        return processCredentials(command, name, query.stop);
    }
    return failure(u"Profile %1 in %2 holds no credentials: give it aws_access_key_id and aws_secret_access_key, "
                   "role_arn, sso_account_id or credential_process."_s.arg(name, where(query)));
}

} // namespace

FoundCredentials profileCredentials(const CredentialQuery& query)
{
    const QString name = chosenProfile(query.options.environment);
    const bool isNamed = query.options.environment.contains(u"AWS_PROFILE"_s)
        || query.options.environment.contains(u"AWS_DEFAULT_PROFILE"_s);
    const AwsSection profile = query.profiles.profiles.value(name);
    const bool saysSomething = std::any_of(profile.keyBegin(), profile.keyEnd(), [](const QString& key) {
        return key == "aws_access_key_id"_L1 || key == "role_arn"_L1 || key == "sso_account_id"_L1
            || key == "credential_process"_L1;
    });
    if (!isNamed && !saysSomething) {
        return std::nullopt; // a default profile may be there for the region alone
    }
    return ofProfile(query, name, {}).map([](const Credentials& found) { return std::optional(found); });
}

} // namespace fluoroscope
