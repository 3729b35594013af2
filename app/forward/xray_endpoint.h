// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Where AWS's services are: the endpoint of a region, by the rules of its partition (reference 8.2).
#pragma once

#include "core/result.h"

#include <QString>

namespace fluoroscope {

struct EndpointWish {
    QString region; // "eu-west-1"
    QString url = {}; // in place of AWS's own; empty: none
    bool fips = false;
    bool dualStack = false;
};

// X-Ray's, as "https://xray.eu-west-1.amazonaws.com". An error where the wishes contradict each other or the partition
// has no such endpoint.
Result<QString> xrayEndpoint(const EndpointWish& wish);

// The endpoint of another service in the region, as "https://sts.eu-west-1.amazonaws.com".
QString serviceEndpoint(const QString& service, const QString& region);

// The region within a host name of AWS, as in xray.eu-west-1.amazonaws.com; empty where it is none.
QString regionOfHost(const QString& host);

} // namespace fluoroscope
