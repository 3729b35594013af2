// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Segments whose parent did not arrive: a header that was not passed on, or a service that does not report.
#pragma once

#include "core/trace/trace.h"

namespace fluoroscope {

struct Orphan {
    QString name; // of the segment, or of the subsegment that was sent alone
    SegmentId parent; // which is not there
};

std::vector<Orphan> orphansOf(const Trace& trace);

} // namespace fluoroscope
