// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Compiles filter expressions to SQL over the tables of TraceFacts, as far as these reach.
//
// The result says for each trace what core/filter says of it, or, where tables do not reach (texts and annotations in
// braces, messages, root causes), what has to be so for the trace to match; then it is not exact, and who asks has to
// evaluate the expression on the traces that are left. So that what is necessary stays so under a negation, negations
// are pushed down to single conditions.
//
// Conditions are written to be probed: each looks up one trace's facts, which costs microseconds, whatever the session
// holds. That is the quick way while most traces match, or few are looked at. For the rest there is `candidates`, which
// finds a superset of the matching traces by what is looked for, without a look at the others.
#pragma once

#include "core/filter/filter_expression.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

namespace fluoroscope {

struct FilterSql {
    using Value = std::variant<double, QString, QByteArray>;

    std::string condition = "1"; // on a row of table `trace`
    std::string candidates; // "SELECT trace FROM …", unsorted, with repetitions; empty: there is no such way
    bool isExact = true;
    std::vector<Value> values; // of the parameters :f0, :f1 … of both

    // Those that the statement has.
    void bind(SQLite::Statement& statement) const;
};

// Looks names up in the database, so that the result is good for the read transaction that it was made in. The
// expression names no groups: see expandGroups().
FilterSql compileFilter(const FilterExpression& expression, SQLite::Database& database);

} // namespace fluoroscope
