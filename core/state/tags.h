// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The tags of groups and sampling rules, which are kept with what they are on (reference 5.11).
#pragma once

#include "core/state/refusal.h"
#include "core/state/resource_name.h"

#include <QJsonArray>
#include <QMap>
#include <QStringList>

namespace fluoroscope {

// The state objects that hold groups and rules: from the ARN to the record.
inline QString groupState()
{
    return QStringLiteral("groups");
}
inline QString samplingRuleState()
{
    return QStringLiteral("sampling-rules");
}

using Tags = QMap<QString, QString>;

inline constexpr qsizetype kMaxTags = 50; // of one resource

// [{"Key": …, "Value": …}], both ways. Of two with one key, the last is taken.
Tags tagsFromJson(const QJsonArray& tags);
QJsonArray toJson(const Tags& tags);
// Refuses more than a resource may have, and keys that belong to AWS. `arn` is for the message.
Configured<void> checkTags(const Tags& tags, const QString& arn);

// Within the stored record of a group or rule.
Tags tagsOfRecord(const QJsonObject& record);
void setTagsOfRecord(QJsonObject& record, const Tags& tags);

// Of the group or rule with this ARN.
Configured<Tags> tagsOf(StateStore& store, const ServicePlace& place, const QString& arn);
Configured<void> addTags(StateStore& store, const ServicePlace& place, const QString& arn, const Tags& tags);
Configured<void> removeTags(StateStore& store, const ServicePlace& place, const QString& arn, const QStringList& keys);

} // namespace fluoroscope
