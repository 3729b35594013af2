// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a client is told that reports what it sampled: its rates, its part of the reservoirs, and whether the rules have
// changed (reference 1.8).
#pragma once

#include "core/sampling/sampling_rules.h"
#include "core/sampling/sampling_statistics.h"

namespace fluoroscope {

struct SamplingTarget {
    QString rule;
    double fixedRate = 0;
    qint64 quota = 0; // requests a second
    Timestamp quotaExpiry{};
};

struct SamplingTargets {
    std::vector<SamplingTarget> targets; // as they were asked for
    QStringList unknown; // rules that there are not, or no longer
    Timestamp rulesModified{}; // no earlier than their last change; a client with older rules fetches them again
};

// Until the client's next report, in seconds; the SDKs count in tens.
inline constexpr int kTargetInterval = 10;

// Keeps the reports. Those of unknown rules are not. `opened`: when the session came into use; rules that a client
// fetched before may be another one's, and count as changed then.
Configured<SamplingTargets> reportSampling(StateStore& store, const ServicePlace& place,
    const std::vector<SamplingReport>& reports, Timestamp now, Timestamp opened = {});
Configured<std::vector<SamplingSummary>> samplingSummaries(StateStore& store, Timestamp now);

// Seconds since the epoch, or milliseconds as the Java SDKs send them.
Timestamp samplingTime(double number);

} // namespace fluoroscope
