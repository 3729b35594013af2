// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace.h"

#include <algorithm>

namespace fluoroscope {

std::int32_t Trace::indexOf(SegmentId wanted) const
{
    const auto found =
        std::find_if(segments.begin(), segments.end(), [&](const Segment& segment) { return segment.id == wanted; });
    return found == segments.end() ? -1 : static_cast<std::int32_t>(found - segments.begin());
}

} // namespace fluoroscope
