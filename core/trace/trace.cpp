// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace.h"

#include <algorithm>

namespace fluoroscope {

std::int32_t Trace::indexOf(SegmentId wanted, std::int32_t near) const
{
    const auto count = static_cast<std::int32_t>(segments.size());
    const auto isThere = [&](std::int32_t i) { return segments[static_cast<std::size_t>(i)].id == wanted; };
    std::int32_t after = std::clamp(near, 0, count);
    for (std::int32_t before = after - 1; before >= 0 || after < count; --before, ++after) {
        if (after < count && isThere(after)) {
            return after;
        }
        if (before >= 0 && isThere(before)) {
            return before;
        }
    }
    return -1;
}

} // namespace fluoroscope
