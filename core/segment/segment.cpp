// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/segment/segment.h"

namespace fluoroscope {

Outcome outcomeOf(const Segment& segment)
{
    const int status = segment.status();
    if (segment.fault || (status >= 500 && status < 600)) {
        return Outcome::Fault;
    }
    if (segment.throttle || status == 429) {
        return Outcome::Throttle;
    }
    if (segment.error || (status >= 400 && status < 500)) {
        return Outcome::Error;
    }
    return Outcome::Ok;
}

} // namespace fluoroscope
