// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The groups of a session: listed, made, changed and removed by X-Ray's rules (reference 5.8).
#pragma once

#include "core/group/trace_group.h"
#include "core/state/tags.h"

namespace fluoroscope {

// Ours, so that a session's groups stay a list that can be read at every question.
inline constexpr qsizetype kMaxGroups = 1000;

struct GroupRecord {
    QString name;
    QString arn;
    QString filter; // as it was written; empty: every trace
    bool insights = false;
    bool notifications = false; // only with insights
    bool operator==(const GroupRecord&) const = default;
};

// As members Group and GroupSummary have it.
QJsonObject toJson(const GroupRecord& group);

// By name or by ARN; the ARN counts where both are given.
struct GroupKey {
    QString name;
    QString arn;
};

// What is not given stays, or at creation is as in GroupRecord.
struct GroupChange {
    std::optional<QString> filter;
    std::optional<bool> insights;
    std::optional<bool> notifications;
};

// The group Default first, which is always there and has every trace, the others by name.
Result<std::vector<TraceGroup>> groupsOf(StateStore& store, const ServicePlace& place = {});

Configured<std::vector<GroupRecord>> groupRecords(StateStore& store, const ServicePlace& place = {});
Configured<GroupRecord> groupRecord(StateStore& store, const ServicePlace& place, const GroupKey& key);
// Refuses names that are taken, filters that cannot be read or name groups, and notifications without insights.
Configured<GroupRecord> createGroup(
    StateStore& store, const ServicePlace& place, const QString& name, const GroupChange& content, const Tags& tags);
// Of Default only the insights can be changed.
Configured<GroupRecord> updateGroup(
    StateStore& store, const ServicePlace& place, const GroupKey& key, const GroupChange& change);
// Its tags go with it.
Configured<void> deleteGroup(StateStore& store, const ServicePlace& place, const GroupKey& key);

} // namespace fluoroscope
