// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Keeps a session's StateStore in the session file, beside whoever writes documents into it.
#pragma once

#include "core/ports/state_store.h"
#include "storage/database.h"

#include <SQLiteCpp/Database.h>
#include <memory>
#include <mutex>

namespace fluoroscope {

// Of the caller's connection: what it throws, they throw.
void storeState(SQLite::Database& database, const QString& name, const QJsonObject& value);
void forEachState(
    SQLite::Database& database, const std::function<void(const QString& name, const QJsonObject& value)>& visit);

// What is of this file alone, as how far it was forwarded: another one that said the same would do it again.
bool isOwnState(QStringView name);
void removeOwnState(SQLite::Database& database);

// Opens a connection when it is first used, and keeps it.
class SessionState : public StateStore {
public:
    // `file` must be there when the first question comes.
    SessionState(QString file, Reading reading, bool writable);
    ~SessionState() override;
    void close();

    Result<QJsonObject> state(const QString& name) override;
    Result<void> changeState(const QString& name, const Change& change) override;

private:
    SQLite::Database& database();

    QString m_file;
    Reading m_reading;
    bool m_writable;
    std::mutex m_mutex;
    std::unique_ptr<SQLite::Database> m_database;
};

} // namespace fluoroscope
