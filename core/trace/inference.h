// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The segments that X-Ray infers for services which send none themselves (reference 3.3).
#pragma once

#include "core/segment/segment.h"

namespace fluoroscope {

// Whether X-Ray gives subsegment `call` an inferred segment; `answered` says that a real segment names it as its
// parent.
bool isInferred(const Segment& call, bool answered);

// The id of the inferred segment behind a call: derived from the call's, so that it stays the same from one assembly to
// the next.
SegmentId inferredId(SegmentId call);

// The inferred segment behind `call`.
Segment inferSegment(const Segment& call);

} // namespace fluoroscope
