// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Groups: CreateGroup, GetGroup, GetGroups, UpdateGroup, DeleteGroup (reference 5.8).
#include "app/api/state_operation.h"
#include "core/group/group_store.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QJsonObject withGroup(const GroupRecord& group)
{
    return {{u"Group"_s, toJson(group)}};
}

GroupKey keyIn(const QJsonObject& input)
{
    return {input.value("GroupName"_L1).toString(), input.value("GroupARN"_L1).toString()};
}

std::optional<bool> flag(const QJsonValue& value)
{
    return value.isBool() ? std::optional(value.toBool()) : std::nullopt;
}

GroupChange changeIn(const QJsonObject& input)
{
    GroupChange change;
    if (const QJsonValue filter = input.value("FilterExpression"_L1); filter.isString()) {
        change.filter = filter.toString();
    }
    const QJsonValue insights = input.value("InsightsConfiguration"_L1);
    change.insights = flag(insights["InsightsEnabled"_L1]);
    change.notifications = flag(insights["NotificationsEnabled"_L1]);
    return change;
}

ApiResult create(const StateContext& context, const QJsonObject& input)
{
    return answered(
        createGroup(context.state, context.place, keyIn(input).name, changeIn(input), tagsIn(input)), withGroup);
}

ApiResult get(const StateContext& context, const QJsonObject& input)
{
    return answered(groupRecord(context.state, context.place, keyIn(input)), withGroup);
}

ApiResult list(const StateContext& context, const QJsonObject& input)
{
    if (const auto wrong = strayToken(input)) {
        return tl::unexpected(*wrong);
    }
    return answered(groupRecords(context.state, context.place), [](const std::vector<GroupRecord>& records) {
        QJsonArray groups;
        for (const GroupRecord& record : records) {
            groups.append(toJson(record));
        }
        return QJsonObject{{u"Groups"_s, groups}};
    });
}

ApiResult update(const StateContext& context, const QJsonObject& input)
{
    return answered(updateGroup(context.state, context.place, keyIn(input), changeIn(input)), withGroup);
}

ApiResult remove(const StateContext& context, const QJsonObject& input)
{
    return answered(deleteGroup(context.state, context.place, keyIn(input)), [] { return QJsonObject(); });
}

} // namespace

std::vector<StateOperation> groupStateOperations()
{
    const InputMember filter = optional(u"FilterExpression"_s, textShape());
    const InputMember insights = optional(u"InsightsConfiguration"_s,
        structureShape(
            {optional(u"InsightsEnabled"_s, booleanShape()), optional(u"NotificationsEnabled"_s, booleanShape())}));
    const InputMember name = optional(u"GroupName"_s, textShape(1, 32));
    const InputMember arn = optional(u"GroupARN"_s, textShape(1, 400));
    return {
        {u"CreateGroup"_s, u"/CreateGroup"_s,
            structureShape(
                {required(u"GroupName"_s, textShape(1, 32)), filter, insights, optional(u"Tags"_s, tagListShape())}),
            create},
        {u"GetGroup"_s, u"/GetGroup"_s, structureShape({name, arn}), get},
        {u"GetGroups"_s, u"/Groups"_s, structureShape({optional(u"NextToken"_s, textShape(1, 100))}), list},
        {u"UpdateGroup"_s, u"/UpdateGroup"_s, structureShape({name, arn, filter, insights}), update},
        {u"DeleteGroup"_s, u"/DeleteGroup"_s, structureShape({name, arn}), remove},
    };
}

std::vector<ApiOperation> groupOperations()
{
    return asApiOperations(groupStateOperations());
}

} // namespace fluoroscope
