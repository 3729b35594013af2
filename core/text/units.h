// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Numbers for people: three significant digits and the unit beside them.
#pragma once

#include "core/time/timestamp.h"

#include <QString>

namespace fluoroscope {

// "640 µs", "209 ms", "1.24 s", "2 min 5 s"; "0 ms" for none.
QString formatDuration(Duration duration);
// "0.5/min", "26/min", "1 240/min".
QString formatRate(double perMinute);
// "18 204": groups of three, a thin space between.
QString formatCount(qint64 count);
// "21 MB", decimal units.
QString formatBytes(qint64 bytes);
// "85 %", "0.4 %"; "0 %" and "100 %" only for exactly none and all.
QString formatShare(double share);
// "14:46:01.973" in local time.
QString formatClock(Timestamp time);
// "2026-11-22 14:46:01.973 UTC".
QString formatUtc(Timestamp time);

} // namespace fluoroscope
