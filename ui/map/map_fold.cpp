// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_fold.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace fluoroscope {

namespace {

constexpr int kHigh = 14; // nodes that any column may have: at a third of their size they fit a window
constexpr int kDense = 2; // lines for each node; with more, their lanes would take the room that folding wins
constexpr double kShape = 1.2; // rows for each column where there are more, lanes between them not counted

constexpr std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

// How many nodes of one part stand in each column.
class Heights {
public:
    int& operator[](int column)
    {
        m_heights.resize(std::max(m_heights.size(), at(column) + 1));
        return m_heights[at(column)];
    }
    [[nodiscard]] int highest() const
    {
        return m_heights.empty() ? 0 : *std::max_element(m_heights.begin(), m_heights.end());
    }
    [[nodiscard]] int nodes() const { return std::accumulate(m_heights.begin(), m_heights.end(), 0); }

private:
    std::vector<int> m_heights;
};

// Callers before the called. Within a column first what calls others, since that would push these along; then the
// leaves of each caller in turn, since neighbours are dealt out to neighbouring columns: so they make a grid, in which
// every line reaches its leaf between two rows.
std::vector<int> foldOrder(const std::vector<int>& columns, const std::vector<std::pair<int, int>>& lines)
{
    std::vector<int> caller(columns.size(), -1);
    std::vector<bool> isLeaf(columns.size(), true);
    for (const auto& [from, to] : lines) {
        isLeaf[at(from)] = false;
        caller[at(to)] = from;
    }
    const auto rank = [&](int node) {
        return std::tuple(columns[at(node)], static_cast<bool>(isLeaf[at(node)]), caller[at(node)]);
    };
    std::vector<int> order(columns.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return rank(a) < rank(b); });
    return order;
}

} // namespace

void foldColumns(std::vector<int>& columns, const std::vector<std::pair<int, int>>& lines,
    const std::vector<bool>& fixed, const std::vector<int>& part)
{
    std::vector<Heights> heights(columns.size());
    for (std::size_t node = 0; node < columns.size(); ++node) {
        ++heights[at(part[node])][columns[node]];
    }
    std::vector<int> linesIn(columns.size(), 0);
    for (const auto& line : lines) {
        ++linesIn[at(part[at(line.first)])];
    }
    std::vector<int> most(columns.size(), 0); // for each part that has to be folded; 0: for the others
    for (std::size_t i = 0; i < heights.size(); ++i) {
        const int high = std::max(kHigh, static_cast<int>(std::ceil(kShape * std::sqrt(double(heights[i].nodes())))));
        const bool folds = heights[i].highest() > high && linesIn[i] <= kDense * heights[i].nodes();
        most[i] = folds ? high : 0;
        heights[i] = {};
    }
    if (std::all_of(most.begin(), most.end(), [](int high) { return high == 0; })) {
        return;
    }
    std::vector<std::vector<int>> callers(columns.size());
    std::vector<int> end(columns.size(), std::numeric_limits<int>::max()); // the first column that is too far right
    for (const auto& [from, to] : lines) {
        callers[at(to)].push_back(from);
        if (fixed[at(to)]) {
            end[at(from)] = std::min(end[at(from)], columns[at(to)]);
        }
    }
    const std::vector<int> natural = columns;
    std::vector<Heights> waiting(columns.size()); // to be put somewhere, by natural column
    for (std::size_t node = 0; node < columns.size(); ++node) {
        ++(fixed[node] ? heights : waiting)[at(part[node])][columns[node]];
    }
    for (const int node : foldOrder(natural, lines)) {
        int& column = columns[at(node)];
        for (const int caller : callers[at(node)]) {
            column = std::max(column, columns[at(caller)] + 1);
        }
        const int high = most[at(part[at(node)])];
        if (fixed[at(node)] || high == 0) {
            continue;
        }
        Heights& height = heights[at(part[at(node)])];
        int& left = waiting[at(part[at(node)])][natural[at(node)]];
        int lowest = column;
        int room = 0;
        for (int next = column; room < left && next < end[at(node)]; ++next) { // as many as all that wait will take
            room += std::max(0, high - height[next]);
            lowest = height[next] < height[lowest] ? next : lowest;
        }
        column = lowest;
        ++height[column];
        --left;
    }
}

} // namespace fluoroscope
