// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Quantities as people write them on a command line and in files: "300ms", "5%".
#pragma once

#include "core/time/timestamp.h"

#include <QString>
#include <optional>

namespace fluoroscope {

// "250us", "300ms", "2s", "1.5 s", "5min", "1h"; without a unit nothing but 0. Not negative, at most a year.
std::optional<Duration> durationOfText(const QString& text);
// "5%" or "0.05": from 0 to 1.
std::optional<double> shareOfText(const QString& text);

} // namespace fluoroscope
