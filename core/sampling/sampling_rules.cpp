// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/sampling/sampling_rules.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr auto kModified = "LastRuleModification"_L1; // beside the rules, since a removed one cannot tell

QString arnOf(const ServicePlace& place, const QString& name)
{
    return place.arn(u"sampling-rule/"_s + name);
}

SamplingRules rulesIn(const QJsonObject& state, const ServicePlace& place)
{
    SamplingRules rules;
    rules.modified = fromEpochSeconds(state.value(kModified).toDouble());
    const QString own = arnOf(place, defaultName());
    rules.records.push_back(samplingRuleRecordFromJson(state.value(own).toObject()));
    rules.records.front().rule.arn = own;
    for (auto entry = state.begin(); entry != state.end(); ++entry) {
        if (entry.value().isObject() && entry.key() != own) {
            rules.records.push_back(samplingRuleRecordFromJson(entry.value().toObject()));
        }
    }
    sortSamplingRules(rules.records);
    return rules;
}

Configured<SamplingRuleRecord> find(const QJsonObject& state, const ServicePlace& place, const SamplingRuleKey& key)
{
    if (key.name.isEmpty() == key.arn.isEmpty()) {
        return refused(u"Say which sampling rule is meant: by RuleName or by RuleARN, and not by both."_s);
    }
    const std::vector<SamplingRuleRecord> records = rulesIn(state, place).records;
    const auto found = std::find_if(records.begin(), records.end(), [&](const SamplingRuleRecord& record) {
        return key.arn.isEmpty() ? record.rule.name == key.name : record.rule.arn == key.arn;
    });
    if (found == records.end()) {
        return refused(u"There is no sampling rule %1."_s.arg(key.arn.isEmpty() ? key.name : key.arn));
    }
    return *found;
}

void keep(QJsonObject& state, const SamplingRuleRecord& record, const Tags& tags)
{
    QJsonObject stored = toJson(record);
    setTagsOfRecord(stored, tags);
    state.insert(record.rule.arn, stored);
}

// Never the same twice, nor earlier than before, also where the clock stands or was set back: an SDK fetches the rules
// again when it sees a later time.
Timestamp touch(QJsonObject& state, Timestamp now)
{
    const Timestamp before = fromEpochSeconds(state.value(kModified).toDouble());
    const Timestamp modified = std::max(now, before + std::chrono::milliseconds(1));
    state.insert(kModified, toEpochSeconds(modified));
    return modified;
}

Configured<void> checkUpdateOfDefault(const QJsonObject& update)
{
    static const QStringList allowed{
        u"RuleName"_s, u"RuleARN"_s, u"FixedRate"_s, u"ReservoirSize"_s, u"SamplingRateBoost"_s};
    const QJsonObject before = toJson(SamplingRule());
    for (auto member = update.begin(); member != update.end(); ++member) {
        if (!allowed.contains(member.key()) && !member.value().isNull()
            && member.value() != before.value(member.key())) {
            return refused(
                u"%1 of the sampling rule Default cannot be changed: only FixedRate, ReservoirSize and SamplingRateBoost."_s
                    .arg(member.key()));
        }
    }
    return {};
}

} // namespace

Configured<SamplingRules> samplingRules(StateStore& store, const ServicePlace& place)
{
    return configured(store, samplingRuleState()).map([&](const QJsonObject& state) { return rulesIn(state, place); });
}

Configured<SamplingRuleRecord> createSamplingRule(
    StateStore& store, const ServicePlace& place, SamplingRule rule, const Tags& tags, Timestamp now)
{
    rule.arn = arnOf(place, rule.name);
    auto checked = checkSamplingRule(rule).and_then([&] { return checkTags(tags, rule.arn); });
    if (!checked) {
        return tl::unexpected(checked.error());
    }
    return changeConfigured<SamplingRuleRecord>(
        store, samplingRuleState(), [&](QJsonObject& state) -> Configured<SamplingRuleRecord> {
            if (find(state, place, {rule.name, {}})) {
                return refused(u"There is a sampling rule %1 already."_s.arg(rule.name));
            }
            if (std::ssize(rulesIn(state, place).records) > kMaxCustomRules) { // Default is one of them
                return tl::unexpected(Refusal{u"RuleLimitExceededException"_s,
                    u"There are %1 sampling rules besides Default, which is as many as X-Ray takes."_s.arg(
                        kMaxCustomRules),
                    {}});
            }
            const Timestamp time = touch(state, now);
            const SamplingRuleRecord record{rule, time, time};
            keep(state, record, tags);
            return record;
        });
}

Configured<SamplingRuleRecord> updateSamplingRule(
    StateStore& store, const ServicePlace& place, const SamplingRuleKey& key, const QJsonObject& update, Timestamp now)
{
    return changeConfigured<SamplingRuleRecord>(
        store, samplingRuleState(), [&](QJsonObject& state) -> Configured<SamplingRuleRecord> {
            auto record = find(state, place, key);
            if (!record) {
                return record;
            }
            QJsonObject changed = toJson(record->rule);
            for (auto member = update.begin(); member != update.end(); ++member) {
                if (!member.value().isNull() && !member.key().startsWith("Rule"_L1)) {
                    changed.insert(member.key(), member.value());
                }
            }
            auto checked = record->rule.isDefault() ? checkUpdateOfDefault(update) : Configured<void>();
            record->rule = samplingRuleFromJson(changed);
            checked = checked.and_then([&] { return checkSamplingRule(record->rule); });
            if (!checked) {
                return tl::unexpected(checked.error());
            }
            record->modified = touch(state, now);
            keep(state, *record, tagsOfRecord(state.value(record->rule.arn).toObject()));
            return record;
        });
}

Configured<SamplingRuleRecord> deleteSamplingRule(
    StateStore& store, const ServicePlace& place, const SamplingRuleKey& key, Timestamp now)
{
    return changeConfigured<SamplingRuleRecord>(
        store, samplingRuleState(), [&](QJsonObject& state) -> Configured<SamplingRuleRecord> {
            auto record = find(state, place, key);
            if (record && record->rule.isDefault()) {
                return refused(u"The sampling rule Default cannot be deleted."_s);
            }
            if (record) {
                state.remove(record->rule.arn);
                touch(state, now);
            }
            return record;
        });
}

Configured<void> replaceSamplingRules(
    StateStore& store, const ServicePlace& place, const std::vector<SamplingRule>& rules, Timestamp now)
{
    return changeConfigured<void>(store, samplingRuleState(), [&](QJsonObject& state) -> Configured<void> {
        const QJsonObject before = state;
        const std::vector<SamplingRuleRecord> records = rulesIn(before, place).records;
        QJsonObject after{{kModified, before.value(kModified)}};
        std::vector<SamplingRuleRecord> changed;
        for (SamplingRule rule : rules) {
            rule.arn = arnOf(place, rule.name);
            const auto old = std::find_if(records.begin(), records.end(),
                [&](const SamplingRuleRecord& record) { return record.rule.arn == rule.arn; });
            if (old != records.end() && old->rule == rule) {
                if (before.contains(rule.arn)) {
                    after.insert(rule.arn, before.value(rule.arn));
                }
            } else {
                changed.push_back({rule, old == records.end() ? now : old->created, now});
            }
        }
        if (changed.empty() && after == before) {
            return {};
        }
        const Timestamp time = touch(after, now);
        for (SamplingRuleRecord& record : changed) {
            record.modified = time;
            keep(after, record, tagsOfRecord(before.value(record.rule.arn).toObject()));
        }
        state = after;
        return {};
    });
}

} // namespace fluoroscope
