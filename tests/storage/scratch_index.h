// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the index has to say, computed from the journal alone and at once: the yardstick for the incremental one.
#pragma once

#include "tests/storage/session_fixture.h"

#include <map>
#include <tuple>

namespace fluoroscope::test {

struct ScratchIndex {
    using Refused = std::tuple<qint64, RejectionCode, QString>; // journal id, reason, message

    std::map<TraceId, TraceRow> rows;
    std::map<TraceId, ServiceGraph> graphs;
    std::vector<Refused> findings;
    qint64 documents = 0;
    qint64 segments = 0;

    [[nodiscard]] ServiceGraph graph(TimeRange range) const;
};

ScratchIndex indexFromScratch(const std::vector<JournalEntry>& journal);

// Every answer of `session` against its own journal. Its documents have to be indexed. `evicted`: what is not in the
// session any more may have left parts in documents that the rest needs; these do not count.
void compareWithScratch(Session& session, bool evicted = false);

} // namespace fluoroscope::test
