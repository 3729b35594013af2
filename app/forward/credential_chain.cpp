// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/credential_chain.h"

#include "app/forward/role_credentials.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr Duration kRefreshBefore = 5min; // the end of what expires
constexpr Duration kJitter = 1min; // so that many who began together do not ask together
constexpr Duration kLeast = 30s; // between two looks
constexpr std::chrono::milliseconds kAgentPatience = 2s;

Result<Credentials> find(const CredentialQuery& query)
{
    for (const auto& source : {environmentCredentials, webIdentityCredentials, profileCredentials, containerCredentials,
             instanceCredentials}) {
        const FoundCredentials found = source(query);
        if (!found) {
            return tl::unexpected(found.error());
        }
        if (*found) {
            return **found;
        }
    }
    return failure(u"No AWS credentials were found: not in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, not by "
                   "AWS_WEB_IDENTITY_TOKEN_FILE, not as profile %1 of %2, not from a container's or an instance's "
                   "role. Set the first two, or run aws configure."_s.arg(
                       chosenProfile(query.options.environment), query.profiles.files.join(u" and "_s)));
}

class Chain : public CredentialsProvider {
public:
    explicit Chain(ChainOptions options)
        : m_options(std::move(options))
    {
    }

    Result<Credentials> credentials(const std::stop_token& stop) override
    {
        if (m_known && now() < m_nextLook) {
            return *m_known;
        }
        auto found = look(stop);
        if (!found) {
            // Until they expire the former ones will do.
            const bool isGood = m_known && !m_isRefused && (!m_known->expiry || now() < *m_known->expiry);
            if (!isGood) {
                return found;
            }
            m_nextLook = now() + kLeast;
            return *m_known;
        }
        m_isRefused = false;
        m_known = *found;
        const Duration jitter(QRandomGenerator::global()->bounded(static_cast<quint64>(kJitter.count())));
        m_nextLook =
            found->expiry ? std::max(*found->expiry - kRefreshBefore - jitter, now() + kLeast) : Timestamp::max();
        return found;
    }

    void renew() override
    {
        m_isRefused = true;
        m_nextLook = {};
    }

private:
    Result<Credentials> look(const std::stop_token& stop)
    {
        // The files may have changed since.
        const AwsProfiles profiles = AwsProfiles::load(m_options.environment);
        const CredentialQuery query{m_options, profiles, stop};
        auto found = find(query);
        if (!found || m_options.roleArn.isEmpty()) {
            return found;
        }
        return assumeRole(query, *found, {.arn = m_options.roleArn});
    }

    ChainOptions m_options;
    std::optional<Credentials> m_known;
    Timestamp m_nextLook;
    bool m_isRefused = false;
};

QString firstOf(const QProcessEnvironment& environment, const QStringList& names)
{
    for (const QString& name : names) {
        if (const QString value = environment.value(name); !value.isEmpty()) {
            return value;
        }
    }
    return {};
}

// Hosts that NO_PROXY names, with all below them; and this machine.
bool isDirect(const QProcessEnvironment& environment, const QString& host)
{
    if (host == "localhost"_L1 || host == "::1"_L1 || host.startsWith("127."_L1)) {
        return true;
    }
    const QStringList names = firstOf(environment, {u"NO_PROXY"_s, u"no_proxy"_s}).split(u',', Qt::SkipEmptyParts);
    return std::any_of(names.begin(), names.end(), [&](const QString& entry) {
        QString name = entry.trimmed();
        name = name.startsWith(u'.') ? name.mid(1) : name;
        return name == "*"_L1 || host == name || (!name.isEmpty() && host.endsWith(u'.' + name));
    });
}

} // namespace

std::unique_ptr<CredentialsProvider> credentialChain(const ChainOptions& options)
{
    return std::make_unique<Chain>(options);
}

FoundCredentials environmentCredentials(const CredentialQuery& query)
{
    const QProcessEnvironment& environment = query.options.environment;
    const QString id = firstOf(environment, {u"AWS_ACCESS_KEY_ID"_s, u"AWS_ACCESS_KEY"_s});
    const QString key = firstOf(environment, {u"AWS_SECRET_ACCESS_KEY"_s, u"AWS_SECRET_KEY"_s});
    if (id.isEmpty() || key.isEmpty()) {
        return std::nullopt;
    }
    return Credentials{
        id, Secret(key.toUtf8()), Secret(environment.value(u"AWS_SESSION_TOKEN"_s).toUtf8()), {}, u"environment"_s};
}

FoundCredentials webIdentityCredentials(const CredentialQuery& query)
{
    const QProcessEnvironment& environment = query.options.environment;
    const QString file = environment.value(u"AWS_WEB_IDENTITY_TOKEN_FILE"_s);
    RoleWish wish{.arn = environment.value(u"AWS_ROLE_ARN"_s)};
    if (file.isEmpty()) {
        return std::nullopt;
    }
    if (wish.arn.isEmpty()) {
        return failure(u"AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN, the role to assume, is not."_s);
    }
    if (const QString session = environment.value(u"AWS_ROLE_SESSION_NAME"_s); !session.isEmpty()) {
        wish.sessionName = session;
    }
    return assumeRoleWithWebIdentity(query, file, wish).map([](const Credentials& found) {
        return std::optional(found);
    });
}

Result<QString> findRegion(const ChainOptions& options, const std::stop_token& stop)
{
    if (const QString region = firstOf(options.environment, {u"AWS_REGION"_s, u"AWS_DEFAULT_REGION"_s});
        !region.isEmpty()) {
        return region;
    }
    const AwsProfiles profiles = AwsProfiles::load(options.environment);
    const QString profile = chosenProfile(options.environment);
    if (const QString region = profiles.profiles.value(profile).value(u"region"_s); !region.isEmpty()) {
        return region;
    }
    if (const auto region = instanceRegion({options, profiles, stop})) {
        return *region;
    }
    return failure(u"No AWS region was found: not in AWS_REGION, not as region of profile %1 in %2, and this is no "
                   "instance of EC2. Name one as in xray://eu-west-1."_s.arg(profile, profiles.files.front()));
}

HttpSettings httpSettings(const ChainOptions& options, const QUrl& url)
{
    HttpSettings settings{.proxy = options.proxy, .certificates = options.environment.value(u"AWS_CA_BUNDLE"_s)};
    if (settings.proxy.isEmpty() && !isDirect(options.environment, url.host())) {
        settings.proxy =
            QUrl(url.scheme() == "https"_L1 ? firstOf(options.environment, {u"HTTPS_PROXY"_s, u"https_proxy"_s})
                                            : firstOf(options.environment, {u"http_proxy"_s, u"HTTP_PROXY"_s}));
    }
    return settings;
}

HttpResult fetch(const CredentialQuery& query, const HttpRequest& request, Place place)
{
    HttpSettings settings = httpSettings(query.options, request.url);
    if (place == Place::Agent) {
        settings.proxy = {};
        settings.connect = settings.whole = kAgentPatience;
    }
    return HttpClient(settings).send(request, query.stop);
}

std::optional<Timestamp> expiryFrom(const QString& text)
{
    QString plain = text;
    plain.replace("UTC"_L1, "Z"_L1); // old tools write so
    const QDateTime time = QDateTime::fromString(plain, Qt::ISODate);
    return time.isValid() ? std::optional(Timestamp(std::chrono::milliseconds(time.toMSecsSinceEpoch())))
                          : std::nullopt;
}

Result<Credentials> credentialsFromJson(const QByteArray& json, const QString& origin)
{
    const QJsonDocument document = QJsonDocument::fromJson(json);
    const QString token = document["SessionToken"_L1].toString(document["Token"_L1].toString());
    Credentials credentials{document["AccessKeyId"_L1].toString(),
        Secret(document["SecretAccessKey"_L1].toString().toUtf8()), Secret(token.toUtf8()),
        expiryFrom(document["Expiration"_L1].toString()), origin};
    if (credentials.accessKeyId.isEmpty() || credentials.secretAccessKey.isEmpty()) {
        return failure(u"%1 answered with something that holds no AccessKeyId and SecretAccessKey."_s.arg(origin));
    }
    if (credentials.expiry && *credentials.expiry <= now()) {
        return failure(u"%1 answered with credentials that have expired."_s.arg(origin));
    }
    return credentials;
}

} // namespace fluoroscope
