// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The sampling rules of a session: listed, made, changed and removed as X-Ray allows it (reference 5.9).
#pragma once

#include "core/sampling/sampling_rule.h"
#include "core/state/tags.h"

namespace fluoroscope {

inline constexpr qsizetype kMaxCustomRules = 25; // X-Ray's own, and as many as an SDK can report on in one request

// By name or by ARN, and not by both.
struct SamplingRuleKey {
    QString name;
    QString arn;
};

struct SamplingRules {
    std::vector<SamplingRuleRecord> records; // as SDKs try them; Default, which is always there, is the last
    Timestamp modified{}; // when any of them was made, changed or removed
};

Configured<SamplingRules> samplingRules(StateStore& store, const ServicePlace& place);
// `rule.arn` is given to it.
Configured<SamplingRuleRecord> createSamplingRule(
    StateStore& store, const ServicePlace& place, SamplingRule rule, const Tags& tags, Timestamp now);
// `update` has members of SamplingRule, which replace the rule's; of Default only the rate, the reservoir and the boost
// may be among them.
Configured<SamplingRuleRecord> updateSamplingRule(
    StateStore& store, const ServicePlace& place, const SamplingRuleKey& key, const QJsonObject& update, Timestamp now);
// Gives what it was. Its tags go with it.
Configured<SamplingRuleRecord> deleteSamplingRule(
    StateStore& store, const ServicePlace& place, const SamplingRuleKey& key, Timestamp now);
// Makes `rules` all that there are, with Default as the one among them. Those that stay as they were are not touched.
Configured<void> replaceSamplingRules(
    StateStore& store, const ServicePlace& place, const std::vector<SamplingRule>& rules, Timestamp now);

} // namespace fluoroscope
