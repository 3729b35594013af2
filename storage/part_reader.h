// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads the documents of a part of a session in the order of arrival, as they shall be handed on.
#pragma once

#include "storage/session.h"
#include "storage/session_copy.h"

#include <SQLiteCpp/Database.h>
#include <unordered_set>

namespace fluoroscope {

class PartReader {
public:
    // All is read in the caller's transaction, from one state of the session.
    PartReader(SQLite::Database& database, const SessionPart& part);

    // Finds out which traces and documents belong to it; to be called first.
    Result<void> choose(const std::stop_token& stop);
    [[nodiscard]] qint64 traces() const { return m_traceCount; }
    // Documents to look at, and those that next() has looked at.
    [[nodiscard]] qint64 total() const { return m_total; }
    [[nodiscard]] qint64 done() const { return m_done; }
    [[nodiscard]] qint64 leftOut() const { return m_leftOut; }

    // The next few; fewer, or none, where some have to be left out. Nothing: that was all.
    std::optional<std::vector<ReceivedDocument>> next();
    // What was redacted in them.
    [[nodiscard]] const std::vector<RedactionChange>& changes() const { return m_changes; }

private:
    struct Chosen {
        qint64 journal;
        bool shared; // with a trace or a refusal that may not be of the part
    };

    [[nodiscard]] bool isWhole() const;
    void addTrace(qint64 row, const TraceId& id);
    // What of the document is handed on; nothing: it is left out.
    std::optional<ReceivedDocument> handedOn(ReceivedDocument&& document, bool shared);

    SQLite::Database& m_database;
    const SessionPart& m_part;
    Redactor m_redactor;
    std::unordered_set<TraceId> m_traces; // none where all are chosen
    std::vector<Chosen> m_chosen; // the same
    qint64 m_traceCount = 0;
    qint64 m_total = 0;
    qint64 m_done = 0;
    qint64 m_leftOut = 0;
    qint64 m_cursor = 0; // of the journal, where all is chosen
    std::vector<RedactionChange> m_changes;
};

} // namespace fluoroscope
