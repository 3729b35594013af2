// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/forward_target.h"

#include "app/forward/credential_chain.h"
#include "app/forward/udp_upstream.h"
#include "app/forward/xray_endpoint.h"
#include "app/forward/xray_upstream.h"
#include "app/receive/socket_address.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

Result<QUrl> parseUrl(const QString& text, const QString& option, bool mayHavePassword)
{
    const QUrl url(text, QUrl::StrictMode);
    const bool isHttp = url.scheme() == "http"_L1 || url.scheme() == "https"_L1;
    if (!url.isValid() || !isHttp || url.host().isEmpty() || url.hasQuery() || url.hasFragment()
        || (!mayHavePassword && !url.userInfo().isEmpty())) {
        // What was given may have a password in it.
        return failure(u"%1 takes a URL as http://host:port or https://host."_s.arg(option));
    }
    return url;
}

bool isTrue(const QProcessEnvironment& environment, const QString& name)
{
    return environment.value(name).compare("true"_L1, Qt::CaseInsensitive) == 0;
}

} // namespace

Result<ForwardTarget> parseForwardTarget(const ForwardOptions& options)
{
    ForwardTarget target;
    const QString& text = options.target;
    if (text.startsWith("udp://"_L1)) {
        auto address = parseBindAddress(text.mid(6));
        if (!address || address->port == 0) {
            return failure(u"\"%1\" is no address to forward to: udp://host:port."_s.arg(text));
        }
        if (!options.endpoint.isEmpty() || !options.roleArn.isEmpty() || !options.proxy.isEmpty()
            || options.samplingCalls) {
            return failure(
                u"An endpoint, a role, a proxy and sampling calls are for X-Ray: they do not go with %1."_s.arg(text));
        }
        target.daemon = *address;
        return target;
    }
    if (text != "xray"_L1 && !text.startsWith("xray://"_L1)) {
        return failure(
            u"\"%1\" is nowhere to forward to: udp://host:port is another daemon, xray or xray://region AWS X-Ray."_s
                .arg(text));
    }
    target.region = text.mid(7);
    if (!target.region.isEmpty()) {
        if (const auto known = xrayEndpoint({.region = target.region}); !known) {
            return tl::unexpected(known.error());
        }
    }
    if (!options.endpoint.isEmpty()) { // which the session remembers
        const auto url = parseUrl(options.endpoint, u"The endpoint to forward to"_s, false);
        if (!url) {
            return tl::unexpected(url.error());
        }
        target.endpoint = *url;
    }
    if (!options.proxy.isEmpty()) {
        const auto url = parseUrl(options.proxy, u"The proxy"_s, true);
        if (!url) {
            return tl::unexpected(url.error());
        }
        target.proxy = *url;
    }
    return target;
}

bool leadsTo(const ForwardOptions& options, const QString& udp, const QString& tcp)
{
    const auto target = parseForwardTarget(options);
    if (!target || (!target->daemon && target->endpoint.isEmpty())) {
        return false;
    }
    const QUrl& url = target->endpoint;
    const int port = url.port(url.scheme() == "https"_L1 ? 443 : 80);
    const auto there = resolve(target->daemon.value_or(BindAddress{url.host(), static_cast<quint16>(port)}));
    const auto own = parseBindAddress(target->daemon ? udp : tcp);
    if (!there || !own || there->port() != own->port) {
        return false;
    }
    const auto address = parseBindAddress(there->toString());
    const bool isEvery = own->host == "0.0.0.0"_L1 || own->host == "::"_L1;
    return address && (address->host == own->host || (isEvery && address->isLoopback()));
}

Result<void> refuseLoop(const ForwardOptions& options, const QString& udp, const QString& tcp)
{
    if (!leadsTo(options, udp, tcp)) {
        return {};
    }
    return failure(
        u"%1 would forward to itself, without end: forward to another address, or listen at another one."_s.arg(udp));
}

// AWS_ENDPOINT_URL_XRAY is not looked at: on a machine where Fluoroscope runs it leads to Fluoroscope.
Result<std::unique_ptr<XrayClient>> openXrayClient(
    const ForwardOptions& options, std::chrono::milliseconds patience, const std::stop_token& stop)
{
    const auto parsed = parseForwardTarget(options);
    if (!parsed) {
        return tl::unexpected(parsed.error());
    }
    const ForwardTarget& target = *parsed;
    ChainOptions chain;
    chain.environment = QProcessEnvironment::systemEnvironment();
    chain.proxy = target.proxy;
    chain.roleArn = options.roleArn;
    QString region = target.region.isEmpty() ? regionOfHost(target.endpoint.host()) : target.region;
    if (region.isEmpty()) {
        auto found = findRegion(chain, stop);
        if (!found) {
            return tl::unexpected(found.error());
        }
        region = *found;
    }
    chain.region = region;
    const auto endpoint = xrayEndpoint({region, target.endpoint.toString(),
        target.endpoint.isEmpty() && isTrue(chain.environment, u"AWS_USE_FIPS_ENDPOINT"_s),
        target.endpoint.isEmpty() && isTrue(chain.environment, u"AWS_USE_DUALSTACK_ENDPOINT"_s)});
    if (!endpoint) {
        return tl::unexpected(endpoint.error());
    }
    const QUrl url(*endpoint);
    HttpSettings settings = httpSettings(chain, url);
    settings.whole = patience;
    settings.connect = std::min(settings.connect, patience);
    return std::make_unique<XrayClient>(url, region, settings, credentialChain(chain));
}

Result<std::unique_ptr<Upstream>> openUpstream(
    const ForwardOptions& options, const QString& stream, const std::stop_token& stop)
{
    const auto target = parseForwardTarget(options);
    if (!target) {
        return tl::unexpected(target.error());
    }
    if (target->daemon) {
        return std::make_unique<UdpUpstream>(*target->daemon);
    }
    return openXrayClient(options, HttpSettings().whole, stop)
        .map([&](std::unique_ptr<XrayClient> client) -> std::unique_ptr<Upstream> {
            return std::make_unique<XrayUpstream>(std::move(client), stream);
        });
}

} // namespace fluoroscope
