// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_order.h"

#include <algorithm>
#include <limits>
#include <random>
#include <utility>

namespace fluoroscope {

namespace {

constexpr int kSweeps = 24;
constexpr int kPatience = 5; // sweeps without a gain before giving up
constexpr std::size_t kMostStarts = 24; // orders to begin with: each may end in another valley
constexpr std::size_t kEffort = 12000; // places that are started with in all
constexpr int kSifts = 30; // passes of sifting, at the end
constexpr int kSwaps = 8; // passes of exchanging neighbours, after each sweep

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
        std::stable_sort(places.begin(), places.end(),
            [&](int a, int b) { return m_columns.places[at(a)].column < m_columns.places[at(b)].column; });
        m_best.clear();
        m_fewest = std::numeric_limits<qint64>::max();
        const bool fresh =
            std::none_of(places.begin(), places.end(), [&](int place) { return m_remembered[at(place)].has_value(); });
        const std::size_t starts = fresh ? std::clamp(kEffort / places.size(), std::size_t{2}, kMostStarts) : 1;
        for (std::size_t i = 0; i < starts && m_fewest > 0; ++i) {
            start(places, i);
            improve();
        }
        return std::move(m_best);
    }

private:
    void start(const std::vector<int>& places, std::size_t attempt);
    void improve();
    void sweep(bool rightward);
    void sweepUntilSettled();
    bool exchange(std::vector<int>& column, bool evenIfEqual);
    bool sift(std::vector<int>& column);
    void keepIfBetter();
    [[nodiscard]] int crossingsOf(int upper, int lower) const;
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
    std::vector<bool> m_seen; // places, by the walk that begins an order
    MapOrder m_best; // so far
    qint64 m_fewest = 0; // crossings in it
};

// Depth first, so that what belongs together starts out together: from the left, from the right, then by lot. `places`
// are sorted by column.
void Ordering::start(const std::vector<int>& places, std::size_t attempt)
{
    const bool rightward = attempt != 1;
    std::minstd_rand random(static_cast<unsigned>(attempt)); // its sequence is the standard's: the same everywhere
    m_order.assign(at(m_columns.places[at(places.back())].column) + 1, {});
    for (const int place : places) {
        m_seen[at(place)] = false;
    }
    for (std::size_t i = 0; i < places.size(); ++i) {
        std::vector<int> stack{rightward ? places[i] : places[places.size() - 1 - i]};
        while (!stack.empty()) {
            const int place = stack.back();
            stack.pop_back();
            if (m_seen[at(place)]) {
                continue;
            }
            m_seen[at(place)] = true;
            const MapPlace& value = m_columns.places[at(place)];
            m_order[at(value.column)].push_back(place);
            const std::vector<int>& next = rightward ? value.right : value.left;
            stack.insert(stack.end(), next.rbegin(), next.rend());
        }
    }
    for (std::vector<int>& column : m_order) {
        for (std::size_t i = column.size(); attempt > 1 && i > 1; --i) {
            std::swap(column[i - 1], column[random() % i]);
        }
        // The remembered first, by height; the sweep puts the others between them.
        std::stable_sort(column.begin(), column.end(), [&](int a, int b) {
            const auto& left = m_remembered[at(a)];
            const auto& right = m_remembered[at(b)];
            return left && right ? *left < *right : left.has_value() && !right.has_value();
        });
        rank(column);
    }
}

// Everything remembered: nothing to choose. One sweep places what is new; more of them may only better it.
void Ordering::improve()
{
    const qint64 others = std::exchange(m_fewest, std::numeric_limits<qint64>::max());
    const MapOrder best = std::move(m_best);
    sweepUntilSettled();
    m_order = m_best;
    for (const std::vector<int>& column : m_order) {
        rank(column);
    }
    bool better = m_fewest > 0;
    for (int pass = 0; pass < kSifts && better; ++pass) {
        better = false;
        for (std::size_t i = 0; i < m_order.size(); ++i) {
            better = sift(m_order[pass % 2 == 0 ? m_order.size() - 1 - i : i]) || better;
        }
    }
    keepIfBetter();
    if (others <= m_fewest) {
        m_fewest = others;
        m_best = best;
    }
}

void Ordering::sweepUntilSettled()
{
    int patience = kPatience;
    for (int i = 0; i < kSweeps && m_fewest > 0 && patience > 0; ++i) {
        sweep(i % 2 == 0);
        bool better = true;
        for (int pass = 0; pass < kSwaps && better; ++pass) {
            better = false;
            for (std::vector<int>& column : m_order) {
                better = exchange(column, i % 4 >= 2 && pass == 0) || better;
            }
        }
        const qint64 before = m_fewest;
        keepIfBetter();
        patience = m_fewest < before ? kPatience : patience - 1;
    }
}

void Ordering::keepIfBetter()
{
    const qint64 count = crossings();
    if (count < m_fewest) {
        m_fewest = count;
        m_best = m_order;
    }
}

// Takes each place that may move to where it crosses the fewest lines, however far that is: what exchanging neighbours
// does not reach over a hill. Whether any moved.
bool Ordering::sift(std::vector<int>& column)
{
    bool moved = false;
    const std::vector<int> places = column;
    for (const int place : places) {
        if (m_remembered[at(place)]) {
            continue;
        }
        const auto from = static_cast<std::size_t>(m_rank[at(place)]);
        int least = 0;
        std::size_t best = from;
        int change = 0;
        for (std::size_t i = from; i > 0; --i) {
            change += crossingsOf(place, column[i - 1]) - crossingsOf(column[i - 1], place);
            if (change < least) {
                least = change;
                best = i - 1;
            }
        }
        change = 0;
        for (std::size_t i = from + 1; i < column.size(); ++i) {
            change += crossingsOf(column[i], place) - crossingsOf(place, column[i]);
            if (change < least) {
                least = change;
                best = i;
            }
        }
        if (best != from) {
            column.erase(column.begin() + static_cast<std::ptrdiff_t>(from));
            column.insert(column.begin() + static_cast<std::ptrdiff_t>(best), place);
            rank(column);
            moved = true;
        }
    }
    return moved;
}

// How often the lines of two places cross while one stands over the other.
int Ordering::crossingsOf(int upper, int lower) const
{
    const auto count = [&](const std::vector<int>& above, const std::vector<int>& below) {
        int sum = 0;
        for (const int a : above) {
            for (const int b : below) {
                sum += m_rank[at(a)] > m_rank[at(b)] ? 1 : 0;
            }
        }
        return sum;
    };
    const MapPlace& a = m_columns.places[at(upper)];
    const MapPlace& b = m_columns.places[at(lower)];
    return count(a.left, b.left) + count(a.right, b.right);
}

// Exchanges neighbours where that saves crossings: what the mean of many neighbours does not see. Whether it saved any.
bool Ordering::exchange(std::vector<int>& column, bool evenIfEqual)
{
    bool saved = false;
    for (std::size_t i = 0; i + 1 < column.size(); ++i) {
        if (m_remembered[at(column[i])] && m_remembered[at(column[i + 1])]) {
            continue;
        }
        const int now = crossingsOf(column[i], column[i + 1]);
        const int then = now > 0 || evenIfEqual ? crossingsOf(column[i + 1], column[i]) : 0;
        if (now > then || (evenIfEqual && now == then && now > 0)) {
            std::swap(column[i], column[i + 1]);
            std::swap(m_rank[at(column[i])], m_rank[at(column[i + 1])]);
            saved = saved || now > then;
        }
    }
    return saved;
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
