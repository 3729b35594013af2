// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/credential_chain.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

class Chain : public CredentialsProvider {
public:
    explicit Chain(ChainOptions options)
        : m_options(std::move(options))
    {
    }

    Result<Credentials> credentials(const std::stop_token&) override
    {
        const QProcessEnvironment& environment = m_options.environment;
        const QString id = environment.value(u"AWS_ACCESS_KEY_ID"_s);
        const QString key = environment.value(u"AWS_SECRET_ACCESS_KEY"_s);
        if (id.isEmpty() || key.isEmpty()) {
            return failure(u"No AWS credentials were found: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY."_s);
        }
        return Credentials{
            id, Secret(key.toUtf8()), Secret(environment.value(u"AWS_SESSION_TOKEN"_s).toUtf8()), {}, u"environment"_s};
    }

private:
    ChainOptions m_options;
};

} // namespace

std::unique_ptr<CredentialsProvider> credentialChain(const ChainOptions& options)
{
    return std::make_unique<Chain>(options);
}

Result<QString> findRegion(const ChainOptions& options, const std::stop_token&)
{
    for (const QString& name : {u"AWS_REGION"_s, u"AWS_DEFAULT_REGION"_s}) {
        if (const QString region = options.environment.value(name); !region.isEmpty()) {
            return region;
        }
    }
    return failure(u"No AWS region was found in AWS_REGION: name one as in xray://eu-west-1."_s);
}

HttpSettings httpSettings(const ChainOptions& options, const QUrl&)
{
    return {.proxy = options.proxy, .certificates = options.environment.value(u"AWS_CA_BUNDLE"_s)};
}

} // namespace fluoroscope
