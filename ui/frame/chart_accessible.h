// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Activity strip, histogram and minimap to a screen reader: each is a chart, and what its cursor is on is its value.
#pragma once

namespace fluoroscope {

// For all of them, from now on; once is enough.
void installChartAccessibility();

} // namespace fluoroscope
