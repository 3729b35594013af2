// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// GetSamplingRules, which the SDKs poll, and the operations that change what it answers (reference 1.8, 5.9).
#include "app/api/state_operation.h"
#include "core/sampling/sampling_rules.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QJsonObject withRecord(const SamplingRuleRecord& record)
{
    return {{u"SamplingRuleRecord"_s, toJson(record)}};
}

SamplingRuleKey keyIn(const QJsonObject& input)
{
    return {input.value("RuleName"_L1).toString(), input.value("RuleARN"_L1).toString()};
}

ApiResult getSamplingRules(const StateContext& context, const QJsonObject& input)
{
    if (const auto wrong = strayToken(input)) {
        return tl::unexpected(*wrong);
    }
    return answered(samplingRules(context.state, context.place), [](const SamplingRules& rules) {
        QJsonArray records;
        for (const SamplingRuleRecord& record : rules.records) {
            records.append(toJson(record));
        }
        return QJsonObject{{u"SamplingRuleRecords"_s, records}};
    });
}

ApiResult createRule(const StateContext& context, const QJsonObject& input)
{
    const QJsonObject json = input.value("SamplingRule"_L1).toObject();
    if (json.value("Version"_L1) != 1) {
        return invalidRequest(u"SamplingRule.Version must be 1: there is no other yet."_s);
    }
    SamplingRule rule = samplingRuleFromJson(json);
    rule.name = json.value("RuleName"_L1).toString(); // none does not mean Default here
    return answered(createSamplingRule(context.state, context.place, rule, tagsIn(input), context.time), withRecord);
}

ApiResult updateRule(const StateContext& context, const QJsonObject& input)
{
    const QJsonObject update = input.value("SamplingRuleUpdate"_L1).toObject();
    return answered(updateSamplingRule(context.state, context.place, keyIn(update), update, context.time), withRecord);
}

ApiResult deleteRule(const StateContext& context, const QJsonObject& input)
{
    return answered(deleteSamplingRule(context.state, context.place, keyIn(input), context.time), withRecord);
}

// The members that CreateSamplingRule demands and UpdateSamplingRule lets stay. `bounded`: as the former bounds them.
InputShape ruleShape(bool bounded)
{
    const auto member = bounded ? required : optional;
    std::vector<InputMember> members{optional(u"RuleName"_s, textShape(1, 32)), optional(u"RuleARN"_s, textShape()),
        member(u"ResourceARN"_s, textShape({}, 500)),
        member(u"Priority"_s, bounded ? integerShape(1, 9999) : integerShape()),
        member(u"FixedRate"_s, bounded ? numberShape(0, 1) : numberShape()),
        member(u"ReservoirSize"_s, bounded ? integerShape(0) : integerShape()),
        member(u"ServiceName"_s, textShape({}, 64)), member(u"ServiceType"_s, textShape({}, 64)),
        member(u"Host"_s, textShape({}, 64)), member(u"HTTPMethod"_s, textShape({}, 10)),
        member(u"URLPath"_s, textShape({}, 128)),
        optional(u"Attributes"_s, mapShape(textShape(1, 32), textShape(1, 32), 5)),
        optional(u"SamplingRateBoost"_s,
            structureShape(
                {required(u"MaxRate"_s, numberShape(0, 1)), required(u"CooldownWindowMinutes"_s, integerShape(0))}))};
    if (bounded) {
        members.push_back(required(u"Version"_s, integerShape(1)));
    }
    return structureShape(members);
}

} // namespace

std::vector<StateOperation> samplingRuleStateOperations()
{
    return {
        {u"GetSamplingRules"_s, u"/GetSamplingRules"_s, structureShape({optional(u"NextToken"_s, textShape())}),
            getSamplingRules},
        {u"CreateSamplingRule"_s, u"/CreateSamplingRule"_s,
            structureShape({required(u"SamplingRule"_s, ruleShape(true)), optional(u"Tags"_s, tagListShape())}),
            createRule},
        {u"UpdateSamplingRule"_s, u"/UpdateSamplingRule"_s,
            structureShape({required(u"SamplingRuleUpdate"_s, ruleShape(false))}), updateRule},
        {u"DeleteSamplingRule"_s, u"/DeleteSamplingRule"_s,
            structureShape({optional(u"RuleName"_s, textShape()), optional(u"RuleARN"_s, textShape())}), deleteRule},
    };
}

std::vector<ApiOperation> samplingRuleOperations()
{
    return asApiOperations(samplingRuleStateOperations());
}

} // namespace fluoroscope
