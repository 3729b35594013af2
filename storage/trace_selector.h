// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Walks through the traces of a selection, in order.
//
// A filter is probed on the first few thousand traces of the range: that answers what most questions want, a page of a
// filter that is often met, and ranges that are small. For the rest of the range the traces are found by what is looked
// for, if these are not too many; else probing goes on. What tables cannot decide is evaluated on the trace itself.
#pragma once

#include "core/ports/trace_source.h"
#include "storage/filter_sql.h"

namespace fluoroscope {

// Within one read transaction. SQLite::Exception is thrown where the question is withdrawn.
class TraceSelector {
public:
    TraceSelector(SQLite::Database& database, const TraceSelection& selection, std::stop_token stop);

    // Gets a row of table `trace` with the columns id, start, trace_id, outcome, and says whether to go on.
    using Visit = std::function<bool(SQLite::Statement&)>;
    // By start, and by id where that is equal; from `after` on.
    void forEach(const Visit& visit, bool descending = false, const std::optional<TracePosition>& after = {}) const;
    // In the order of `value`, an expression over table trace, then by start and id; those without a value come last.
    // No more than `most` traces are asked for; -1: any number.
    void forEachBy(const std::string& value, bool descending, const Visit& visit, qint64 most) const;
    // In no particular order, with `value`, an expression over table trace, as the column behind the others. `among`:
    // of these rows alone, as a list in JSON.
    void forEachWith(const std::string& value, const Visit& visit, const std::optional<QByteArray>& among = {}) const;
    // Traces that lie in the range, whether the filter matches or not, from after `after` to `until`, in the order of
    // forEach().
    [[nodiscard]] qint64 inRange(bool descending = false, const std::optional<TracePosition>& after = {},
        const std::optional<TracePosition>& until = {}) const;

private:
    struct Span;
    [[nodiscard]] Span wholeSpan(bool descending, const std::optional<TracePosition>& after) const;
    [[nodiscard]] std::optional<TracePosition> place(const Span& span, qint64 number) const;
    [[nodiscard]] std::optional<QByteArray> narrow() const;
    bool walk(const Span& span, const std::string& order, const std::optional<QByteArray>& ids, const Visit& visit,
        const std::string& value = {}) const;
    [[nodiscard]] bool isMatch(qint64 row, const TraceId& id) const;
    void bind(SQLite::Statement& statement, const Span& span) const;

    SQLite::Database& m_database;
    FilterExpression m_expression;
    std::stop_token m_stop;
    TimeRange m_range; // that the start has to lie in
    std::string m_inTime; // a further condition; empty: none
    TimeRange m_wanted; // of the selection
    FilterSql m_filter;
};

} // namespace fluoroscope
