// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What runs beside a program on ECS, EKS and EC2, and hands it the credentials of its role.
#include "app/forward/credential_source.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Without TLS a token may go to an agent on this machine alone.
bool isAgent(const QUrl& url)
{
    static const QStringList hosts{
        u"localhost"_s, u"::1"_s, u"169.254.170.2"_s, u"169.254.170.23"_s, u"fd00:ec2::23"_s};
    return url.scheme() == "https"_L1
        || (url.scheme() == "http"_L1 && (hosts.contains(url.host()) || url.host().startsWith("127."_L1)));
}

Result<QByteArray> containerToken(const QProcessEnvironment& environment)
{
    const QString name = environment.value(u"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"_s);
    QByteArray token = environment.value(u"AWS_CONTAINER_AUTHORIZATION_TOKEN"_s).toUtf8();
    if (!name.isEmpty()) {
        QFile file(name);
        if (!file.open(QIODevice::ReadOnly)) {
            return failure(u"The token %1 (AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE) cannot be read: %2."_s.arg(
                name, file.errorString()));
        }
        token = file.read(1 << 20).trimmed();
    }
    if (token.contains('\r') || token.contains('\n')) {
        return failure(u"The token of AWS_CONTAINER_AUTHORIZATION_TOKEN has more than one line."_s);
    }
    return token;
}

QUrl instanceUrl(const ChainOptions& options, const QString& path)
{
    const QString own = options.environment.value(u"AWS_EC2_METADATA_SERVICE_ENDPOINT"_s);
    QUrl url = own.isEmpty() ? options.instanceHost : QUrl(own);
    url.setPath(path);
    return url;
}

// One document of the instance, asked for as version 2 of its service wants it; nothing off EC2.
class InstanceMetadata {
public:
    explicit InstanceMetadata(const CredentialQuery& query)
        : m_query(query)
    {
        if (query.options.environment.value(u"AWS_EC2_METADATA_DISABLED"_s).toLower() == "true"_L1) {
            return;
        }
        const HttpResult token = fetch(query,
            {.method = "PUT",
                .url = instanceUrl(query.options, u"/latest/api/token"_s),
                .headers = {{"X-aws-ec2-metadata-token-ttl-seconds", "21600"}}},
            Place::Agent);
        if (token && token->status == 200) {
            m_token = Secret(token->body.trimmed());
        }
    }

    [[nodiscard]] bool isThere() const { return !m_token.isEmpty(); }

    [[nodiscard]] std::optional<QByteArray> get(const QString& path) const
    {
        const HttpResult reply = fetch(m_query,
            {.url = instanceUrl(m_query.options, path), .headers = {{"X-aws-ec2-metadata-token", m_token.reveal()}}},
            Place::Agent);
        return reply && reply->status == 200 ? std::optional(reply->body) : std::nullopt;
    }

private:
    CredentialQuery m_query;
    Secret m_token;
};

} // namespace

FoundCredentials containerCredentials(const CredentialQuery& query)
{
    const QProcessEnvironment& environment = query.options.environment;
    QUrl url(environment.value(u"AWS_CONTAINER_CREDENTIALS_FULL_URI"_s), QUrl::StrictMode);
    if (const QString relative = environment.value(u"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"_s); !relative.isEmpty()) {
        url = query.options.containerHost.resolved(QUrl(relative));
    } else if (environment.value(u"AWS_CONTAINER_CREDENTIALS_FULL_URI"_s).isEmpty()) {
        return std::nullopt;
    } else if (!isAgent(url)) {
        return failure(u"AWS_CONTAINER_CREDENTIALS_FULL_URI names %1, which is neither https nor on this machine: its "
                       "token is not sent there."_s.arg(url.host()));
    }
    const auto token = containerToken(environment);
    if (!token) {
        return tl::unexpected(token.error());
    }
    HttpRequest request{.url = url};
    if (!token->isEmpty()) {
        request.headers.emplace_back("Authorization", *token);
    }
    const HttpResult reply = fetch(query, request, Place::Agent);
    if (!reply) {
        return failure(u"The container's credentials cannot be had: %1"_s.arg(reply.error().message));
    }
    if (reply->status != 200) {
        return failure(
            u"The container's credentials cannot be had: %1 answered %2. Check the task's or pod's role."_s.arg(
                url.host(), QString::number(reply->status)));
    }
    return credentialsFromJson(reply->body, u"The container at %1"_s.arg(url.host())).map([](const Credentials& found) {
        return std::optional(found);
    });
}

FoundCredentials instanceCredentials(const CredentialQuery& query)
{
    static const QString path = u"/latest/meta-data/iam/security-credentials/"_s;
    const InstanceMetadata metadata(query);
    if (!metadata.isThere()) {
        return std::nullopt;
    }
    const auto role = metadata.get(path);
    const QString name = QString::fromUtf8(role.value_or(QByteArray())).section(u'\n', 0, 0).trimmed();
    if (name.isEmpty()) {
        return failure(u"This instance has no role: attach one to it, or set AWS_ACCESS_KEY_ID and "
                       "AWS_SECRET_ACCESS_KEY."_s);
    }
    const auto json = metadata.get(path + name);
    if (!json) {
        return failure(u"The instance gave no credentials for its role %1."_s.arg(name));
    }
    return credentialsFromJson(*json, u"The instance's role %1"_s.arg(name)).map([](const Credentials& found) {
        return std::optional(found);
    });
}

std::optional<QString> instanceRegion(const CredentialQuery& query)
{
    const InstanceMetadata metadata(query);
    const auto region = metadata.isThere() ? metadata.get(u"/latest/meta-data/placement/region"_s) : std::nullopt;
    return region ? std::optional(QString::fromUtf8(*region).trimmed()) : std::nullopt;
}

} // namespace fluoroscope
