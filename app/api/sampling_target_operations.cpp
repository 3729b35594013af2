// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// GetSamplingTargets, by which the SDKs report and learn their quotas, and GetSamplingStatisticSummaries, which sums
// the reports (reference 1.8, 5.9). Boosts are taken and counted nowhere: how X-Ray calculates them is not published.
#include "app/api/state_operation.h"
#include "core/sampling/sampling_targets.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QJsonObject unprocessed(const QString& rule)
{
    // The Go SDK fetches the rules again when the code begins with 4.
    return {{u"RuleName"_s, rule}, {u"ErrorCode"_s, u"400"_s},
        {u"Message"_s, u"There is no sampling rule %1."_s.arg(rule)}};
}

SamplingReport reportFrom(const QJsonValue& document)
{
    return {document["RuleName"_L1].toString(), document["ClientID"_L1].toString(),
        samplingTime(document["Timestamp"_L1].toDouble()),
        {document["RequestCount"_L1].toInteger(), document["SampledCount"_L1].toInteger(),
            document["BorrowCount"_L1].toInteger()}};
}

QJsonObject toJson(const SamplingTarget& target)
{
    return {{u"RuleName"_s, target.rule}, {u"FixedRate"_s, target.fixedRate}, {u"ReservoirQuota"_s, target.quota},
        {u"ReservoirQuotaTTL"_s, toEpochSeconds(target.quotaExpiry)}, {u"Interval"_s, kTargetInterval}};
}

// Rules without a boost, and those that there are not, cannot be boosted.
Configured<QJsonArray> refusedBoosts(const StateContext& context, const QJsonArray& documents)
{
    QJsonArray refused;
    if (documents.isEmpty()) {
        return refused;
    }
    const auto rules = samplingRules(context.state, context.place);
    if (!rules) {
        return tl::unexpected(rules.error());
    }
    for (const auto& document : documents) {
        const QString name = document["RuleName"_L1].toString();
        if (std::none_of(rules->records.begin(), rules->records.end(),
                [&](const SamplingRuleRecord& record) { return record.rule.name == name && record.rule.boost; })) {
            refused.append(QJsonObject{{u"RuleName"_s, name}, {u"ErrorCode"_s, u"400"_s},
                {u"Message"_s, u"There is no sampling rule %1 with a SamplingRateBoost."_s.arg(name)}});
        }
    }
    return refused;
}

ApiResult getSamplingTargets(const StateContext& context, const QJsonObject& input)
{
    std::vector<SamplingReport> reports;
    const QJsonArray documents = input.value("SamplingStatisticsDocuments"_L1).toArray();
    for (const auto& document : documents) {
        reports.push_back(reportFrom(document));
    }
    const auto boosts = refusedBoosts(context, input.value("SamplingBoostStatisticsDocuments"_L1).toArray());
    if (!boosts) {
        return tl::unexpected(errorOf(boosts.error()));
    }
    return answered(reportSampling(context.state, context.place, reports, context.time, context.opened),
        [&](const SamplingTargets& answer) {
            QJsonArray targets;
            for (const SamplingTarget& target : answer.targets) {
                targets.append(toJson(target));
            }
            QJsonArray unknown;
            for (const QString& rule : answer.unknown) {
                unknown.append(unprocessed(rule));
            }
            return QJsonObject{{u"SamplingTargetDocuments"_s, targets},
                {u"LastRuleModification"_s, toEpochSeconds(answer.rulesModified)},
                {u"UnprocessedStatistics"_s, unknown}, {u"UnprocessedBoostStatistics"_s, *boosts}};
        });
}

ApiResult getSummaries(const StateContext& context, const QJsonObject& input)
{
    if (const auto wrong = strayToken(input)) {
        return tl::unexpected(*wrong);
    }
    return answered(samplingSummaries(context.state, context.time), [](const std::vector<SamplingSummary>& summaries) {
        QJsonArray list;
        for (const SamplingSummary& summary : summaries) {
            list.append(QJsonObject{{u"RuleName"_s, summary.rule}, {u"Timestamp"_s, toEpochSeconds(summary.window)},
                {u"RequestCount"_s, summary.counts.requests}, {u"BorrowCount"_s, summary.counts.borrowed},
                {u"SampledCount"_s, summary.counts.sampled}});
        }
        return QJsonObject{{u"SamplingStatisticSummaries"_s, list}};
    });
}

InputShape statisticsDocument()
{
    return structureShape({required(u"RuleName"_s, textShape(1, 32)), required(u"ClientID"_s, textShape(24, 24)),
        required(u"Timestamp"_s, timeShape()), required(u"RequestCount"_s, integerShape(0)),
        required(u"SampledCount"_s, integerShape(0)), optional(u"BorrowCount"_s, integerShape(0))});
}

InputShape boostDocument()
{
    return structureShape({required(u"RuleName"_s, textShape(1, 32)), required(u"ServiceName"_s, textShape({}, 64)),
        required(u"Timestamp"_s, timeShape()), required(u"AnomalyCount"_s, integerShape(0)),
        required(u"TotalCount"_s, integerShape(0)), required(u"SampledAnomalyCount"_s, integerShape(0))});
}

} // namespace

std::vector<ApiOperation> samplingTargetOperations()
{
    return asApiOperations({
        {u"GetSamplingTargets"_s, u"/SamplingTargets"_s,
            structureShape({required(u"SamplingStatisticsDocuments"_s, listShape(statisticsDocument(), {}, 25)),
                optional(u"SamplingBoostStatisticsDocuments"_s, listShape(boostDocument(), {}, 25))}),
            getSamplingTargets},
        {u"GetSamplingStatisticSummaries"_s, u"/SamplingStatisticSummaries"_s,
            structureShape({optional(u"NextToken"_s, textShape())}), getSummaries},
    });
}

} // namespace fluoroscope
