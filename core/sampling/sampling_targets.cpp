// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sampling/sampling_targets.h"

#include <QHash>

#include <algorithm>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr Duration kQuotaLife = 5min; // X-Ray's; a client that reports gets a new one long before
constexpr double kLeastMilliseconds = 1e11; // the year 5138 in seconds, 1973 in milliseconds
constexpr double kMostSeconds = 1e11;

QString statisticsState()
{
    return u"sampling-statistics"_s;
}

// The SDKs compare whole seconds with the one in which they fetched the rules, and would miss what changed later in it.
Timestamp laterSecond(Timestamp modified)
{
    return modified == Timestamp() ? modified : std::chrono::floor<std::chrono::seconds>(modified) + 1s;
}

} // namespace

Configured<SamplingTargets> reportSampling(StateStore& store, const ServicePlace& place,
    const std::vector<SamplingReport>& reports, Timestamp now, Timestamp opened)
{
    const auto rules = samplingRules(store, place);
    if (!rules) {
        return tl::unexpected(rules.error());
    }
    QHash<QString, SamplingRule> known;
    for (const SamplingRuleRecord& record : rules->records) {
        known.insert(record.rule.name, record.rule);
    }
    SamplingTargets answer;
    answer.rulesModified = laterSecond(std::max(rules->modified, opened));
    std::vector<SamplingReport> taken;
    for (const SamplingReport& report : reports) {
        if (known.contains(report.rule)) {
            taken.push_back(report);
        } else {
            answer.unknown.append(report.rule);
        }
    }
    if (taken.empty()) {
        return answer;
    }
    return changeConfigured<SamplingTargets>(
        store, statisticsState(), [&](QJsonObject& state) -> Configured<SamplingTargets> {
            SamplingStatistics statistics = SamplingStatistics::fromJson(state);
            for (const SamplingReport& report : taken) {
                statistics.add(report, now);
            }
            statistics.trim(now);
            for (const SamplingReport& report : taken) {
                const SamplingRule& rule = known[report.rule];
                answer.targets.push_back({rule.name, rule.fixedRate,
                    statistics.quota(rule.name, report.client, rule.reservoirSize, now), now + kQuotaLife});
            }
            state = statistics.toJson();
            return answer;
        });
}

Configured<std::vector<SamplingSummary>> samplingSummaries(StateStore& store, Timestamp now)
{
    return configured(store, statisticsState()).map([now](const QJsonObject& state) {
        return SamplingStatistics::fromJson(state).summaries(now);
    });
}

Timestamp samplingTime(double number)
{
    const double seconds = number > kLeastMilliseconds ? number / 1000 : number;
    return fromEpochSeconds(std::clamp(seconds, 0.0, kMostSeconds));
}

} // namespace fluoroscope
