// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Siblings that are the same again: "GetItem ×57". They need not follow each other, since what runs in parallel mixes.
#pragma once

#include "core/trace/timeline.h"
#include "ui/trace/timeline_bar.h"

#include <span>

namespace fluoroscope {

struct SiblingRun {
    std::int32_t begin = 0; // into the members
    std::int32_t end = 0;
    Duration from{}; // since the trace's start
    Duration to{};
    Duration total{}; // of those that came to an end
    std::int32_t ended = 0;
    std::int32_t errors = 0; // by outcome of the members themselves
    std::int32_t throttles = 0;
    std::int32_t faults = 0;
    Outcome outcome = Outcome::Ok; // the worst of the members
    Outcome worst = Outcome::Ok; // of the members and everything in them

    [[nodiscard]] std::int32_t count() const { return end - begin; }
    // Of one member, on the average.
    [[nodiscard]] Duration mean() const { return ended > 0 ? total / ended : Duration{0}; }
};

class SiblingRuns {
public:
    static constexpr int kLeast = 4; // fewer are read faster than counted

    // Siblings share their parent or, at the top, their group; members of a run also share name, namespace, operation
    // or method, and whether there is anything in them. O(n log n).
    SiblingRuns(const Trace& trace, const std::vector<TimelineGroup>& groups, std::span<const TimelineBar> bars);

    [[nodiscard]] std::int32_t count() const { return static_cast<std::int32_t>(m_runs.size()); }
    [[nodiscard]] const SiblingRun& at(std::int32_t run) const { return m_runs[static_cast<std::size_t>(run)]; }
    // Segments, in the trace's order.
    [[nodiscard]] std::span<const std::int32_t> members(std::int32_t run) const
    {
        return std::span(m_members).subspan(
            static_cast<std::size_t>(at(run).begin), static_cast<std::size_t>(at(run).count()));
    }
    // The run that `segment` is a member of; -1: none.
    [[nodiscard]] std::int32_t runOf(std::int32_t segment) const { return m_runOf[static_cast<std::size_t>(segment)]; }

private:
    void join(const Trace& trace, std::span<const std::int32_t> siblings, std::span<const std::int32_t> kinds);
    void measure(const Trace& trace, std::span<const TimelineBar> bars);

    std::vector<SiblingRun> m_runs;
    std::vector<std::int32_t> m_members;
    std::vector<std::int32_t> m_runOf; // by segment
};

} // namespace fluoroscope
