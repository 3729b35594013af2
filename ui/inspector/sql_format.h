// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Breaks an SQL query into lines, as one writes it by hand.
#pragma once

#include <QString>
#include <QStringList>

namespace fluoroscope {

// Clauses, conditions and subqueries on lines of their own, indented by two spaces for each level. Nothing but the
// white space between words is changed, whatever the dialect; a query whose strings cannot be told apart for certain is
// left as it is.
QString formattedSql(const QString& query);

// The words, strings, comments and marks of a query, without the white space between them.
QStringList sqlTokens(const QString& query);

} // namespace fluoroscope
