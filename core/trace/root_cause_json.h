// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Root causes in the shapes of X-Ray's TraceSummary (reference 5.4). Lists of one, or empty.
#pragma once

#include "core/segment/segment.h"

#include <QJsonArray>

namespace fluoroscope {

struct Trace;

// FaultRootCauses or ErrorRootCauses, by `outcome`.
QJsonArray rootCausesJson(const Trace& trace, Outcome outcome);
QJsonArray responseTimeRootCausesJson(const Trace& trace);

} // namespace fluoroscope
