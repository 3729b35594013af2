// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Rows of the trace list as text for other programs and for people: what is copied and saved.
#pragma once

#include "core/trace/trace_summary.h"

#include <QByteArray>
#include <QStringList>

namespace fluoroscope {

// CSV (RFC 4180) in UTF-8, each line with its end: times in ISO 8601 and UTC, durations in milliseconds. A column for
// each of `annotations` follows the fixed ones; of several values of one key they stand together, with "; " between.
QByteArray csvHeader(const QStringList& annotations);
QByteArray csvLine(const TraceRow& row, const QStringList& annotations);

// A JSON array of objects with the names of the CSV's columns, annotations as an object within each.
QByteArray jsonOf(const std::vector<TraceRow>& rows);

// "1-… GET http://shop/cart 200 ok 209 ms 2026-11-22 14:46:01.973 UTC"
QString summaryLine(const TraceRow& row);

} // namespace fluoroscope
