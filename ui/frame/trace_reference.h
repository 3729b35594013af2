// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Finds the trace that a pasted text speaks of.
#pragma once

#include "core/segment/ids.h"

namespace fluoroscope {

// From a trace id in X-Ray's or W3C's form, an X-Amzn-Trace-Id header, a traceparent, a log line or a console address.
std::optional<TraceId> traceIdIn(const QString& text);

} // namespace fluoroscope
