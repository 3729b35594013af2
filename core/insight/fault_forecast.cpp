// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/insight/fault_forecast.h"

#include <algorithm>
#include <cmath>
#include <deque>

namespace fluoroscope {

namespace {

constexpr std::size_t kLeastBuckets = 10;
constexpr double kLeastRequests = 30;
constexpr std::size_t kNewNormal = 30; // buckets in a row
constexpr double kDeviations = 3;

using History = std::deque<FaultCount>;

// How much more the faults of single buckets scattered than by chance; at least 1.
double dispersion(const History& history, double rate)
{
    double sum = 0;
    for (const FaultCount& bucket : history) {
        const auto requests = static_cast<double>(bucket.total);
        const double residual = static_cast<double>(bucket.faults) - requests * rate;
        sum += residual * residual / (requests * rate * (1 - rate));
    }
    return std::max(1.0, sum / static_cast<double>(history.size() - 1));
}

std::optional<FaultRange> expected(const History& history, qint64 total)
{
    double faults = 0.5;
    double requests = 1;
    for (const FaultCount& bucket : history) {
        faults += static_cast<double>(bucket.faults);
        requests += static_cast<double>(bucket.total);
    }
    if (history.size() < kLeastBuckets || requests - 1 < kLeastRequests) {
        return std::nullopt;
    }
    const double rate = faults / requests;
    const auto count = static_cast<double>(total);
    const double variance = count * rate * (1 - rate) * (requests + count) / (requests + 1) * dispersion(history, rate);
    const double reach = kDeviations * std::sqrt(variance);
    const auto low = static_cast<qint64>(std::floor(count * rate - reach));
    const auto high = static_cast<qint64>(std::ceil(count * rate + reach));
    return FaultRange{std::max<qint64>(low, 0), std::min(high, total)};
}

} // namespace

std::vector<std::optional<FaultRange>> faultForecast(const std::vector<FaultCount>& series)
{
    std::vector<std::optional<FaultRange>> ranges;
    ranges.reserve(series.size());
    History history;
    History unexpected; // the last buckets in a row that were above their range
    for (const FaultCount& bucket : series) {
        ranges.push_back(expected(history, bucket.total));
        if (bucket.total <= 0) {
            continue;
        }
        if (ranges.back() && bucket.faults > ranges.back()->high) {
            unexpected.push_back(bucket);
            if (unexpected.size() < kNewNormal) {
                continue;
            }
            history.swap(unexpected);
        } else {
            history.push_back(bucket);
        }
        unexpected.clear();
        if (history.size() > kForecastHistory) {
            history.pop_front();
        }
    }
    return ranges;
}

} // namespace fluoroscope
