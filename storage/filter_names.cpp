// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "storage/filter_names.h"

#include "storage/database.h"

namespace fluoroscope {

FilterNames::FilterNames(SQLite::Database& database)
    : m_database(database)
{
}

void FilterNames::load()
{
    if (m_services) {
        return;
    }
    m_services.emplace();
    SQLite::Statement select(m_database, "SELECT id, name, type, account FROM service ORDER BY id");
    while (select.executeStep()) {
        m_services->emplace_back(select.getColumn(0).getInt64(),
            ServiceKey{textColumn(select, 1), textColumn(select, 2), textColumn(select, 3)});
    }
}

std::vector<qint64> FilterNames::services(const Test& test)
{
    load();
    std::vector<qint64> found;
    for (const auto& [id, service] : *m_services) {
        if (test(service)) {
            found.push_back(id);
        }
    }
    return found;
}

qint64 FilterNames::key(ValueKind kind, const QString& key)
{
    SQLite::Statement select(m_database, "SELECT id FROM value_key WHERE kind = ? AND key = ?");
    select.bind(1, static_cast<int>(kind));
    bindText(select, 2, key);
    return select.executeStep() ? select.getColumn(0).getInt64() : 0;
}

std::string FilterNames::isIn(const std::string& column, const std::vector<qint64>& services, bool sought)
{
    load();
    if (services.size() == m_services->size()) {
        return "1";
    }
    std::string list;
    for (const qint64 id : services) {
        list.append(list.empty() ? "" : ",").append(std::to_string(id));
    }
    return (sought ? "" : "+") + column + " IN (" + list + ')';
}

} // namespace fluoroscope
