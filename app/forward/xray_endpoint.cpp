// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/xray_endpoint.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

struct Partition {
    QLatin1StringView prefix; // of its regions' names
    QLatin1StringView suffix; // of host names
    QLatin1StringView dualStackSuffix; // empty: none
};

// As AWS's SDKs have them; what no prefix fits is the first.
constexpr Partition kPartitions[] = {
    {QLatin1StringView(""), QLatin1StringView("amazonaws.com"), QLatin1StringView("api.aws")},
    {QLatin1StringView("cn-"), QLatin1StringView("amazonaws.com.cn"),
        QLatin1StringView("api.amazonwebservices.com.cn")},
    {QLatin1StringView("us-iso-"), QLatin1StringView("c2s.ic.gov"), {}},
    {QLatin1StringView("us-isob-"), QLatin1StringView("sc2s.sgov.gov"), {}},
    {QLatin1StringView("us-isof-"), QLatin1StringView("csp.hci.ic.gov"), {}},
    {QLatin1StringView("eu-isoe-"), QLatin1StringView("cloud.adc-e.uk"), {}},
};

const Partition& partitionOf(const QString& region)
{
    const Partition* found = &kPartitions[0];
    for (const Partition& partition : kPartitions) {
        if (region.startsWith(partition.prefix)) {
            found = &partition;
        }
    }
    return *found;
}

} // namespace

Result<QString> xrayEndpoint(const EndpointWish& wish)
{
    if (!wish.url.isEmpty()) {
        if (wish.fips || wish.dualStack) {
            return failure(u"An endpoint of your own (%1) cannot be combined with AWS's %2 endpoints: unset %3."_s.arg(
                wish.url, wish.fips ? u"FIPS"_s : u"dual-stack"_s,
                wish.fips ? u"AWS_USE_FIPS_ENDPOINT"_s : u"AWS_USE_DUALSTACK_ENDPOINT"_s));
        }
        return wish.url;
    }
    static const QRegularExpression shape(u"^[a-z0-9][a-z0-9-]{0,62}$"_s);
    if (!shape.match(wish.region).hasMatch()) {
        return failure(u"\"%1\" is no region of AWS. Name one as in xray://eu-west-1."_s.arg(wish.region));
    }
    const Partition& partition = partitionOf(wish.region);
    if (wish.dualStack && partition.dualStackSuffix.isEmpty()) {
        return failure(u"Region %1 has no dual-stack endpoints: unset AWS_USE_DUALSTACK_ENDPOINT."_s.arg(wish.region));
    }
    return u"https://%1.%2.%3"_s.arg(wish.fips ? u"xray-fips"_s : u"xray"_s, wish.region,
        QString(wish.dualStack ? partition.dualStackSuffix : partition.suffix));
}

QString serviceEndpoint(const QString& service, const QString& region)
{
    return u"https://%1.%2.%3"_s.arg(service, region, QString(partitionOf(region).suffix));
}

QString regionOfHost(const QString& host)
{
    static const QRegularExpression shape(
        u"^(?:vpce-[^.]+\\.)?xray(?:-fips)?\\.([a-z0-9-]+)\\.(?:vpce\\.)?(?:amazonaws|api|c2s|sc2s|csp|cloud)\\."_s);
    return shape.match(host).captured(1);
}

} // namespace fluoroscope
