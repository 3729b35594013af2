// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads a point in time as people write one: "14:30", "yesterday 9:05", "21 Nov 14:30", "2026-11-21T14:30Z", "-2h".
#pragma once

#include "core/result.h"
#include "core/time/timestamp.h"

#include <QString>
#include <optional>

namespace fluoroscope {

struct TimeEntry {
    Timestamp time;
    bool isDay = false; // only a day was said; `time` is its beginning
};

// Local time unless a zone is said. What is said without a day or a year is the last one before `now`. Epoch seconds
// and milliseconds are taken, too.
Result<TimeEntry> parseTimeEntry(const QString& text, Timestamp now);

// From one field and the other, half-open; `to` may be empty: up to now. A day as `to` is included. `errorInTo` says
// which of the two is wrong.
Result<TimeRange> parseTimeRange(const QString& from, const QString& to, Timestamp now, bool& errorInTo);

// How long the last stretch of time up to now is that two fields say, "-2h" and "now" or nothing: it goes on with the
// clock. Nothing where they say another range.
std::optional<Duration> parseSpan(const QString& from, const QString& to, Timestamp now);

// As parseTimeEntry() reads it again, to the millisecond: "2026-11-21 14:30:05.250", local; with the zone where clocks
// show the time twice.
QString timeEntryText(Timestamp time);
// "2026-11-21 14:30:05 UTC", for tooltips.
QString utcText(Timestamp time);

} // namespace fluoroscope
