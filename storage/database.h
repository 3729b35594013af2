// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the session file looks like, and the few turns of SQLite that all of storage needs.
#pragma once

#include "core/ports/segment_sink.h"
#include "core/result.h"

#include <QByteArray>
#include <QString>
#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <memory>

namespace fluoroscope {

// The journal's layout: a file with a higher number is from a newer program. Stored as SQLite's user_version.
// 1: documents as received. 2: packed, see Packer.
inline constexpr int kSessionFormat = 2;
// What the derived tables hold and how it was computed: any other number has them rebuilt from the journal.
inline constexpr int kIndexVersion = 5;
// "FLUO": tells a session from any other SQLite file. Stored as SQLite's application_id.
inline constexpr int kApplicationId = 0x464C554F;

// What was configured: neither captured nor derived. Made where it is missing, since earlier sessions are without it.
inline constexpr const char* kStateTable =
    "CREATE TABLE IF NOT EXISTS state(name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID";

// How a file is read, so that reading changes neither it nor what lies beside it.
enum class Reading : std::uint8_t {
    Immutable, // as a file that nobody writes: no locks, no files beside it
    Beside, // beside a writer that closes later, or over the log that a killed one left: the log stays as it is
    Alone, // no log is there: the one that SQLite makes goes with the last connection
};

// Connections to the session file. They throw SQLite::Exception; nothing of it leaves storage.
// Makes the tables where there are none, in one step: at no time can the file be taken for another kind.
std::unique_ptr<SQLite::Database> openForWriting(const QString& file);
std::unique_ptr<SQLite::Database> openForReading(const QString& file, Reading reading);

// Makes the journal of a file of an earlier format take packed documents. Those that are there stay as they are.
void upgradeJournal(SQLite::Database& database);
// "journal.packing", or what stands for it in a file of an earlier format.
std::string packingColumn(SQLite::Database& database);

// Empties the derived tables and sets the cursor back to the journal's begin.
void renewIndexTables(SQLite::Database& database);

// Of the meta values: changes with whatever is in table trace, and only grows.
inline constexpr const char* kTracesState = "traces_state";

// Named integers of the session, kept in the same transactions as what they count.
qint64 metaValue(SQLite::Database& database, const char* key, qint64 otherwise = 0);
void setMetaValue(SQLite::Database& database, const char* key, qint64 value);

// Leaves a statement ready for its next run, however this one ends: one that threw cannot be bound again before.
class StatementRun {
public:
    explicit StatementRun(SQLite::Statement& statement)
        : m_statement(statement)
    {
    }
    ~StatementRun() { m_statement.tryReset(); }
    Q_DISABLE_COPY_MOVE(StatementRun)

private:
    SQLite::Statement& m_statement;
};

// Between SQLite's types and Qt's; the bytes are copied.
QString textColumn(SQLite::Statement& statement, int column);
QByteArray bytesColumn(SQLite::Statement& statement, int column);
// Not copied: until the statement's next step.
QByteArrayView bytesView(SQLite::Statement& statement, int column);
void bindText(SQLite::Statement& statement, int place, const QString& text);
// The bytes must outlive the statement's next step.
void bindBytes(SQLite::Statement& statement, int place, const QByteArray& bytes);

// "… : database disk image is malformed": SQLite's words behind ours.
QString describe(const SQLite::Exception& exception);

// Over UDP the bytes are a datagram with the daemon's header in front of the document.
inline bool isDatagram(Transport transport)
{
    return transport == Transport::Udp;
}

} // namespace fluoroscope
