// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/check/orphan.h"

namespace fluoroscope {

std::vector<Orphan> orphansOf(const Trace& trace)
{
    std::vector<Orphan> orphans;
    forEachTopLevel(trace, [&](std::int32_t index) {
        const Segment& segment = trace.segments[static_cast<std::size_t>(index)];
        if (segment.placeholder) {
            for (std::int32_t child = index + 1; child < segment.next;
                 child = trace.segments[static_cast<std::size_t>(child)].next) {
                orphans.push_back({trace.segments[static_cast<std::size_t>(child)].name, segment.id});
            }
        } else if (!segment.inferred && segment.caller < 0 && !segment.parentId.isNull()) {
            orphans.push_back({segment.name, segment.parentId});
        }
    });
    return orphans;
}

} // namespace fluoroscope
