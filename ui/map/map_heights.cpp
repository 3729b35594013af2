// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_heights.h"

#include <algorithm>
#include <limits>

namespace fluoroscope {

namespace {

constexpr int kRounds = 12; // passes of the heights over the columns; more do not change what one sees
constexpr qreal kDrift = 40; // how far a known node may move towards a better place at a time
constexpr qreal kKnownWeight = 64; // of a known node's own height against what its new neighbours want
constexpr qreal kLaneWeight = 4; // keeps long edges straight

constexpr std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

} // namespace

qreal MapHeights::above(int place) const
{
    if (m_columns.places[at(place)].service < 0) {
        return m_metrics.lane;
    }
    return m_metrics.above + (m_loops[at(place)] ? m_metrics.loop : 0);
}

qreal MapHeights::below(int place) const
{
    return m_columns.places[at(place)].service < 0 ? m_metrics.lane : m_metrics.below;
}

qreal MapHeights::distance(int upper, int lower) const
{
    const bool lanes = m_columns.places[at(upper)].service < 0 && m_columns.places[at(lower)].service < 0;
    return lanes ? 2 * m_metrics.bundle : below(upper) + above(lower);
}

std::vector<int> MapHeights::movable(const std::vector<int>& column) const
{
    std::vector<int> result;
    std::copy_if(
        column.begin(), column.end(), std::back_inserter(result), [&](int place) { return !m_pinned[at(place)]; });
    return result;
}

void MapHeights::want(const std::vector<int>& column, unsigned sides)
{
    for (const int place : column) {
        const MapPlace& value = m_columns.places[at(place)];
        qreal sum = 0;
        qreal weight = 0;
        const auto add = [&](const std::vector<int>& neighbours) {
            for (const int neighbour : neighbours) {
                const bool lanes = value.service < 0 && m_columns.places[at(neighbour)].service < 0;
                sum += m_y[at(neighbour)] * (lanes ? kLaneWeight : 1);
                weight += lanes ? kLaneWeight : 1;
            }
        };
        if ((sides & Left) != 0) {
            add(value.left);
        }
        if ((sides & Right) != 0) {
            add(value.right);
        }
        m_wanted[at(place)] = weight > 0 ? sum / weight : m_y[at(place)];
        m_weight[at(place)] = std::max<qreal>(weight, 0.1);
    }
}

// The heights nearest to the wanted ones that keep order and distance: isotonic regression by pooling adjacent
// violators.
void MapHeights::fit(const std::vector<int>& column)
{
    struct Block {
        qreal sum;
        qreal weight;
        std::size_t count;
        [[nodiscard]] qreal mean() const { return sum / weight; }
    };
    std::vector<Block> blocks;
    std::vector<qreal> offsets;
    qreal offset = 0;
    for (std::size_t i = 0; i < column.size(); ++i) {
        const int place = column[i];
        offset += i > 0 ? distance(column[i - 1], place) : 0;
        offsets.push_back(offset);
        blocks.push_back({(m_wanted[at(place)] - offset) * m_weight[at(place)], m_weight[at(place)], 1});
        while (blocks.size() > 1 && blocks[blocks.size() - 2].mean() > blocks.back().mean()) {
            const Block last = blocks.back();
            blocks.pop_back();
            blocks.back().sum += last.sum;
            blocks.back().weight += last.weight;
            blocks.back().count += last.count;
        }
    }
    std::size_t i = 0;
    for (const Block& block : blocks) {
        for (std::size_t end = i + block.count; i < end; ++i) {
            m_y[at(column[i])] = block.mean() + offsets[i];
        }
    }
}

void MapHeights::find(const MapOrder& order)
{
    std::vector<std::vector<int>> columns;
    for (const std::vector<int>& column : order) {
        columns.push_back(movable(column));
        for (const int place : column) {
            m_y[at(place)] = m_pinned[at(place)] ? *m_remembered[at(place)] : 0;
            m_wanted[at(place)] = 0;
        }
        fit(columns.back());
    }
    const int count = static_cast<int>(columns.size());
    for (int round = 0; round < kRounds; ++round) {
        const bool last = round + 2 >= kRounds;
        for (int i = 0; i < count; ++i) {
            const std::vector<int>& column = columns[at(round % 2 == 0 ? i : count - 1 - i)];
            want(column, last ? Left | Right : round % 2 == 0 ? Left : Right);
            fit(column);
        }
    }
    keepKnown(columns);
}

// Moves the whole as near as it gets to where its known nodes stood, then each of these back to its own old height, but
// for a small step towards the better one: so a map that grew node by node straightens itself without ever jumping.
void MapHeights::keepKnown(const MapOrder& order)
{
    std::vector<qreal> moved;
    for (const std::vector<int>& column : order) {
        for (const int place : column) {
            if (m_remembered[at(place)]) {
                moved.push_back(*m_remembered[at(place)] - m_y[at(place)]);
            }
        }
    }
    if (moved.empty()) {
        return;
    }
    const auto middle = moved.begin() + static_cast<std::ptrdiff_t>(moved.size() / 2);
    std::nth_element(moved.begin(), middle, moved.end());
    const qreal by = *middle;
    for (const std::vector<int>& column : order) {
        for (const int place : column) {
            const qreal better = m_y[at(place)] + by;
            const std::optional<qreal>& known = m_remembered[at(place)];
            m_wanted[at(place)] = known ? std::clamp(better, *known - kDrift, *known + kDrift) : better;
            m_weight[at(place)] = known ? kKnownWeight : 1;
        }
        fit(column);
    }
}

void MapHeights::shift(const MapOrder& order, qreal by)
{
    for (const std::vector<int>& column : order) {
        for (const int place : movable(column)) {
            m_y[at(place)] += by;
        }
    }
}

std::pair<qreal, qreal> MapHeights::span(const MapOrder& order) const
{
    qreal top = std::numeric_limits<qreal>::max();
    qreal bottom = std::numeric_limits<qreal>::lowest();
    for (const std::vector<int>& column : order) {
        for (const int place : movable(column)) {
            top = std::min(top, m_y[at(place)] - above(place));
            bottom = std::max(bottom, m_y[at(place)] + below(place));
        }
    }
    return {top, bottom};
}

} // namespace fluoroscope
