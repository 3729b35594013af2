// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_parts.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fluoroscope {

namespace {

// How far down each column is taken.
class Places {
public:
    Places(const std::vector<PartBox>& parts, const PartRoom& room)
        : m_room(room)
    {
        constexpr qreal kSlack = 1.25; // parts do not fit together without a gap
        qreal area = 0;
        for (const PartBox& part : parts) {
            area += kSlack * part.columns * room.column * (part.bottom - part.top);
            m_columns = std::max(m_columns, part.columns);
        }
        m_high = std::max(room.high, std::sqrt(area / room.shape));
        m_columns = std::max(m_columns, static_cast<int>(std::ceil(std::sqrt(area * room.shape) / room.column)));
    }

    void keep(PartBox& part) { put(part, part.left, std::max(part.top, floorOf(part, part.left))); }

    void find(PartBox& part)
    {
        const qreal height = part.bottom - part.top;
        if (m_floors.empty()) {
            put(part, 0, part.top);
            return;
        }
        for (int left = 0; left + part.columns <= m_columns; ++left) {
            if (const qreal top = floorOf(part, left); top + height <= m_top + m_high) {
                put(part, left, top);
                return;
            }
        }
        const int right = static_cast<int>(m_floors.size());
        const bool isHigh = (right + part.columns) * m_room.column < m_room.shape * (m_bottom - m_top);
        isHigh ? put(part, right, m_top) : put(part, 0, m_bottom);
    }

private:
    [[nodiscard]] qreal floorOf(const PartBox& part, int left) const
    {
        qreal floor = m_floors.empty() ? part.top : m_top;
        for (int column = left; column < left + part.columns && column < static_cast<int>(m_floors.size()); ++column) {
            floor = std::max(floor, m_floors[static_cast<std::size_t>(column)]);
        }
        return floor;
    }

    void put(PartBox& part, int left, qreal top)
    {
        if (m_floors.empty()) {
            m_top = m_bottom = top;
        }
        part.left = left;
        part.bottom += top - part.top;
        part.top = top;
        const auto end = static_cast<std::size_t>(left + part.columns);
        m_floors.resize(std::max(m_floors.size(), end), m_top);
        std::fill(m_floors.begin() + left, m_floors.begin() + left + part.columns, part.bottom);
        m_bottom = std::max(m_bottom, part.bottom);
    }

    PartRoom m_room;
    std::vector<qreal> m_floors; // of each column
    qreal m_top = 0; // of all that has been put
    qreal m_bottom = 0;
    int m_columns = 1; // that may be taken, as long as there is room
    qreal m_high = 0;
};

} // namespace

std::vector<PartMove> placeParts(std::vector<PartBox> parts, const PartRoom& room)
{
    const std::vector<PartBox> before = parts;
    std::vector<std::size_t> order(parts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, [&](std::size_t a, std::size_t b) {
        return parts[a].known != parts[b].known ? parts[a].known : parts[a].known && parts[a].top < parts[b].top;
    });
    Places places(parts, room);
    std::vector<PartMove> moves(parts.size());
    for (const std::size_t i : order) {
        parts[i].known ? places.keep(parts[i]) : places.find(parts[i]);
        moves[i] = {parts[i].left - before[i].left, parts[i].top - before[i].top};
    }
    return moves;
}

} // namespace fluoroscope
