// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/state/session_facts.h"
#include "storage/counters.h"
#include "storage/indexer.h"
#include "storage/journal.h"
#include "storage/new_file.h"
#include "storage/part_reader.h"
#include "storage/session_file.h"
#include "storage/session_state.h"

#include <QFileInfo>
#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Writes a session on the calling thread, journal and index, while nobody else knows of it.
class SessionBuilder {
public:
    explicit SessionBuilder(const QString& file)
        : m_database(openForWriting(file))
        , m_journal(*m_database)
        , m_indexer(*m_database)
    {
        m_database->exec("PRAGMA synchronous = OFF"); // half a session is thrown away
    }

    void append(const std::vector<ReceivedDocument>& documents)
    {
        SQLite::Transaction transaction(*m_database, SQLite::TransactionBehavior::IMMEDIATE);
        qint64 id = m_journal.append(documents);
        std::vector<JournalEntry> entries;
        for (const ReceivedDocument& document : documents) {
            entries.push_back({id++, document});
        }
        count(m_indexer.index(entries));
        store();
        transaction.commit();
    }

    void putState(const QString& name, const QJsonObject& value) { storeState(*m_database, name, value); }

    void finish()
    {
        SQLite::Transaction transaction(*m_database, SQLite::TransactionBehavior::IMMEDIATE);
        count(m_indexer.refreshStale(true));
        store();
        transaction.commit();
    }

    [[nodiscard]] const SessionCounters& counters() const { return m_count; }

private:
    void count(const IndexDelta& delta)
    {
        m_count.documents += delta.documents;
        m_count.indexed += delta.documents;
        m_count.segments += delta.segments;
        m_count.traces += delta.traces;
        m_count.findings += delta.findings;
    }

    void store()
    {
        m_indexer.flush();
        storeCounters(*m_database, m_count);
        m_journal.storeLastId();
        setMetaValue(*m_database, "cursor", m_journal.lastId());
    }

    std::unique_ptr<SQLite::Database> m_database;
    Journal m_journal;
    Indexer m_indexer;
    SessionCounters m_count;
};

// Calls `take(reader)` after each step through the part; `opened(reader, database)` before the first.
Result<void> readPart(const QString& file, const SessionPart& part, const CopyProgress& progress,
    const std::stop_token& stop, const std::function<void(SQLite::Database&)>& opened,
    const std::function<void(const PartReader&, const std::vector<ReceivedDocument>&)>& take)
{
    const auto inspected = inspectSessionFile(file, false);
    if (!inspected) {
        return tl::unexpected(inspected.error());
    }
    const auto database = openForReading(file, inspected->reading);
    const SQLite::Transaction snapshot(*database);
    PartReader reader(*database, part);
    if (auto chosen = reader.choose(stop); !chosen) {
        return chosen;
    }
    opened(*database);
    while (true) {
        if (stop.stop_requested()) {
            return failure(u"The export of %1 was stopped; nothing of it is there."_s.arg(file));
        }
        const auto documents = reader.next();
        if (!documents) {
            return {};
        }
        take(reader, *documents);
        if (progress) {
            progress(reader.done(), reader.total());
        }
    }
}

// What was configured, as far as it goes along.
void copyState(SQLite::Database& from, const SessionPart& part, SessionBuilder& to)
{
    forEachState(from, [&](const QString& name, const QJsonObject& value) {
        if (name == kSessionFacts) {
            SessionFacts facts = sessionFactsFromJson(value);
            if (!part.redaction.isEmpty()) {
                facts.commandLine.clear();
            }
            to.putState(name, toJson(facts));
        } else if (part.configuration && !isOwnState(name)) {
            to.putState(name, value);
        }
    });
}

} // namespace

Result<ExportedPart> exportSession(const QString& file, const SessionPart& part, const SessionTarget& to,
    const CopyProgress& progress, std::stop_token stop)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    NewFile target(to, path);
    if (auto good = target.check(); !good) {
        return tl::unexpected(good.error());
    }
    ExportedPart exported;
    try {
        SessionBuilder builder(target.path());
        const auto read = readPart(
            path, part, progress, stop, [&](SQLite::Database& from) { copyState(from, part, builder); },
            [&](const PartReader& reader, const std::vector<ReceivedDocument>& documents) {
                builder.append(documents);
                exported.leftOut = reader.leftOut();
            });
        if (!read) {
            return tl::unexpected(read.error());
        }
        builder.finish();
        exported.traces = builder.counters().traces;
        exported.documents = builder.counters().documents;
    } catch (const SQLite::Exception& exception) {
        return failure(u"%1 could not be exported to %2: %3. Free some space, or choose another folder."_s.arg(
            path, to.file, describe(exception)));
    }
    return target.finish().map([&] { return exported; });
}

Result<RedactionPreview> previewRedaction(
    const QString& file, const SessionPart& part, qsizetype most, const CopyProgress& progress, std::stop_token stop)
{
    const QString path = QFileInfo(file).absoluteFilePath();
    RedactionPreview preview;
    RedactionTally tally(part.redaction, most);
    try {
        const auto read = readPart(
            path, part, progress, stop, [](SQLite::Database&) {},
            [&](const PartReader& reader, const std::vector<ReceivedDocument>& documents) {
                tally.add(reader.changes());
                preview.traces = reader.traces();
                preview.documents += static_cast<qint64>(documents.size());
                preview.leftOut = reader.leftOut();
            });
        if (!read) {
            return tl::unexpected(read.error());
        }
    } catch (const SQLite::Exception& exception) {
        return failure(u"%1 cannot be read: %2."_s.arg(path, describe(exception)));
    }
    preview.rules = tally.sums();
    return preview;
}

} // namespace fluoroscope
