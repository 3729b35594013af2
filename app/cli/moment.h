// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Points in time as people write them on a command line.
#pragma once

#include "core/result.h"
#include "core/time/timestamp.h"

namespace fluoroscope {

// "2026-11-22T10:30:00Z", "2026-11-22 10:30" in local time, epoch seconds, or "90s", "10m", "2h", "1d" before `now`.
Result<Timestamp> parseMoment(const QString& text, Timestamp now);

} // namespace fluoroscope
