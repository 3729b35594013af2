// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Requests to a small shop, for tests of the window.
#pragma once

#include "tests/ui/fake_trace_source.h"

namespace fluoroscope::test {

// Numbered, so that two of the same moment are two.
TraceId traceIdAt(Timestamp start, int number);

// One request: service-a calls the table "orders" and, unless `status` is 404, service-b.
std::vector<QByteArray> requestDocuments(const TraceId& id, Timestamp start, int number, int status, Duration took);

TraceId addRequest(FakeTraceSource& source, Timestamp start, int number, int status, Duration took);

// Five requests, the newest a second before `now`: 200, 200, 404, 429, 502 from the oldest to the newest.
std::vector<TraceId> addFiveTraces(FakeTraceSource& source, Timestamp now);

} // namespace fluoroscope::test
