// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sampling/sampling_rule.h"

#include <algorithm>
#include <limits>
#include <tuple>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr qint64 kMaxReservoir = std::numeric_limits<qint32>::max(); // of X-Ray's type Integer

} // namespace

QJsonObject toJson(const SamplingRule& rule)
{
    QJsonObject attributes;
    for (auto attribute = rule.attributes.begin(); attribute != rule.attributes.end(); ++attribute) {
        attributes.insert(attribute.key(), attribute.value());
    }
    QJsonObject json{{u"RuleName"_s, rule.name}, {u"RuleARN"_s, rule.arn}, {u"ResourceARN"_s, rule.resourceArn},
        {u"Priority"_s, rule.priority}, {u"FixedRate"_s, rule.fixedRate}, {u"ReservoirSize"_s, rule.reservoirSize},
        {u"ServiceName"_s, rule.serviceName}, {u"ServiceType"_s, rule.serviceType}, {u"Host"_s, rule.host},
        {u"HTTPMethod"_s, rule.httpMethod}, {u"URLPath"_s, rule.urlPath}, {u"Version"_s, 1},
        {u"Attributes"_s, attributes}};
    if (rule.boost) {
        json.insert(u"SamplingRateBoost"_s,
            QJsonObject{
                {u"MaxRate"_s, rule.boost->maxRate}, {u"CooldownWindowMinutes"_s, rule.boost->cooldownMinutes}});
    }
    return json;
}

QJsonObject toJson(const SamplingRuleRecord& record)
{
    return {{u"SamplingRule"_s, toJson(record.rule)}, {u"CreatedAt"_s, toEpochSeconds(record.created)},
        {u"ModifiedAt"_s, toEpochSeconds(record.modified)}};
}

SamplingRule samplingRuleFromJson(const QJsonObject& json)
{
    SamplingRule rule;
    rule.name = json.value("RuleName"_L1).toString(rule.name);
    rule.arn = json.value("RuleARN"_L1).toString();
    rule.resourceArn = json.value("ResourceARN"_L1).toString(rule.resourceArn);
    rule.priority = json.value("Priority"_L1).toInt(rule.priority);
    rule.fixedRate = json.value("FixedRate"_L1).toDouble(rule.fixedRate);
    rule.reservoirSize = json.value("ReservoirSize"_L1).toInteger(rule.reservoirSize);
    rule.serviceName = json.value("ServiceName"_L1).toString(rule.serviceName);
    rule.serviceType = json.value("ServiceType"_L1).toString(rule.serviceType);
    rule.host = json.value("Host"_L1).toString(rule.host);
    rule.httpMethod = json.value("HTTPMethod"_L1).toString(rule.httpMethod);
    rule.urlPath = json.value("URLPath"_L1).toString(rule.urlPath);
    const QJsonObject attributes = json.value("Attributes"_L1).toObject();
    for (auto attribute = attributes.begin(); attribute != attributes.end(); ++attribute) {
        rule.attributes.insert(attribute.key(), attribute.value().toString());
    }
    if (const QJsonValue boost = json.value("SamplingRateBoost"_L1); boost.isObject()) {
        rule.boost = {boost["MaxRate"_L1].toDouble(), boost["CooldownWindowMinutes"_L1].toInteger()};
    }
    return rule;
}

SamplingRuleRecord samplingRuleRecordFromJson(const QJsonObject& record)
{
    return {samplingRuleFromJson(record.value("SamplingRule"_L1).toObject()),
        fromEpochSeconds(record.value("CreatedAt"_L1).toDouble()),
        fromEpochSeconds(record.value("ModifiedAt"_L1).toDouble())};
}

Configured<void> checkSamplingRule(const SamplingRule& rule)
{
    if (rule.name.isEmpty()) {
        return refused(u"A sampling rule needs a RuleName."_s);
    }
    if (!rule.isDefault() && (rule.priority < 1 || rule.priority >= kDefaultRulePriority)) {
        return refused(u"Priority is %1: it must be from 1 to %2."_s.arg(rule.priority).arg(kDefaultRulePriority - 1));
    }
    if (!(rule.fixedRate >= 0 && rule.fixedRate <= 1)) {
        return refused(u"FixedRate is %1: it must be from 0 to 1, as 0.05 for 5 %."_s.arg(rule.fixedRate));
    }
    if (rule.reservoirSize < 0 || rule.reservoirSize > kMaxReservoir) {
        return refused(u"ReservoirSize is %1: it must be from 0 to %2."_s.arg(rule.reservoirSize).arg(kMaxReservoir));
    }
    return {};
}

void sortSamplingRules(std::vector<SamplingRuleRecord>& rules)
{
    std::sort(rules.begin(), rules.end(), [](const SamplingRuleRecord& left, const SamplingRuleRecord& right) {
        return std::tie(left.rule.priority, left.rule.name) < std::tie(right.rule.priority, right.rule.name);
    });
}

} // namespace fluoroscope
