// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_shape.h"

#include <algorithm>

namespace fluoroscope {

TraceShape shapeOf(const Trace& trace)
{
    const auto isDrawn = [](const Segment& segment) { return !segment.inferred && !segment.placeholder; };
    const auto drawn = std::ranges::count_if(trace.segments, isDrawn);
    TraceShape shape;
    shape.count = static_cast<int>(std::min<std::ptrdiff_t>(drawn, TraceShape::kMostLines));
    const double length = static_cast<double>(std::max<Duration::rep>(trace.duration().count(), 1));
    const auto cellAt = [&](Timestamp time) {
        return static_cast<double>((time - trace.start).count()) / length * TraceShape::kCells;
    };
    std::ptrdiff_t place = 0;
    for (const Segment& segment : trace.segments) {
        if (!isDrawn(segment)) {
            continue;
        }
        TraceShape::Line& line = shape.lines[static_cast<std::size_t>(place++ * shape.count / drawn)];
        const auto first = static_cast<std::size_t>(std::clamp(cellAt(segment.start), 0.0, TraceShape::kCells - 1.0));
        const Timestamp until = segment.inProgress ? trace.end : segment.end;
        const auto end = static_cast<std::size_t>(std::clamp(cellAt(until), 0.0, double{TraceShape::kCells}));
        const Outcome outcome = outcomeOf(segment);
        for (std::size_t cell = first; cell < std::max(end, first + 1); ++cell) {
            line[cell] = std::max(line[cell].value_or(Outcome::Ok), outcome);
        }
    }
    return shape;
}

} // namespace fluoroscope
