// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// IAM Identity Center: the token that `aws sso login` left, exchanged for the credentials of a role.
#include "app/forward/credential_source.h"

#include "app/forward/xray_endpoint.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QUrlQuery>

using namespace Qt::StringLiterals;

namespace fluoroscope {

Result<Credentials> ssoCredentials(const CredentialQuery& query, const QString& name, const AwsSection& profile)
{
    const QString session = profile[u"sso_session"_s];
    const AwsSection shared = query.profiles.ssoSessions.value(session);
    const auto setting = [&](const QString& key) { return profile.value(key, shared.value(key)); };
    const QString url = setting(u"sso_start_url"_s);
    const QString region = setting(u"sso_region"_s);
    const QString login = u"Log in: aws sso login --profile %1"_s.arg(name);
    if (url.isEmpty() || region.isEmpty() || profile[u"sso_role_name"_s].isEmpty()) {
        return failure(u"Profile %1 lacks sso_start_url, sso_region or sso_role_name: aws configure sso"_s.arg(name));
    }
    // Where every AWS tool keeps it: by the session's name or, of old profiles, by the URL.
    const QByteArray key = (session.isEmpty() ? url : session).toUtf8();
    QFile file(awsFolder(query.options.environment) + u"/sso/cache/"_s
        + QString::fromLatin1(QCryptographicHash::hash(key, QCryptographicHash::Sha1).toHex()) + u".json"_s);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(u"Profile %1 has no token of IAM Identity Center (%2). %3"_s.arg(name, file.fileName(), login));
    }
    const QJsonObject cached = QJsonDocument::fromJson(file.read(1 << 20)).object();
    const Secret token(cached[u"accessToken"_s].toString().toUtf8());
    const auto expiry = expiryFrom(cached[u"expiresAt"_s].toString());
    if (token.isEmpty() || !expiry || *expiry <= now()) {
        return failure(
            u"The token of IAM Identity Center of profile %1 (%2) has expired. %3"_s.arg(name, file.fileName(), login));
    }
    const QString own = query.options.environment.value(u"AWS_ENDPOINT_URL_SSO"_s);
    HttpRequest request{.url = QUrl(own.isEmpty() ? serviceEndpoint(u"portal.sso"_s, region) : own),
        .headers = {{"x-amz-sso_bearer_token", token.reveal()}}};
    request.url.setPath(u"/federation/credentials"_s);
    QUrlQuery parameters;
    parameters.addQueryItem(u"role_name"_s, profile[u"sso_role_name"_s]);
    parameters.addQueryItem(u"account_id"_s, profile[u"sso_account_id"_s]);
    request.url.setQuery(parameters);
    const HttpResult reply = fetch(query, request, Place::Aws);
    if (!reply) {
        return failure(u"Profile %1: %2"_s.arg(name, reply.error().message));
    }
    if (reply->status != 200) {
        return failure(u"IAM Identity Center refused the role of profile %1 with %2. %3"_s.arg(
            name, QString::number(reply->status), login));
    }
    const QJsonObject role = QJsonDocument::fromJson(reply->body)[u"roleCredentials"_s].toObject();
    Credentials credentials{role[u"accessKeyId"_s].toString(), Secret(role[u"secretAccessKey"_s].toString().toUtf8()),
        Secret(role[u"sessionToken"_s].toString().toUtf8()),
        Timestamp(std::chrono::milliseconds(role[u"expiration"_s].toInteger())), u"profile "_s + name};
    if (credentials.accessKeyId.isEmpty() || credentials.secretAccessKey.isEmpty()) {
        return failure(u"IAM Identity Center answered with no credentials for profile %1."_s.arg(name));
    }
    return credentials;
}

} // namespace fluoroscope
