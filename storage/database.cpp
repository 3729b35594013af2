// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/database.h"

#include "core/state/session_facts.h"
#include "storage/session_state.h"

#include <QUrl>
#include <sqlite3.h>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kBusyTimeout = 5000; // ms

constexpr const char* kJournalTables = R"(
CREATE TABLE meta(key TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE journal(
  id INTEGER PRIMARY KEY,
  received INTEGER NOT NULL, -- µs since 1970
  transport INTEGER NOT NULL,
  sender TEXT NOT NULL,
  bytes BLOB NOT NULL,
  packing INTEGER -- of bytes: NULL: as received; 0: a zstd frame; else one that needs this dictionary
);
CREATE TABLE dictionary(
  id INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL -- zstd's
);
)";

constexpr const char* kIndexTables = R"(
CREATE TABLE trace(
  id INTEGER PRIMARY KEY,
  trace_id BLOB NOT NULL UNIQUE,
  start INTEGER NOT NULL, -- µs since 1970
  duration INTEGER NOT NULL, -- µs
  response_time INTEGER NOT NULL, -- µs
  outcome INTEGER NOT NULL,
  flags INTEGER NOT NULL, -- of TraceFlag
  status INTEGER NOT NULL,
  method TEXT NOT NULL,
  url TEXT NOT NULL,
  client_ip TEXT NOT NULL,
  user_agent TEXT NOT NULL,
  entry_name TEXT NOT NULL,
  entry_type TEXT NOT NULL,
  entry_account TEXT NOT NULL,
  segments INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  stale INTEGER NOT NULL -- documents have come since these columns were computed
);
-- In the order of the trace list, with all that is asked of many traces: these questions never look at the table.
CREATE INDEX trace_by_start ON trace(start, trace_id, outcome, flags, status, response_time, duration);
CREATE INDEX trace_by_status ON trace(status);
CREATE INDEX trace_slow ON trace(response_time) WHERE response_time >= 1000000; -- few: no page is written for each trace
CREATE INDEX trace_problem ON trace(flags) WHERE flags & 7 <> 0;
CREATE INDEX trace_stale ON trace(id) WHERE stale;
CREATE TABLE trace_document(
  trace INTEGER NOT NULL,
  journal INTEGER NOT NULL,
  shared INTEGER NOT NULL, -- another trace or a finding needs the document, too
  PRIMARY KEY(trace, journal)
) WITHOUT ROWID;
CREATE INDEX shared_document ON trace_document(journal) WHERE shared;
CREATE TABLE trace_graph(
  trace INTEGER PRIMARY KEY,
  graph BLOB NOT NULL -- the trace's own service graph
);
CREATE TABLE graph_level(
  unit INTEGER NOT NULL, -- seconds: 1, 60 or 3600
  begin INTEGER NOT NULL, -- units since 1970
  ok INTEGER NOT NULL, -- traces that start within, by outcome
  error INTEGER NOT NULL,
  throttle INTEGER NOT NULL,
  fault INTEGER NOT NULL,
  graph BLOB NOT NULL, -- the sum of their graphs
  PRIMARY KEY(unit, begin)
) WITHOUT ROWID;
-- What filter expressions ask of a trace's nodes, calls and values: see TraceFacts. First by trace, so that a new
-- trace's rows are appended and an old one's go at once; then by what is looked for.
CREATE TABLE service(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  account TEXT NOT NULL,
  UNIQUE(name, type, account)
);
CREATE TABLE service_fact(
  trace INTEGER NOT NULL,
  service INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  flags INTEGER NOT NULL, -- of NodeFlag
  duration INTEGER NOT NULL, -- µs; -1: in progress
  status INTEGER NOT NULL, -- 0: none
  PRIMARY KEY(trace, service, ordinal)
) WITHOUT ROWID;
CREATE INDEX service_fact_by_service ON service_fact(service);
CREATE INDEX service_problem ON service_fact(service, flags) WHERE flags & 7 <> 0;
CREATE TABLE call_fact(
  trace INTEGER NOT NULL,
  caller INTEGER NOT NULL,
  callee INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  flags INTEGER NOT NULL,
  duration INTEGER NOT NULL,
  status INTEGER NOT NULL,
  PRIMARY KEY(trace, caller, callee, ordinal)
) WITHOUT ROWID;
CREATE INDEX call_problem ON call_fact(callee, caller, flags) WHERE flags & 7 <> 0;
CREATE TABLE value_key(
  id INTEGER PRIMARY KEY,
  kind INTEGER NOT NULL, -- of ValueKind
  key TEXT NOT NULL, -- of an annotation
  UNIQUE(kind, key)
);
CREATE TABLE trace_value(
  trace INTEGER NOT NULL,
  key INTEGER NOT NULL,
  value NOT NULL, -- text, a real number, or a truth value as a blob: so no two types are ever equal
  PRIMARY KEY(trace, key, value)
) WITHOUT ROWID;
CREATE INDEX trace_value_by_value ON trace_value(key, value);
CREATE TABLE finding(
  id INTEGER PRIMARY KEY,
  journal INTEGER NOT NULL,
  code INTEGER NOT NULL,
  message TEXT NOT NULL
);
CREATE INDEX finding_by_journal ON finding(journal);
)";

// Those of earlier versions among them.
constexpr const char* kIndexTableNames[] = {"trace", "trace_document", "trace_graph", "graph_minute", "graph_level",
    "service", "service_fact", "call_fact", "value_key", "trace_value", "finding"};

void createIndexTables(SQLite::Database& database)
{
    database.exec(kIndexTables);
    setMetaValue(database, "index_version", kIndexVersion);
    for (const char* key : {"cursor", "indexed", "segments", "traces", "findings", "longest"}) {
        setMetaValue(database, key, 0);
    }
}

// Before the log is switched on: the marks by which the file is known stand in the file itself from its first byte on.
void createTables(SQLite::Database& database)
{
    database.exec("PRAGMA page_size = 8192");
    database.exec("PRAGMA auto_vacuum = INCREMENTAL"); // so that a file above its cap can shrink
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::EXCLUSIVE);
    database.exec("PRAGMA application_id = " + std::to_string(kApplicationId));
    database.exec("PRAGMA user_version = " + std::to_string(kSessionFormat));
    database.exec(kJournalTables);
    createIndexTables(database);
    storeState(database, kSessionFacts.toString(), toJson(factsOfNewSession()));
    transaction.commit();
}

} // namespace

std::unique_ptr<SQLite::Database> openForWriting(const QString& file)
{
    auto database = std::make_unique<SQLite::Database>(
        file.toStdString(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, kBusyTimeout);
    if (database->execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0) {
        createTables(*database);
    }
    database->exec("PRAGMA journal_mode = WAL");
    database->exec("PRAGMA synchronous = NORMAL"); // a commit survives the end of the process, however it ends
    database->exec("PRAGMA journal_size_limit = 67108864");
    return database;
}

std::unique_ptr<SQLite::Database> openForReading(const QString& file, Reading reading)
{
    const QByteArray path = QUrl::toPercentEncoding(file, "/");
    const QByteArray uri = "file:" + path + (reading == Reading::Immutable ? "?immutable=1" : "");
    // Only a connection that may write takes the log away when it is the last.
    const int access = reading == Reading::Alone ? SQLite::OPEN_READWRITE : SQLite::OPEN_READONLY;
    auto database = std::make_unique<SQLite::Database>(uri.constData(), access | SQLite::OPEN_URI, kBusyTimeout);
    database->exec("PRAGMA query_only = 1");
    return database;
}

void upgradeJournal(SQLite::Database& database)
{
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    if (database.execAndGet("PRAGMA user_version").getInt() < 2) {
        database.exec("ALTER TABLE journal ADD COLUMN packing INTEGER");
        database.exec("CREATE TABLE dictionary(id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)");
        database.exec("PRAGMA user_version = " + std::to_string(kSessionFormat));
    }
    transaction.commit();
}

std::string packingColumn(SQLite::Database& database)
{
    return database.execAndGet("PRAGMA user_version").getInt() < 2 ? "NULL" : "journal.packing";
}

void renewIndexTables(SQLite::Database& database)
{
    SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
    for (const char* table : kIndexTableNames) {
        database.exec(std::string("DROP TABLE IF EXISTS ") + table);
    }
    createIndexTables(database);
    setMetaValue(database, kTracesState, metaValue(database, kTracesState) + 1);
    transaction.commit();
}

qint64 metaValue(SQLite::Database& database, const char* key, qint64 otherwise)
{
    SQLite::Statement statement(database, "SELECT value FROM meta WHERE key = ?");
    statement.bind(1, key);
    return statement.executeStep() ? statement.getColumn(0).getInt64() : otherwise;
}

void setMetaValue(SQLite::Database& database, const char* key, qint64 value)
{
    SQLite::Statement statement(database, "INSERT OR REPLACE INTO meta(key, value) VALUES(?, ?)");
    statement.bind(1, key);
    statement.bind(2, static_cast<int64_t>(value));
    statement.exec();
}

QString textColumn(SQLite::Statement& statement, int column)
{
    const SQLite::Column value = statement.getColumn(column);
    return QString::fromUtf8(value.getText(), value.getBytes());
}

QByteArray bytesColumn(SQLite::Statement& statement, int column)
{
    const SQLite::Column value = statement.getColumn(column);
    const void* bytes = value.getBlob();
    return QByteArray(static_cast<const char*>(bytes), value.getBytes());
}

QByteArrayView bytesView(SQLite::Statement& statement, int column)
{
    const SQLite::Column value = statement.getColumn(column);
    const void* bytes = value.getBlob();
    return QByteArrayView(static_cast<const char*>(bytes), value.getBytes());
}

void bindText(SQLite::Statement& statement, int place, const QString& text)
{
    statement.bind(place, text.toStdString());
}

void bindBytes(SQLite::Statement& statement, int place, const QByteArray& bytes)
{
    // An empty array may carry no address, and SQLite reads that as NULL.
    statement.bindNoCopy(place, bytes.isEmpty() ? "" : bytes.constData(), static_cast<int>(bytes.size()));
}

QString describe(const SQLite::Exception& exception)
{
    return QString::fromUtf8(exception.what());
}

} // namespace fluoroscope
