// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Settings that are kept and given back, and change nothing here: the encryption of what is stored, where segments go,
// and how many of those are indexed (reference 5.11, 5.12).
#include "app/api/state_operation.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString encryptionState()
{
    return u"encryption"_s;
}
QString destinationState()
{
    return u"segment-destination"_s;
}
QString indexingState()
{
    return u"indexing-rule"_s;
}

// AWS takes a while to change over; whoever asks after the change finds it done.
QJsonObject encryption(QJsonObject config, const QString& status)
{
    if (!config.contains("Type"_L1)) {
        config.insert(u"Type"_s, u"NONE"_s);
    }
    config.insert(u"Status"_s, status);
    return {{u"EncryptionConfig"_s, config}};
}

ApiResult getEncryption(const StateContext& context, const QJsonObject&)
{
    return answered(configured(context.state, encryptionState()),
        [](const QJsonObject& config) { return encryption(config, u"ACTIVE"_s); });
}

ApiResult putEncryption(const StateContext& context, const QJsonObject& input)
{
    const QString type = input.value("Type"_L1).toString();
    const QString key = input.value("KeyId"_L1).toString();
    if (key.isEmpty() != (type == "NONE"_L1)) {
        return invalidRequest(key.isEmpty() ? u"KeyId is missing: the type KMS needs one."_s
                                            : u"KeyId must be left out for the type NONE."_s);
    }
    return answered(changeConfigured<QJsonObject>(context.state, encryptionState(),
                        [&](QJsonObject& config) -> Configured<QJsonObject> {
                            config = {{u"Type"_s, type}};
                            if (!key.isEmpty()) {
                                config.insert(u"KeyId"_s, key);
                            }
                            return config;
                        }),
        [](const QJsonObject& config) { return encryption(config, u"UPDATING"_s); });
}

QJsonObject destination(const QJsonObject& state, const QString& status)
{
    return {{u"Destination"_s, state.value("Destination"_L1).toString(u"XRay"_s)}, {u"Status"_s, status}};
}

ApiResult getDestination(const StateContext& context, const QJsonObject&)
{
    return answered(configured(context.state, destinationState()),
        [](const QJsonObject& state) { return destination(state, u"ACTIVE"_s); });
}

ApiResult updateDestination(const StateContext& context, const QJsonObject& input)
{
    return answered(changeConfigured<QJsonObject>(context.state, destinationState(),
                        [&](QJsonObject& state) -> Configured<QJsonObject> {
                            if (const QJsonValue wanted = input.value("Destination"_L1); wanted.isString()) {
                                state.insert(u"Destination"_s, wanted);
                            }
                            return state;
                        }),
        [](const QJsonObject& state) { return destination(state, u"PENDING"_s); });
}

// AWS indexes 1 % unless told otherwise; here all is indexed, and says so until it is changed.
QJsonObject indexingRule(const QJsonObject& state)
{
    const double percentage = state.value("Percentage"_L1).toDouble(100);
    return {{u"Name"_s, defaultName()}, {u"ModifiedAt"_s, state.value("ModifiedAt"_L1).toDouble()},
        {u"Rule"_s,
            QJsonObject{{u"Probabilistic"_s,
                QJsonObject{
                    {u"DesiredSamplingPercentage"_s, percentage}, {u"ActualSamplingPercentage"_s, percentage}}}}}};
}

ApiResult getIndexingRules(const StateContext& context, const QJsonObject& input)
{
    if (const auto wrong = strayToken(input)) {
        return tl::unexpected(*wrong);
    }
    return answered(configured(context.state, indexingState()), [](const QJsonObject& state) {
        return QJsonObject{{u"IndexingRules"_s, QJsonArray{indexingRule(state)}}};
    });
}

ApiResult updateIndexingRule(const StateContext& context, const QJsonObject& input)
{
    const QString name = input.value("Name"_L1).toString();
    if (name != defaultName()) {
        return tl::unexpected(errorOf(
            {u"ResourceNotFoundException"_s, u"There is no indexing rule %1: only Default."_s.arg(name), name}));
    }
    const QJsonValue wanted = input.value("Rule"_L1)["Probabilistic"_L1]["DesiredSamplingPercentage"_L1];
    if (!wanted.isDouble()) {
        return invalidRequest(u"Rule.Probabilistic is missing: it is the only kind of indexing rule."_s);
    }
    if (wanted.toDouble() < 0 || wanted.toDouble() > 100) {
        return invalidRequest(u"Rule.Probabilistic.DesiredSamplingPercentage must be from 0 to 100."_s);
    }
    return answered(changeConfigured<QJsonObject>(context.state, indexingState(),
                        [&](QJsonObject& state) -> Configured<QJsonObject> {
                            state = {{u"Percentage"_s, wanted}, {u"ModifiedAt"_s, toEpochSeconds(context.time)}};
                            return state;
                        }),
        [](const QJsonObject& state) {
            return QJsonObject{{u"IndexingRule"_s, indexingRule(state)}};
        });
}

} // namespace

std::vector<ApiOperation> settingOperations()
{
    const InputShape probabilistic = structureShape({required(u"DesiredSamplingPercentage"_s, numberShape())});
    return asApiOperations({
        {u"GetEncryptionConfig"_s, u"/EncryptionConfig"_s, structureShape({}), getEncryption},
        {u"PutEncryptionConfig"_s, u"/PutEncryptionConfig"_s,
            structureShape(
                {optional(u"KeyId"_s, textShape(1, 3000)), required(u"Type"_s, choiceShape({u"NONE"_s, u"KMS"_s}))}),
            putEncryption},
        {u"GetTraceSegmentDestination"_s, u"/GetTraceSegmentDestination"_s, structureShape({}), getDestination},
        {u"UpdateTraceSegmentDestination"_s, u"/UpdateTraceSegmentDestination"_s,
            structureShape({optional(u"Destination"_s, choiceShape({u"XRay"_s, u"CloudWatchLogs"_s}))}),
            updateDestination},
        {u"GetIndexingRules"_s, u"/GetIndexingRules"_s, structureShape({optional(u"NextToken"_s, textShape())}),
            getIndexingRules},
        {u"UpdateIndexingRule"_s, u"/UpdateIndexingRule"_s,
            structureShape({required(u"Name"_s, textShape()),
                required(u"Rule"_s, structureShape({optional(u"Probabilistic"_s, probabilistic)}))}),
            updateIndexingRule},
    });
}

} // namespace fluoroscope
