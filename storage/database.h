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
inline constexpr int kSessionFormat = 1;
// What the derived tables hold and how it was computed: any other number has them rebuilt from the journal.
inline constexpr int kIndexVersion = 1;
// "FLUO": tells a session from any other SQLite file. Stored as SQLite's application_id.
inline constexpr int kApplicationId = 0x464C554F;

// Connections to the session file. They throw SQLite::Exception; nothing of it leaves storage.
std::unique_ptr<SQLite::Database> openForWriting(const QString& file);
// `immutable`: on a medium that cannot be written, where SQLite may make no files beside it.
std::unique_ptr<SQLite::Database> openForReading(const QString& file, bool immutable);

// Makes the journal's tables in a new file, and the derived ones where they are missing.
void createJournalTables(SQLite::Database& database);
void createIndexTables(SQLite::Database& database);
void dropIndexTables(SQLite::Database& database);

// Named integers of the session, kept in the same transactions as what they count.
qint64 metaValue(SQLite::Database& database, const char* key, qint64 otherwise = 0);
void setMetaValue(SQLite::Database& database, const char* key, qint64 value);

// A Latin-1 name of SQLite's to Qt's types and back; the bytes are copied.
QString textColumn(SQLite::Statement& statement, int column);
QByteArray bytesColumn(SQLite::Statement& statement, int column);
void bindText(SQLite::Statement& statement, int place, const QString& text);
// The bytes must outlive the statement's next step.
void bindBytes(SQLite::Statement& statement, int place, const QByteArray& bytes);

// "… : database disk image is malformed": SQLite's words behind ours.
QString describe(const SQLite::Exception& exception);

// Over UDP the bytes are a datagram with the daemon's header in front of the document.
inline bool isDatagram(Transport transport) { return transport == Transport::Udp; }

} // namespace fluoroscope
