// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How many faults of a service are to be expected in a span of time, by what it did before: X-Ray's forecast (reference
// 5.7), and what its insights call an anomaly.
#pragma once

#include "core/time/timestamp.h"

#include <optional>
#include <vector>

namespace fluoroscope {

// Completed requests to one service in one bucket of time.
struct FaultCount {
    Timestamp begin;
    qint64 faults = 0;
    qint64 total = 0;
};

// Inclusive.
struct FaultRange {
    qint64 low = 0;
    qint64 high = 0;
    bool operator==(const FaultRange&) const = default;
};

// How many buckets before one tell what is to be expected of it, at most.
inline constexpr std::size_t kForecastHistory = 60;

// Of each bucket of `series` (of equal length, by time, empty ones may be left out) the faults to be expected of as
// many requests, by the buckets before it; nothing where those are too few to tell: fewer than 10 with requests, or 30
// requests in all.
//
// The rate of faults is that of the last kForecastHistory buckets that were as expected, with half a fault and half a
// success added (Jeffreys' prior, so that a service that never failed may fail once). The range is three standard
// deviations of the beta-binomial count around the mean, wider where the faults came in bursts before (Pearson's
// dispersion). So about one bucket in a thousand lies outside by chance. Buckets above their range do not count as
// history, until 30 of them in a row are the new normal.
std::vector<std::optional<FaultRange>> faultForecast(const std::vector<FaultCount>& series);

} // namespace fluoroscope
