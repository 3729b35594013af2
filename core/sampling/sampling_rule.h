// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A sampling rule: which requests an SDK asks it about, and what share of them it lets be recorded
// (reference 1.8, 5.9).
#pragma once

#include "core/state/refusal.h"
#include "core/state/resource_name.h"
#include "core/time/timestamp.h"

#include <QMap>
#include <vector>

namespace fluoroscope {

inline constexpr int kDefaultRulePriority = 10000; // after all others, which have 1 to 9999

struct SamplingBoost {
    double maxRate = 0; // 0 to 1
    qint64 cooldownMinutes = 0;
    bool operator==(const SamplingBoost&) const = default;
};

// As it stands it is Default, with which a developer sees everything. Texts are wildcards: * for any run, ? for one
// character.
struct SamplingRule {
    QString name = defaultName();
    QString arn;
    QString resourceArn = QStringLiteral("*");
    int priority = kDefaultRulePriority; // the lowest that matches decides
    double fixedRate = 1; // 0 to 1, of what the reservoir does not take
    qint64 reservoirSize = 1; // requests a second, all clients together
    QString serviceName = QStringLiteral("*");
    QString serviceType = QStringLiteral("*");
    QString host = QStringLiteral("*");
    QString httpMethod = QStringLiteral("*");
    QString urlPath = QStringLiteral("*");
    QMap<QString, QString> attributes;
    std::optional<SamplingBoost> boost;

    [[nodiscard]] bool isDefault() const { return name == defaultName(); }
    bool operator==(const SamplingRule&) const = default;
};

// A rule with when it was made and last changed.
struct SamplingRuleRecord {
    SamplingRule rule;
    Timestamp created{};
    Timestamp modified{};
    bool operator==(const SamplingRuleRecord&) const = default;
};

// X-Ray's members SamplingRule and SamplingRuleRecord. The SDKs take a rule only if all of them are there, Attributes
// and the times too, and the times are numbers.
QJsonObject toJson(const SamplingRule& rule);
QJsonObject toJson(const SamplingRuleRecord& record);
// What is left out is as in a SamplingRule that was not touched.
SamplingRule samplingRuleFromJson(const QJsonObject& rule);
SamplingRuleRecord samplingRuleRecordFromJson(const QJsonObject& record);

// Refuses what X-Ray does not accept of a rule, but for lengths of texts.
Configured<void> checkSamplingRule(const SamplingRule& rule);

// As SDKs try them: by priority, then by name.
void sortSamplingRules(std::vector<SamplingRuleRecord>& rules);

} // namespace fluoroscope
