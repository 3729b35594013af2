// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The numbers by which the tables of TraceFacts know services and values.
#pragma once

#include "storage/trace_facts.h"

#include <optional>

namespace fluoroscope {

// Reads what it is asked for, once.
class FilterNames {
public:
    explicit FilterNames(SQLite::Database& database);

    using Test = std::function<bool(const ServiceKey&)>;
    // Those that `test` finds, in ascending order.
    std::vector<qint64> services(const Test& test);
    // 0: no trace has such a value.
    qint64 key(ValueKind kind, const QString& key);
    // The condition that `column` is one of `services`. `sought`: an index by the column shall find the rows;
    // otherwise the trace's few rows are looked at, whatever the number of services.
    std::string isIn(const std::string& column, const std::vector<qint64>& services, bool sought = false);

private:
    void load();

    SQLite::Database& m_database;
    std::optional<std::vector<std::pair<qint64, ServiceKey>>> m_services;
};

} // namespace fluoroscope
