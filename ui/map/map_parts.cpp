// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_parts.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace fluoroscope {

namespace {

bool overlap(const PartBox& a, const PartBox& b)
{
    constexpr qreal kTouch = 0.5; // what only touches does not overlap
    return a.left < b.left + b.columns && b.left < a.left + a.columns && a.top < b.bottom - kTouch
        && b.top < a.bottom - kTouch;
}

void moveTo(PartBox& part, int left, qreal top)
{
    part.left = left;
    part.bottom += top - part.top;
    part.top = top;
}

class Places {
public:
    Places(const std::vector<PartBox>& parts, const PartRoom& room)
        : m_column(room.column)
        , m_shape(room.shape)
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

    void keep(PartBox& part)
    {
        for (auto other = m_taken.begin(); other != m_taken.end();) {
            if (overlap(part, *other)) {
                moveTo(part, part.left, other->bottom);
                other = m_taken.begin(); // it may have come upon another
            } else {
                ++other;
            }
        }
        m_taken.push_back(part);
    }

    void find(PartBox& part)
    {
        if (!m_taken.empty()) {
            findAmong(part);
        }
        m_taken.push_back(part);
    }

private:
    void findAmong(PartBox& part)
    {
        qreal begin = m_taken.front().top;
        qreal end = m_taken.front().bottom;
        for (const PartBox& taken : m_taken) {
            begin = std::min(begin, taken.top);
            end = std::max(end, taken.bottom);
        }
        std::set<int> lefts{0};
        std::set<qreal> tops{begin};
        for (const PartBox& taken : m_taken) {
            lefts.insert(taken.left + taken.columns);
            tops.insert(taken.bottom);
        }
        const qreal height = part.bottom - part.top;
        for (const int left : lefts) {
            for (const qreal top : tops) {
                moveTo(part, left, top);
                const bool fits = left + part.columns <= m_columns && top + height <= begin + m_high;
                if (fits && std::ranges::none_of(m_taken, [&](const PartBox& taken) { return overlap(part, taken); })) {
                    return;
                }
            }
        }
        const int right = *lefts.rbegin();
        const bool isHigh = (right + part.columns) * m_column < m_shape * (end - begin);
        isHigh ? moveTo(part, right, begin) : moveTo(part, 0, end);
    }

    std::vector<PartBox> m_taken;
    qreal m_column;
    qreal m_shape;
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
