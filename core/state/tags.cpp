// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/state/tags.h"

#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

tl::unexpected<Refusal> notFound(const QString& arn)
{
    return tl::unexpected(Refusal{
        u"ResourceNotFoundException"_s, u"There is no group or sampling rule with the ARN %1."_s.arg(arn), arn});
}

// Those that are there without having been made have no record until something of them is changed.
bool isThere(const QJsonObject& state, const ServicePlace& place, const QString& arn)
{
    return state.contains(arn) || arn == place.arn(u"group/"_s + defaultName())
        || arn == place.arn(u"sampling-rule/"_s + defaultName());
}

QString stateOf(const QString& arn)
{
    return arn.contains(":group/"_L1) ? groupState() : samplingRuleState();
}

Configured<void> changeTags(StateStore& store, const ServicePlace& place, const QString& arn,
    const std::function<Configured<void>(Tags&)>& change)
{
    return changeConfigured<void>(store, stateOf(arn), [&](QJsonObject& state) -> Configured<void> {
        if (!isThere(state, place, arn)) {
            return notFound(arn);
        }
        QJsonObject record = state.value(arn).toObject();
        Tags tags = tagsOfRecord(record);
        if (auto changed = change(tags); !changed) {
            return changed;
        }
        setTagsOfRecord(record, tags);
        state.insert(arn, record);
        return {};
    });
}

} // namespace

Tags tagsFromJson(const QJsonArray& tags)
{
    Tags read;
    for (const auto& tag : tags) {
        read.insert(tag["Key"_L1].toString(), tag["Value"_L1].toString());
    }
    return read;
}

QJsonArray toJson(const Tags& tags)
{
    QJsonArray list;
    for (auto tag = tags.begin(); tag != tags.end(); ++tag) {
        list.append(QJsonObject{{u"Key"_s, tag.key()}, {u"Value"_s, tag.value()}});
    }
    return list;
}

Configured<void> checkTags(const Tags& tags, const QString& arn)
{
    static const QRegularExpression allowed(u"^[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*$"_s);
    for (auto tag = tags.begin(); tag != tags.end(); ++tag) {
        if (tag.key().startsWith("aws:"_L1, Qt::CaseInsensitive)) {
            return refused(u"The tag key \"%1\" begins with aws:, which is reserved for AWS."_s.arg(tag.key()));
        }
        if (!allowed.match(tag.key()).hasMatch() || !allowed.match(tag.value()).hasMatch()) {
            return refused(
                u"The tag \"%1\" has other characters than letters, digits, spaces and _ . : / = + - @."_s.arg(
                    tag.key()));
        }
    }
    if (tags.size() > kMaxTags) {
        return tl::unexpected(Refusal{u"TooManyTagsException"_s,
            u"%1 tags are more than the %2 that a resource may have."_s.arg(tags.size()).arg(kMaxTags), arn});
    }
    return {};
}

Tags tagsOfRecord(const QJsonObject& record)
{
    const QJsonObject stored = record.value("Tags"_L1).toObject();
    Tags tags;
    for (auto tag = stored.begin(); tag != stored.end(); ++tag) {
        tags.insert(tag.key(), tag.value().toString());
    }
    return tags;
}

void setTagsOfRecord(QJsonObject& record, const Tags& tags)
{
    QJsonObject stored;
    for (auto tag = tags.begin(); tag != tags.end(); ++tag) {
        stored.insert(tag.key(), tag.value());
    }
    if (stored.isEmpty()) {
        record.remove("Tags"_L1);
    } else {
        record.insert("Tags"_L1, stored);
    }
}

Configured<Tags> tagsOf(StateStore& store, const ServicePlace& place, const QString& arn)
{
    return configured(store, stateOf(arn)).and_then([&](const QJsonObject& state) -> Configured<Tags> {
        if (!isThere(state, place, arn)) {
            return notFound(arn);
        }
        return tagsOfRecord(state.value(arn).toObject());
    });
}

Configured<void> addTags(StateStore& store, const ServicePlace& place, const QString& arn, const Tags& added)
{
    return changeTags(store, place, arn, [&](Tags& tags) {
        tags.insert(added);
        return checkTags(tags, arn);
    });
}

Configured<void> removeTags(StateStore& store, const ServicePlace& place, const QString& arn, const QStringList& keys)
{
    return changeTags(store, place, arn, [&](Tags& tags) -> Configured<void> {
        for (const QString& key : keys) {
            tags.remove(key);
        }
        return {};
    });
}

} // namespace fluoroscope
