// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A million bars as pixels: which columns of a window of time they cover, how many of them, and the worst outcome in
// each. Blocks of bars that fall on the same pixels are taken as one, so that a picture of all costs little more than a
// picture of a few (bench: timeline).
#pragma once

#include "ui/trace/time_scale.h"
#include "ui/trace/timeline_bar.h"

#include <vector>

namespace fluoroscope {

struct TimeColumn {
    std::int32_t count = 0; // of the bars that cover it
    Outcome worst = Outcome::Ok;
    bool operator==(const TimeColumn&) const = default;
};

class TimePyramid {
public:
    using Index = std::int32_t;

    TimePyramid() = default;
    // In the order in which they are asked for; null pointers stand for places without a bar, and the bars outlive
    // this.
    explicit TimePyramid(std::vector<const TimelineBar*> bars);

    [[nodiscard]] Index size() const { return static_cast<Index>(m_bars.size()); }
    // The bars from `first` up to and without `last`, in `width` columns that divide `window`. A bar covers at least
    // one column.
    [[nodiscard]] std::vector<TimeColumn> columns(Index first, Index last, TimeWindow window, int width) const;
    // The first place from `from` on, up to and without `last`, whose outcome is not Ok; `last`: none.
    [[nodiscard]] Index nextProblem(Index from, Index last) const;
    // The last place before `from`, down to `first`, whose outcome is not Ok; first - 1: none.
    [[nodiscard]] Index previousProblem(Index from, Index first) const;

private:
    // What a block of bars has in common; empty where minBegin > maxBegin.
    struct Block {
        Duration minBegin = Duration::max();
        Duration maxBegin = Duration::min();
        Duration minEnd = Duration::max();
        Duration maxEnd = Duration::min();
        Index count = 0;
        Outcome worst = Outcome::Ok;

        void add(const Block& other);
    };
    class Drawing;

    [[nodiscard]] Block blockOf(Index place) const;

    std::vector<const TimelineBar*> m_bars;
    std::vector<std::vector<Block>> m_levels; // each of kFanOut of the one before; the first, of bars
};

// Calls `draw(from, to, outcome)` for each stretch of covered columns with one worst outcome; the worse come later, so
// that they may be drawn wider than they are and still be seen.
template <typename Draw> void forEachStretch(const std::vector<TimeColumn>& columns, Draw&& draw)
{
    for (const Outcome outcome : {Outcome::Ok, Outcome::Error, Outcome::Throttle, Outcome::Fault}) {
        const auto isPart = [outcome](const TimeColumn& column) { return column.count > 0 && column.worst == outcome; };
        for (std::size_t from = 0; from < columns.size(); ++from) {
            std::size_t to = from;
            while (to < columns.size() && isPart(columns[to])) {
                ++to;
            }
            if (to > from) {
                draw(static_cast<int>(from), static_cast<int>(to), outcome);
                from = to;
            }
        }
    }
}

} // namespace fluoroscope
