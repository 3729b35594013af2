// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_order.h"

#include <algorithm>

namespace fluoroscope {

namespace {

constexpr int kSweeps = 12;
constexpr int kPatience = 3; // sweeps without a gain before giving up

constexpr std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

class Ordering {
public:
    Ordering(const MapColumns& columns, const std::vector<std::optional<qreal>>& remembered)
        : m_columns(columns)
        , m_remembered(remembered)
        , m_rank(columns.places.size(), 0)
        , m_center(columns.places.size(), 0)
        , m_seen(columns.places.size(), false)
    {
    }

    // `places` are those of one component.
    MapOrder order(std::vector<int> places)
    {
        m_order.clear();
        start(std::move(places));
        improve();
        return std::move(m_order);
    }

private:
    void start(std::vector<int> places);
    void improve();
    void sweep(bool rightward);
    void sortColumn(std::vector<int>& column, bool byLeft);
    void insertBetweenRemembered(std::vector<int>& column);
    [[nodiscard]] qint64 crossings() const;
    [[nodiscard]] qint64 crossings(const std::vector<int>& column, int rightSize) const;
    void rank(const std::vector<int>& column);

    const MapColumns& m_columns;
    const std::vector<std::optional<qreal>>& m_remembered;
    MapOrder m_order;
    std::vector<int> m_rank;
    std::vector<qreal> m_center; // barycenter of the sweep
    std::vector<bool> m_seen;
};

// Depth first from the left, so that what belongs together starts out together.
void Ordering::start(std::vector<int> places)
{
    std::stable_sort(places.begin(), places.end(),
        [&](int a, int b) { return m_columns.places[at(a)].column < m_columns.places[at(b)].column; });
    for (const int source : places) {
        std::vector<int> stack{source};
        while (!stack.empty()) {
            const int place = stack.back();
            stack.pop_back();
            if (m_seen[at(place)]) {
                continue;
            }
            m_seen[at(place)] = true;
            const MapPlace& value = m_columns.places[at(place)];
            if (at(value.column) >= m_order.size()) {
                m_order.resize(at(value.column) + 1);
            }
            m_order[at(value.column)].push_back(place);
            stack.insert(stack.end(), value.right.rbegin(), value.right.rend());
        }
    }
    for (std::vector<int>& column : m_order) {
        // The remembered first, by height; the sweep puts the others between them.
        std::stable_sort(column.begin(), column.end(), [&](int a, int b) {
            const auto& left = m_remembered[at(a)];
            const auto& right = m_remembered[at(b)];
            return left && right ? *left < *right : left.has_value() && !right.has_value();
        });
        rank(column);
    }
}

void Ordering::improve()
{
    // Everything remembered: nothing to choose. One sweep places what is new; more of them may only better it.
    sweep(true);
    MapOrder best = m_order;
    qint64 fewest = crossings();
    int patience = kPatience;
    for (int i = 1; i < kSweeps && fewest > 0 && patience > 0; ++i) {
        sweep(i % 2 == 0);
        const qint64 count = crossings();
        if (count < fewest) {
            fewest = count;
            best = m_order;
            patience = kPatience;
        } else {
            --patience;
        }
    }
    m_order = std::move(best);
}

void Ordering::sweep(bool rightward)
{
    const int count = static_cast<int>(m_order.size());
    for (int i = 0; i < count; ++i) {
        std::vector<int>& column = m_order[at(rightward ? i : count - 1 - i)];
        sortColumn(column, rightward);
        rank(column);
    }
}

void Ordering::sortColumn(std::vector<int>& column, bool byLeft)
{
    bool remembers = false;
    for (const int place : column) {
        const MapPlace& value = m_columns.places[at(place)];
        const std::vector<int>& wanted = byLeft ? value.left : value.right;
        const std::vector<int>& neighbours = wanted.empty() ? (byLeft ? value.right : value.left) : wanted;
        qreal sum = 0;
        for (const int neighbour : neighbours) {
            sum += m_rank[at(neighbour)];
        }
        m_center[at(place)] = neighbours.empty() ? m_rank[at(place)] : sum / static_cast<qreal>(neighbours.size());
        remembers = remembers || m_remembered[at(place)];
    }
    if (remembers) {
        insertBetweenRemembered(column);
    } else {
        std::stable_sort(column.begin(), column.end(), [&](int a, int b) { return m_center[at(a)] < m_center[at(b)]; });
    }
}

void Ordering::insertBetweenRemembered(std::vector<int>& column)
{
    std::vector<int> kept;
    std::vector<int> fresh;
    for (const int place : column) {
        (m_remembered[at(place)] ? kept : fresh).push_back(place);
    }
    std::stable_sort(fresh.begin(), fresh.end(), [&](int a, int b) { return m_center[at(a)] < m_center[at(b)]; });
    for (const int place : fresh) {
        // Where the fewest of the others stand on the wrong side of it; below its siblings when they are equal.
        int wrong = 0;
        for (const int other : kept) {
            wrong += m_center[at(other)] < m_center[at(place)] ? 1 : 0;
        }
        int fewest = wrong;
        std::size_t best = 0;
        for (std::size_t i = 0; i < kept.size(); ++i) {
            const qreal difference = m_center[at(kept[i])] - m_center[at(place)];
            wrong += difference > 0 ? 1 : difference < 0 ? -1 : 0;
            if (wrong <= fewest) {
                fewest = wrong;
                best = i + 1;
            }
        }
        kept.insert(kept.begin() + static_cast<std::ptrdiff_t>(best), place);
    }
    column = std::move(kept);
}

qint64 Ordering::crossings() const
{
    qint64 count = 0;
    for (std::size_t i = 0; i + 1 < m_order.size(); ++i) {
        count += crossings(m_order[i], static_cast<int>(m_order[i + 1].size()));
    }
    return count;
}

// Inversions between the ranks at the left and at the right ends of the lines, counted with a Fenwick tree.
qint64 Ordering::crossings(const std::vector<int>& column, int rightSize) const
{
    std::vector<int> tree(at(rightSize) + 1, 0);
    std::vector<int> ends;
    qint64 count = 0;
    int added = 0;
    for (const int place : column) {
        ends.clear();
        for (const int right : m_columns.places[at(place)].right) {
            ends.push_back(m_rank[at(right)]);
        }
        for (const int end : ends) {
            int notBelow = 0;
            for (int i = end + 1; i > 0; i -= i & -i) {
                notBelow += tree[at(i)];
            }
            count += added - notBelow;
        }
        for (const int end : ends) {
            for (int i = end + 1; i <= rightSize; i += i & -i) {
                ++tree[at(i)];
            }
        }
        added += static_cast<int>(ends.size());
    }
    return count;
}

void Ordering::rank(const std::vector<int>& column)
{
    for (std::size_t i = 0; i < column.size(); ++i) {
        m_rank[at(column[i])] = static_cast<int>(i);
    }
}

} // namespace

std::vector<MapOrder> orderPlaces(const MapColumns& columns, const std::vector<std::optional<qreal>>& remembered)
{
    std::vector<std::vector<int>> components(at(columns.components));
    for (int place = 0; place < static_cast<int>(columns.places.size()); ++place) {
        components[at(columns.places[at(place)].component)].push_back(place);
    }
    Ordering ordering(columns, remembered);
    std::vector<MapOrder> orders;
    orders.reserve(components.size());
    for (std::vector<int>& places : components) {
        orders.push_back(ordering.order(std::move(places)));
    }
    return orders;
}

} // namespace fluoroscope
