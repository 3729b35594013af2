// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_shorten.h"

#include <algorithm>
#include <limits>

namespace fluoroscope {

namespace {

constexpr int kUnlimited = std::numeric_limits<int>::max() / 2;

constexpr std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

// The greatest flow between two nodes, by Dinic's algorithm.
class Flow {
public:
    explicit Flow(int nodes)
        : m_arcs(at(nodes))
        , m_level(at(nodes))
        , m_next(at(nodes))
    {
    }

    void add(int from, int to, int capacity)
    {
        m_arcs[at(from)].push_back({to, capacity, m_arcs[at(to)].size()});
        m_arcs[at(to)].push_back({from, 0, m_arcs[at(from)].size() - 1});
    }

    // Returns which nodes lie on the source's side of a least cut.
    std::vector<bool> cut(int source, int sink)
    {
        while (findLevels(source, sink)) {
            std::fill(m_next.begin(), m_next.end(), std::size_t{0});
            while (push(source, sink, kUnlimited) > 0) { }
        }
        std::vector<bool> side(m_level.size());
        std::transform(m_level.begin(), m_level.end(), side.begin(), [](int level) { return level >= 0; });
        return side;
    }

private:
    struct Arc {
        int to;
        int capacity; // that is left
        std::size_t back; // index of the opposite arc
    };

    bool findLevels(int source, int sink)
    {
        std::fill(m_level.begin(), m_level.end(), -1);
        m_level[at(source)] = 0;
        std::vector<int> queue{source};
        for (std::size_t i = 0; i < queue.size(); ++i) {
            for (const Arc& arc : m_arcs[at(queue[i])]) {
                if (arc.capacity > 0 && m_level[at(arc.to)] < 0) {
                    m_level[at(arc.to)] = m_level[at(queue[i])] + 1;
                    queue.push_back(arc.to);
                }
            }
        }
        return m_level[at(sink)] >= 0;
    }

    int push(int node, int sink, int most)
    {
        if (node == sink) {
            return most;
        }
        for (std::size_t& i = m_next[at(node)]; i < m_arcs[at(node)].size(); ++i) {
            Arc& arc = m_arcs[at(node)][i];
            if (arc.capacity > 0 && m_level[at(arc.to)] == m_level[at(node)] + 1) {
                const int pushed = push(arc.to, sink, std::min(most, arc.capacity));
                if (pushed > 0) {
                    arc.capacity -= pushed;
                    m_arcs[at(arc.to)][arc.back].capacity += pushed;
                    return pushed;
                }
            }
        }
        return 0;
    }

    std::vector<std::vector<Arc>> m_arcs;
    std::vector<int> m_level;
    std::vector<std::size_t> m_next;
};

} // namespace

void shortenLines(
    std::vector<int>& columns, const std::vector<std::pair<int, int>>& lines, const std::vector<bool>& fixed)
{
    const int count = static_cast<int>(columns.size());
    std::vector<int> gain(at(count), 0); // of moving one node alone: lines out become shorter, lines in longer
    for (const auto& [from, to] : lines) {
        ++gain[at(from)];
        --gain[at(to)];
    }
    for (int step = 0; step < count; ++step) {
        const int source = count;
        const int sink = count + 1;
        Flow flow(count + 2);
        for (int node = 0; node < count; ++node) {
            if (fixed[at(node)]) {
                flow.add(node, sink, kUnlimited);
            } else if (gain[at(node)] > 0) {
                flow.add(source, node, gain[at(node)]);
            } else if (gain[at(node)] < 0) {
                flow.add(node, sink, -gain[at(node)]);
            }
        }
        for (const auto& [from, to] : lines) {
            if (columns[at(from)] + 1 == columns[at(to)]) {
                flow.add(from, to, kUnlimited);
            }
        }
        const std::vector<bool> moves = flow.cut(source, sink);
        bool moved = false;
        for (int node = 0; node < count; ++node) {
            if (moves[at(node)]) {
                ++columns[at(node)];
                moved = true;
            }
        }
        if (!moved) {
            return;
        }
    }
}

} // namespace fluoroscope
