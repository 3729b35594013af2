// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/role_credentials.h"

#include "app/forward/request_signer.h"
#include "app/forward/xray_endpoint.h"

#include <QFile>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QUrl stsEndpoint(const CredentialQuery& query)
{
    const QString own = query.options.environment.value(u"AWS_ENDPOINT_URL_STS"_s);
    QUrl url(own.isEmpty() ? serviceEndpoint(u"sts"_s, query.options.region) : own);
    if (url.path().isEmpty()) {
        url.setPath(u"/"_s);
    }
    return url;
}

// The text of the elements of an answer, by name; those that repeat are not ours.
QHash<QString, QString> elementsOf(const QByteArray& xml)
{
    QHash<QString, QString> elements;
    QXmlStreamReader reader(xml);
    QString name;
    while (!reader.atEnd()) {
        switch (reader.readNext()) {
        case QXmlStreamReader::StartElement:
            name = reader.name().toString();
            break;
        case QXmlStreamReader::Characters:
            if (!reader.isWhitespace()) {
                elements[name] += reader.text();
            }
            break;
        default:
            break;
        }
    }
    return elements;
}

QByteArray form(const std::vector<std::pair<QString, QString>>& parameters)
{
    QByteArray body = "Version=2011-06-15";
    for (const auto& [name, value] : parameters) {
        if (!value.isEmpty()) {
            body += '&' + name.toLatin1() + '=' + value.toUtf8().toPercentEncoding();
        }
    }
    return body;
}

Result<Credentials> credentialsOf(const HttpResult& reply, const RoleWish& wish, const QUrl& where)
{
    const QString what = u"The role %1 cannot be assumed"_s.arg(wish.arn);
    if (!reply) {
        return failure(u"%1: %2"_s.arg(what, reply.error().message));
    }
    const QHash<QString, QString> elements = elementsOf(reply->body);
    if (reply->status != 200) {
        return failure(u"%1: %2 answered %3 %4 %5. Check that its trust policy names who asks."_s.arg(
            what, where.host(), QString::number(reply->status), elements[u"Code"_s], elements[u"Message"_s].left(500)));
    }
    Credentials credentials{elements[u"AccessKeyId"_s], Secret(elements[u"SecretAccessKey"_s].toUtf8()),
        Secret(elements[u"SessionToken"_s].toUtf8()), expiryFrom(elements[u"Expiration"_s]), u"role "_s + wish.arn};
    if (credentials.accessKeyId.isEmpty() || credentials.secretAccessKey.isEmpty()) {
        return failure(u"%1: %2 answered with no credentials."_s.arg(what, where.host()));
    }
    return credentials;
}

HttpRequest formRequest(const QUrl& url, const QByteArray& body)
{
    return {.method = "POST",
        .url = url,
        .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
        .body = body};
}

} // namespace

Result<Credentials> assumeRole(const CredentialQuery& query, const Credentials& base, const RoleWish& wish)
{
    const QUrl url = stsEndpoint(query);
    HttpRequest request = formRequest(url,
        form({{u"Action"_s, u"AssumeRole"_s}, {u"RoleArn"_s, wish.arn}, {u"RoleSessionName"_s, wish.sessionName},
            {u"ExternalId"_s, wish.externalId}, {u"DurationSeconds"_s, wish.seconds}}));
    sign(request, base, query.options.region, "sts", now());
    return credentialsOf(fetch(query, request, Place::Aws), wish, url);
}

Result<Credentials> assumeRoleWithWebIdentity(
    const CredentialQuery& query, const QString& tokenFile, const RoleWish& wish)
{
    QFile file(tokenFile);
    if (!file.open(QIODevice::ReadOnly)) {
        return failure(u"The web identity token %1 cannot be read: %2. It is named by AWS_WEB_IDENTITY_TOKEN_FILE or "
                       "web_identity_token_file."_s.arg(tokenFile, file.errorString()));
    }
    const QUrl url = stsEndpoint(query);
    const HttpRequest request = formRequest(url,
        form({{u"Action"_s, u"AssumeRoleWithWebIdentity"_s}, {u"RoleArn"_s, wish.arn},
            {u"RoleSessionName"_s, wish.sessionName},
            {u"WebIdentityToken"_s, QString::fromUtf8(file.read(1 << 20).trimmed())},
            {u"DurationSeconds"_s, wish.seconds}}));
    return credentialsOf(fetch(query, request, Place::Aws), wish, url);
}

} // namespace fluoroscope
