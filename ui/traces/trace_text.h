// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Rows of the trace list as text for other programs and for people: what is copied and saved.
#pragma once

#include "core/trace/trace_summary.h"

#include <QByteArray>
#include <QStringList>

namespace fluoroscope {

struct Trace;

// The columns of a table, in their order: numbers of TraceListModel::Column, and beyond those of `annotations`.
struct CsvColumns {
    QStringList annotations = {};
    std::vector<int> order = {};

    // The fixed ones, then `annotations`.
    static CsvColumns all(const QStringList& annotations = {});
};

// CSV (RFC 4180) in UTF-8, each line with its end: times in ISO 8601 and UTC, durations in milliseconds. The status and
// the entry service take two cells each. Of several values of an annotation all stand in its cell, with "; " between. A
// text that a spreadsheet would run as a formula has an apostrophe in front.
QByteArray csvHeader(const CsvColumns& columns);
QByteArray csvLine(const TraceRow& row, const CsvColumns& columns);

// The (sub)segments of a trace as CSV, in their order, the inferred among them; a header line first.
QByteArray segmentsCsv(const Trace& trace);

// A JSON array of objects with the names of the CSV's columns, annotations as an object within each.
QByteArray jsonOf(const std::vector<TraceRow>& rows);

// "1-… GET http://shop/cart 200 ok 209 ms 2026-11-22 14:46:01.973 UTC"
QString summaryLine(const TraceRow& row);

} // namespace fluoroscope
