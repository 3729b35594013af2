// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Takes the values out of a query: it stays the same query of other values.
#pragma once

#include <QString>

namespace fluoroscope {

// String and number literals become ?, comments lose their text. Where a literal cannot be told from what follows it,
// as with a backslash before a quote, the rest goes. `databaseType`: of the recorded query ("PostgreSQL"); it tells
// whether double quotes hold a name or a string, and a string is assumed where it does not tell.
QString redactSql(const QString& query, const QString& databaseType);

} // namespace fluoroscope
