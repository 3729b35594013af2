// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/time_pyramid.h"

#include <algorithm>
#include <array>

namespace fluoroscope {

namespace {

constexpr TimePyramid::Index kFanOut = 16;
constexpr std::size_t kOutcomes = 4;

std::size_t nth(TimePyramid::Index index)
{
    return static_cast<std::size_t>(index);
}

} // namespace

void TimePyramid::Block::add(const Block& other)
{
    minBegin = std::min(minBegin, other.minBegin);
    maxBegin = std::max(maxBegin, other.maxBegin);
    minEnd = std::min(minEnd, other.minEnd);
    maxEnd = std::max(maxEnd, other.maxEnd);
    count += other.count;
    worst = std::max(worst, other.worst);
}

// Where each bar begins and ends is noted by outcome; sums along the columns then say what covers them.
class TimePyramid::Drawing {
public:
    Drawing(const TimePyramid& pyramid, Index first, Index last, TimeWindow window, int width)
        : m_pyramid(pyramid)
        , m_first(first)
        , m_last(last)
        , m_begin(window.begin)
        , m_scale(width / static_cast<double>(window.length().count()))
        , m_width(width)
    {
        for (std::vector<Index>& changes : m_changes) {
            changes.assign(static_cast<std::size_t>(width) + 1, 0);
        }
    }

    std::vector<TimeColumn> run()
    {
        const std::size_t top = m_pyramid.m_levels.size();
        if (top > 0 && m_first < m_last) {
            Index span = kFanOut;
            for (std::size_t level = 1; level < top; ++level) {
                span *= kFanOut;
            }
            for (Index i = 0; i < static_cast<Index>(m_pyramid.m_levels[top - 1].size()); ++i) {
                look(top, i, span);
            }
        }
        std::vector<TimeColumn> columns(static_cast<std::size_t>(m_width));
        std::array<Index, kOutcomes> open{};
        for (std::size_t x = 0; x < columns.size(); ++x) {
            for (std::size_t outcome = 0; outcome < kOutcomes; ++outcome) {
                open.at(outcome) += m_changes.at(outcome)[x];
                if (open.at(outcome) > 0) {
                    columns[x].count += open.at(outcome);
                    columns[x].worst = static_cast<Outcome>(outcome);
                }
            }
        }
        return columns;
    }

private:
    // The column of a moment; -1 and m_width stand for all before and after the window.
    [[nodiscard]] int column(Duration time) const
    {
        const double x = static_cast<double>((time - m_begin).count()) * m_scale;
        return x < 0 ? -1 : x >= m_width ? m_width : static_cast<int>(x);
    }

    void cover(int begin, int end, Outcome outcome, Index count)
    {
        std::vector<Index>& changes = m_changes[static_cast<std::size_t>(outcome)];
        changes[static_cast<std::size_t>(begin)] += count;
        changes[static_cast<std::size_t>(end) + 1] -= count;
    }

    // A block of `level`, of which 1 is made of bars; it holds `span` of them.
    void look(std::size_t level, Index place, Index span)
    {
        const Index from = place * span;
        const Index to = std::min(from + span, m_pyramid.size());
        const Block& block = m_pyramid.m_levels[level - 1][nth(place)];
        if (to <= m_first || from >= m_last || block.count == 0) {
            return;
        }
        const int minBegin = std::max(column(block.minBegin), 0);
        const int maxEnd = std::min(column(block.maxEnd), m_width - 1);
        if (minBegin >= m_width || maxEnd < 0) {
            return;
        }
        if (from >= m_first && to <= m_last && minBegin == std::max(column(block.maxBegin), 0)
            && maxEnd == std::min(column(block.minEnd), m_width - 1)) {
            cover(minBegin, maxEnd, block.worst, block.count);
        } else if (level == 1) {
            lookAtBars(std::max(from, m_first), std::min(to, m_last));
        } else {
            const Index end = std::min((place + 1) * kFanOut, static_cast<Index>(m_pyramid.m_levels[level - 2].size()));
            for (Index i = place * kFanOut; i < end; ++i) {
                look(level - 1, i, span / kFanOut);
            }
        }
    }

    void lookAtBars(Index from, Index to)
    {
        for (Index place = from; place < to; ++place) {
            if (const TimelineBar* bar = m_pyramid.m_bars[nth(place)]) {
                const int begin = std::max(column(bar->begin), 0);
                const int end = std::min(column(bar->end), m_width - 1);
                if (begin < m_width && end >= 0) {
                    cover(begin, end, bar->outcome, 1);
                }
            }
        }
    }

    const TimePyramid& m_pyramid;
    Index m_first;
    Index m_last;
    Duration m_begin;
    double m_scale;
    int m_width;
    std::array<std::vector<Index>, kOutcomes> m_changes;
};

TimePyramid::TimePyramid(std::vector<const TimelineBar*> bars)
    : m_bars(std::move(bars))
{
    Index below = size();
    while (m_levels.empty() ? below > 0 : below > kFanOut) {
        const std::size_t level = m_levels.size();
        std::vector<Block> blocks(nth((below + kFanOut - 1) / kFanOut));
        for (Index i = 0; i < below; ++i) {
            blocks[nth(i / kFanOut)].add(level == 0 ? blockOf(i) : m_levels[level - 1][nth(i)]);
        }
        below = static_cast<Index>(blocks.size());
        m_levels.push_back(std::move(blocks));
    }
}

TimePyramid::Block TimePyramid::blockOf(Index place) const
{
    const TimelineBar* bar = m_bars[nth(place)];
    return bar ? Block{bar->begin, bar->begin, bar->end, bar->end, 1, bar->outcome} : Block{};
}

std::vector<TimeColumn> TimePyramid::columns(Index first, Index last, TimeWindow window, int width) const
{
    return width > 0 ? Drawing(*this, first, last, window, width).run() : std::vector<TimeColumn>();
}

TimePyramid::Index TimePyramid::nextProblem(Index from, Index last) const
{
    for (Index i = from; i < last;) {
        if (i % kFanOut == 0 && m_levels.front()[nth(i / kFanOut)].worst == Outcome::Ok) {
            i += kFanOut;
        } else if (m_bars[nth(i)] && m_bars[nth(i)]->outcome != Outcome::Ok) {
            return i;
        } else {
            ++i;
        }
    }
    return last;
}

TimePyramid::Index TimePyramid::previousProblem(Index from, Index first) const
{
    for (Index i = from - 1; i >= first;) {
        if (i % kFanOut == kFanOut - 1 && m_levels.front()[nth(i / kFanOut)].worst == Outcome::Ok) {
            i -= kFanOut;
        } else if (m_bars[nth(i)] && m_bars[nth(i)]->outcome != Outcome::Ok) {
            return i;
        } else {
            --i;
        }
    }
    return first - 1;
}

} // namespace fluoroscope
