// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/redaction/redaction_preview.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

RedactionTally::RedactionTally(const Redaction& redaction, qsizetype most)
    : m_most(most)
{
    for (const auto& [chosen, rule] :
        {std::pair(redaction.urls, RedactionRule::Urls), std::pair(redaction.clients, RedactionRule::Clients),
            std::pair(redaction.users, RedactionRule::Users), std::pair(redaction.sql, RedactionRule::Sql),
            std::pair(!redaction.annotations.isEmpty(), RedactionRule::Annotations),
            std::pair(!redaction.metadata.isEmpty(), RedactionRule::Metadata)}) {
        if (chosen) {
            m_rules.push_back({{rule}, {}, {}});
        }
    }
}

void RedactionTally::add(const std::vector<RedactionChange>& changes)
{
    for (const RedactionChange& change : changes) {
        const auto rule = std::find_if(
            m_rules.begin(), m_rules.end(), [&](const Rule& each) { return each.sum.rule == change.rule; });
        Q_ASSERT(rule != m_rules.end());
        ++rule->sum.changes;
        const QString key = change.path + u'\0' + change.before + u'\0' + change.after;
        std::vector<RedactionExample>& examples = rule->sum.examples;
        if (const auto known = rule->examples.constFind(key); known != rule->examples.cend()) {
            ++examples[*known].count;
        } else if (static_cast<qsizetype>(examples.size()) < m_most) {
            rule->examples.insert(key, examples.size());
            examples.push_back({change.path, change.before, change.after, 1});
        } else {
            rule->others.insert(qHash(key));
        }
    }
}

std::vector<RedactionSum> RedactionTally::sums() const
{
    std::vector<RedactionSum> sums;
    for (const Rule& rule : m_rules) {
        sums.push_back(rule.sum);
        sums.back().distinct = static_cast<qint64>(rule.sum.examples.size()) + rule.others.size();
    }
    return sums;
}

} // namespace fluoroscope
