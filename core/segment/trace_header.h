// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Finds the trace that pasted text speaks of: an X-Amzn-Trace-Id header, a log line, a bare id.
#pragma once

#include "core/segment/ids.h"

namespace fluoroscope {

// The id in the field Root= of a trace header (reference 1.9), else the first id in X-Ray's or in W3C's form anywhere
// in `text`. Nothing where there is none, where Root= holds no valid id, and for the id of zeros.
std::optional<TraceId> traceIdInText(const QString& text);

} // namespace fluoroscope
