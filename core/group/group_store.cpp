// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/group/group_store.h"

#include "core/filter/filter_parser.h"

#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString defaultArn(const ServicePlace& place)
{
    return place.arn(u"group/"_s + defaultName());
}

GroupRecord recordFrom(const QString& arn, const QJsonObject& stored)
{
    const QJsonValue insights = stored.value("InsightsConfiguration"_L1);
    return {stored.value("GroupName"_L1).toString(), arn, stored.value("FilterExpression"_L1).toString(),
        insights["InsightsEnabled"_L1].toBool(), insights["NotificationsEnabled"_L1].toBool()};
}

std::vector<GroupRecord> recordsIn(const QJsonObject& state, const ServicePlace& place)
{
    const QString own = defaultArn(place);
    std::vector<GroupRecord> records{recordFrom(own, state.value(own).toObject())};
    records.front().name = defaultName();
    for (auto entry = state.begin(); entry != state.end(); ++entry) {
        if (entry.key() != own) {
            records.push_back(recordFrom(entry.key(), entry.value().toObject()));
        }
    }
    std::sort(records.begin() + 1, records.end(),
        [](const GroupRecord& left, const GroupRecord& right) { return left.name < right.name; });
    return records;
}

Configured<GroupRecord> find(const QJsonObject& state, const ServicePlace& place, const GroupKey& key)
{
    if (key.name.isEmpty() && key.arn.isEmpty()) {
        return refused(u"Say which group is meant: by GroupName or by GroupARN."_s);
    }
    const std::vector<GroupRecord> records = recordsIn(state, place);
    const auto found = std::find_if(records.begin(), records.end(),
        [&](const GroupRecord& group) { return key.arn.isEmpty() ? group.name == key.name : group.arn == key.arn; });
    if (found == records.end()) {
        return refused(u"There is no group %1."_s.arg(key.arn.isEmpty() ? key.name : key.arn));
    }
    return *found;
}

Configured<void> checkFilter(const QString& text)
{
    const auto filter = parseFilter(text);
    if (!filter) {
        return refused(
            u"FilterExpression, character %1: %2"_s.arg(filter.error().position + 1).arg(filter.error().message));
    }
    if (namesGroups(*filter)) {
        return refused(u"FilterExpression: the filter of a group cannot speak of groups."_s);
    }
    return {};
}

Configured<void> apply(const GroupChange& change, GroupRecord& group)
{
    if (change.filter) {
        if (auto checked = checkFilter(*change.filter); !checked) {
            return checked;
        }
        group.filter = *change.filter;
    }
    group.insights = change.insights.value_or(group.insights);
    // Who turns insights off means the notifications of them, too.
    group.notifications = change.notifications.value_or(group.notifications && group.insights);
    if (group.notifications && !group.insights) {
        return refused(u"NotificationsEnabled needs InsightsEnabled."_s);
    }
    return {};
}

void keep(QJsonObject& state, const GroupRecord& group, const Tags& tags)
{
    QJsonObject stored = toJson(group);
    setTagsOfRecord(stored, tags);
    state.insert(group.arn, stored);
}

} // namespace

QJsonObject toJson(const GroupRecord& group)
{
    return {{u"GroupName"_s, group.name}, {u"GroupARN"_s, group.arn}, {u"FilterExpression"_s, group.filter},
        {u"InsightsConfiguration"_s,
            QJsonObject{{u"InsightsEnabled"_s, group.insights}, {u"NotificationsEnabled"_s, group.notifications}}}};
}

Result<std::vector<TraceGroup>> groupsOf(StateStore& store, const ServicePlace& place)
{
    const auto records = groupRecords(store, place);
    if (!records) {
        return failure(records.error().message);
    }
    std::vector<TraceGroup> groups;
    for (const GroupRecord& record : *records) {
        const auto filter = parseFilter(record.filter);
        if (!filter) { // written by another version of this program
            return failure(u"The filter of the group %1 cannot be read: %2 Update the group."_s.arg(
                record.name, filter.error().message));
        }
        groups.push_back({record.name, record.arn, *filter});
    }
    return groups;
}

Configured<std::vector<GroupRecord>> groupRecords(StateStore& store, const ServicePlace& place)
{
    return configured(store, groupState()).map([&](const QJsonObject& state) { return recordsIn(state, place); });
}

Configured<GroupRecord> groupRecord(StateStore& store, const ServicePlace& place, const GroupKey& key)
{
    return configured(store, groupState()).and_then([&](const QJsonObject& state) { return find(state, place, key); });
}

Configured<GroupRecord> createGroup(
    StateStore& store, const ServicePlace& place, const QString& name, const GroupChange& content, const Tags& tags)
{
    GroupRecord group;
    group.name = name;
    group.arn = place.arn(u"group/%1/%2"_s.arg(name, QUuid::createUuid().toString(QUuid::Id128).toUpper()));
    if (const auto checked = checkTags(tags, group.arn); !checked) {
        return tl::unexpected(checked.error());
    }
    if (name == defaultName()) {
        return refused(u"The name Default is reserved for the group that has every trace."_s);
    }
    if (const auto applied = apply(content, group); !applied) {
        return tl::unexpected(applied.error());
    }
    return changeConfigured<GroupRecord>(store, groupState(), [&](QJsonObject& state) -> Configured<GroupRecord> {
        if (find(state, place, {name, {}})) {
            return refused(u"There is a group %1 already."_s.arg(name));
        }
        if (state.size() >= kMaxGroups) {
            return refused(u"The session has %1 groups, which is as many as it keeps."_s.arg(kMaxGroups));
        }
        keep(state, group, tags);
        return group;
    });
}

Configured<GroupRecord> updateGroup(
    StateStore& store, const ServicePlace& place, const GroupKey& key, const GroupChange& change)
{
    return changeConfigured<GroupRecord>(store, groupState(), [&](QJsonObject& state) -> Configured<GroupRecord> {
        auto group = find(state, place, key);
        if (!group) {
            return group;
        }
        if (group->name == defaultName() && change.filter && !change.filter->isEmpty()) {
            return refused(u"The group Default has every trace: it takes no FilterExpression."_s);
        }
        if (const auto applied = apply(change, *group); !applied) {
            return tl::unexpected(applied.error());
        }
        keep(state, *group, tagsOfRecord(state.value(group->arn).toObject()));
        return group;
    });
}

Configured<void> deleteGroup(StateStore& store, const ServicePlace& place, const GroupKey& key)
{
    return changeConfigured<void>(store, groupState(), [&](QJsonObject& state) -> Configured<void> {
        const auto group = find(state, place, key);
        if (!group) {
            return tl::unexpected(group.error());
        }
        if (group->name == defaultName()) {
            return refused(u"The group Default cannot be deleted."_s);
        }
        state.remove(group->arn);
        return {};
    });
}

} // namespace fluoroscope
