// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Numbers for people: three significant digits and the unit beside them.
#pragma once

#include "core/time/timestamp.h"

#include <QString>

namespace fluoroscope {

// "640 µs", "209 ms", "1.24 s", "2 min 5 s"; "0 ms" for none.
QString formatDuration(Duration duration);
// "0.5/min", "26/min", "1 240/min"; "0/min" only for none.
QString formatRate(double perMinute);
// "18 204": groups of three, a thin space between.
QString formatCount(qint64 count);
// "21 MB", decimal units.
QString formatBytes(qint64 bytes);
// "85 %", "0.4 %"; "0 %" and "100 %" only for exactly none and all.
// `fine`: with a decimal also above ten, to stand beside smaller ones.
QString formatShare(double share, bool fine = false);
// "14:46:01.973" in local time.
QString formatClock(Timestamp time);
// "21 Nov ", "21 Nov 2025 " in local time, to stand before a clock; empty: today.
QString formatDay(Timestamp time);
// "14:46:01.973" of today, "21 Nov 14:46:01.973" of another day, in local time.
QString formatMoment(Timestamp time);
// As above without the fractions of a second on another day: for a column.
QString formatMomentShort(Timestamp time);
// "2026-11-22 14:46:01.973 UTC".
QString formatUtc(Timestamp time);

} // namespace fluoroscope
