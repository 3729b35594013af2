// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a redaction would change, summed up for a person who decides: per rule how much, and examples.
#pragma once

#include "core/redaction/redactor.h"

#include <QSet>
#include <vector>

namespace fluoroscope {

struct RedactionExample {
    QString path;
    QString before;
    QString after;
    qint64 count = 0; // how often this very change is made
};

struct RedactionSum {
    RedactionRule rule = RedactionRule::Urls;
    qint64 changes = 0;
    qint64 distinct = 0;
    std::vector<RedactionExample> examples = {}; // the first ones that came
};

struct RedactionPreview {
    std::vector<RedactionSum> rules; // each rule of the redaction, also one that changes nothing
    qint64 traces = 0;
    qint64 documents = 0; // that would be handed on
    qint64 leftOut = 0; // that cannot be redacted and would be left out
};

// Adds up changes, with up to `most` examples for each rule.
class RedactionTally {
public:
    RedactionTally(const Redaction& redaction, qsizetype most);

    void add(const std::vector<RedactionChange>& changes);
    [[nodiscard]] std::vector<RedactionSum> sums() const;

private:
    struct Rule {
        RedactionSum sum;
        QHash<QString, std::size_t> examples; // index by path, before and after
        QSet<size_t> others; // hashes of the distinct changes without an example
    };

    qsizetype m_most;
    std::vector<Rule> m_rules;
};

} // namespace fluoroscope
