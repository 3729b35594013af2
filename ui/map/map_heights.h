// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How high each node of the trace map stands: near its neighbours, in the order of its column, and near to where it
// stood.
#pragma once

#include "ui/map/map_columns.h"
#include "ui/map/map_layout.h"
#include "ui/map/map_order.h"

#include <optional>

namespace fluoroscope {

// The heights of one component's places, from the fit of every column.
class MapHeights {
public:
    MapHeights(const MapColumns& columns, const MapMetrics& metrics, const std::vector<bool>& loops,
        const std::vector<std::optional<qreal>>& remembered, const std::vector<bool>& pinned)
        : m_columns(columns)
        , m_metrics(metrics)
        , m_loops(loops)
        , m_remembered(remembered)
        , m_pinned(pinned)
        , m_y(columns.places.size(), 0)
        , m_wanted(columns.places.size(), 0)
        , m_weight(columns.places.size(), 1)
    {
    }

    void find(const MapOrder& order);
    void shift(const MapOrder& order, qreal by);
    [[nodiscard]] qreal y(int place) const { return m_y[static_cast<std::size_t>(place)]; }
    void setY(int place, qreal y) { m_y[static_cast<std::size_t>(place)] = y; }
    // The span that the component takes; pinned nodes do not count.
    [[nodiscard]] std::pair<qreal, qreal> span(const MapOrder& order) const;
    [[nodiscard]] qreal above(int place) const;
    [[nodiscard]] qreal below(int place) const;

private:
    enum Side : std::uint8_t { Left = 1, Right = 2 };
    void want(const std::vector<int>& column, unsigned sides);
    void fit(const std::vector<int>& column);
    void keepKnown(const MapOrder& order);
    [[nodiscard]] qreal distance(int upper, int lower) const;
    [[nodiscard]] std::vector<int> movable(const std::vector<int>& column) const;

    const MapColumns& m_columns;
    const MapMetrics& m_metrics;
    const std::vector<bool>& m_loops;
    const std::vector<std::optional<qreal>>& m_remembered;
    const std::vector<bool>& m_pinned;
    std::vector<qreal> m_y;
    std::vector<qreal> m_wanted;
    std::vector<qreal> m_weight;
};

} // namespace fluoroscope
