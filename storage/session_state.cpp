// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/session_state.h"

#include "storage/database.h"

#include <QJsonDocument>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr QStringView kOwnState[] = {u"forwarder", u"retrievals"}; // a cursor over its journal; of a moment

QJsonObject read(SQLite::Database& database, const QString& name)
{
    if (!database.tableExists("state")) { // a session of an earlier version that nobody has written to since
        return {};
    }
    SQLite::Statement select(database, "SELECT value FROM state WHERE name = ?");
    bindText(select, 1, name);
    return select.executeStep() ? QJsonDocument::fromJson(bytesColumn(select, 0)).object() : QJsonObject();
}

} // namespace

void storeState(SQLite::Database& database, const QString& name, const QJsonObject& value)
{
    database.exec(kStateTable);
    SQLite::Statement store(database, "INSERT OR REPLACE INTO state(name, value) VALUES(?, ?)");
    bindText(store, 1, name);
    const QByteArray bytes = QJsonDocument(value).toJson(QJsonDocument::Compact);
    bindBytes(store, 2, bytes);
    store.exec();
}

void forEachState(
    SQLite::Database& database, const std::function<void(const QString& name, const QJsonObject& value)>& visit)
{
    if (!database.tableExists("state")) {
        return;
    }
    SQLite::Statement select(database, "SELECT name, value FROM state");
    while (select.executeStep()) {
        visit(textColumn(select, 0), QJsonDocument::fromJson(bytesColumn(select, 1)).object());
    }
}

bool isOwnState(QStringView name)
{
    return std::find(std::begin(kOwnState), std::end(kOwnState), name) != std::end(kOwnState);
}

void removeOwnState(SQLite::Database& database)
{
    if (!database.tableExists("state")) {
        return;
    }
    SQLite::Statement remove(database, "DELETE FROM state WHERE name = ?");
    for (const QStringView name : kOwnState) {
        bindText(remove, 1, name.toString());
        remove.exec();
        remove.reset();
    }
}

SessionState::SessionState(QString file, Reading reading, bool writable)
    : m_file(std::move(file))
    , m_reading(reading)
    , m_writable(writable)
{
}

SessionState::~SessionState() = default;

void SessionState::close()
{
    const std::scoped_lock lock(m_mutex);
    m_database.reset();
}

SQLite::Database& SessionState::database()
{
    if (!m_database) {
        m_database = m_writable ? openForWriting(m_file) : openForReading(m_file, m_reading);
    }
    return *m_database;
}

Result<QJsonObject> SessionState::state(const QString& name)
{
    try {
        const std::scoped_lock lock(m_mutex);
        return read(database(), name);
    } catch (const SQLite::Exception& exception) {
        return failure(u"%1 cannot be read: %2."_s.arg(m_file, describe(exception)));
    }
}

Result<void> SessionState::changeState(const QString& name, const Change& change)
{
    if (!m_writable) {
        return failure(u"%1 is open for reading only: nothing in it can be changed."_s.arg(m_file));
    }
    try {
        const std::scoped_lock lock(m_mutex);
        SQLite::Transaction transaction(database(), SQLite::TransactionBehavior::IMMEDIATE);
        const auto changed = change(read(*m_database, name));
        if (!changed) {
            return tl::unexpected(changed.error());
        }
        storeState(*m_database, name, *changed);
        transaction.commit();
        return {};
    } catch (const SQLite::Exception& exception) {
        return failure(
            u"%1 cannot be written: %2. Free some space or mend the file."_s.arg(m_file, describe(exception)));
    }
}

} // namespace fluoroscope
