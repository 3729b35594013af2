// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the terminal says how a request ended: a mark, a word, a colour.
#pragma once

#include "app/cli/terminal.h"
#include "core/segment/segment.h"

namespace fluoroscope {

// "✓ ok", "! error", "≋ throttle", "✕ fault".
QString outcomeText(Outcome outcome);
// "✓", "!", "≋", "✕"; "+", "!", "~", "x" in ASCII.
QString outcomeMark(Outcome outcome, bool ascii);
Ink outcomeInk(Outcome outcome);

} // namespace fluoroscope
