// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_columns.h"

#include "ui/map/map_fold.h"
#include "ui/map/map_shorten.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace fluoroscope {

namespace {

using Neighbours = std::vector<std::vector<int>>;

constexpr std::size_t at(int index)
{
    return static_cast<std::size_t>(index);
}

std::vector<MapColumns::Line> linesOf(const ServiceGraph& graph)
{
    QHash<ServiceKey, int> indexes;
    for (const Service& service : graph.services) {
        indexes.insert(service.key, static_cast<int>(indexes.size()));
    }
    std::vector<MapColumns::Line> lines;
    lines.reserve(graph.edges.size());
    for (const Edge& edge : graph.edges) {
        lines.push_back({indexes.value(edge.from, -1), indexes.value(edge.to, -1), false, {}});
    }
    return lines;
}

// Walks depth first and marks the lines that lead back into the walk; returns the services, callers before the called.
class CycleCutter {
public:
    CycleCutter(std::vector<MapColumns::Line>& lines, std::vector<int> starts)
        : m_lines(lines)
        , m_starts(std::move(starts))
        , m_outgoing(m_starts.size())
        , m_state(m_starts.size(), State::New)
    {
        std::vector<int> rank(m_starts.size());
        for (std::size_t i = 0; i < m_starts.size(); ++i) {
            rank[at(m_starts[i])] = static_cast<int>(i);
        }
        for (int line = 0; line < static_cast<int>(lines.size()); ++line) {
            if (lines[at(line)].from >= 0 && lines[at(line)].to >= 0) {
                m_outgoing[at(lines[at(line)].from)].push_back(line);
            }
        }
        for (std::vector<int>& outgoing : m_outgoing) {
            std::stable_sort(outgoing.begin(), outgoing.end(),
                [&](int a, int b) { return rank[at(lines[at(a)].to)] < rank[at(lines[at(b)].to)]; });
        }
    }

    std::vector<int> cut()
    {
        for (const int start : m_starts) {
            if (m_state[at(start)] == State::New) {
                walk(start);
            }
        }
        std::reverse(m_finished.begin(), m_finished.end());
        return std::move(m_finished);
    }

private:
    enum class State : std::uint8_t { New, Open, Done };

    void walk(int start)
    {
        std::vector<std::pair<int, std::size_t>> stack{{start, 0}}; // not recursive: a map may be ten thousand deep
        m_state[at(start)] = State::Open;
        while (!stack.empty()) {
            auto& [node, next] = stack.back();
            if (next == m_outgoing[at(node)].size()) {
                m_state[at(node)] = State::Done;
                m_finished.push_back(node);
                stack.pop_back();
                continue;
            }
            MapColumns::Line& line = m_lines[at(m_outgoing[at(node)][next++])];
            if (m_state[at(line.to)] == State::Open) {
                line.backward = true;
            } else if (m_state[at(line.to)] == State::New) {
                m_state[at(line.to)] = State::Open;
                stack.emplace_back(line.to, 0);
            }
        }
    }

    std::vector<MapColumns::Line>& m_lines;
    std::vector<int> m_starts;
    Neighbours m_outgoing;
    std::vector<State> m_state;
    std::vector<int> m_finished;
};

// Clients first, then what nobody calls, then what stood further left, then the graph's own order.
std::vector<int> walkOrder(
    const ServiceGraph& graph, const std::vector<MapColumns::Line>& lines, const MapPositions& previous)
{
    std::vector<bool> called(graph.services.size(), false);
    for (const MapColumns::Line& line : lines) {
        if (line.to >= 0 && line.from >= 0 && line.to != line.from) {
            called[at(line.to)] = true;
        }
    }
    const auto rank = [&](int service) {
        const Service& value = graph.services[at(service)];
        const auto known = previous.constFind(value.key);
        const qreal x = known == previous.constEnd() ? std::numeric_limits<qreal>::infinity() : known->x();
        return std::tuple(!value.isClient(), static_cast<bool>(called[at(service)]), x);
    };
    std::vector<int> order(graph.services.size());
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return rank(a) < rank(b); });
    return order;
}

// Numbers the parts that no line connects.
void findComponents(MapColumns& columns)
{
    std::vector<int> parent(columns.places.size());
    std::iota(parent.begin(), parent.end(), 0);
    const auto root = [&](int place) {
        while (parent[at(place)] != place) {
            place = parent[at(place)] = parent[at(parent[at(place)])];
        }
        return place;
    };
    for (const MapColumns::Line& line : columns.lines) {
        if (line.from >= 0 && line.to >= 0) {
            const auto [low, high] = std::minmax({root(line.from), root(line.to)});
            parent[at(high)] = low;
        }
    }
    std::vector<int> number(columns.places.size(), -1);
    for (int place = 0; place < static_cast<int>(columns.places.size()); ++place) {
        int& component = number[at(root(place))];
        if (component < 0) {
            component = columns.components++;
        }
        columns.places[at(place)].component = component;
    }
}

// Longest path, but nothing known moves to the left; then, of what is new, as near to what it calls as it gets, and no
// column as high as a tower.
void setColumns(
    MapColumns& columns, const ServiceGraph& graph, const std::vector<int>& order, const std::vector<int>& known)
{
    Neighbours outgoing(graph.services.size());
    std::vector<std::pair<int, int>> lines;
    for (const MapColumns::Line& line : columns.lines) {
        if (line.from >= 0 && line.to >= 0 && !line.backward) {
            outgoing[at(line.from)].push_back(line.to);
            lines.emplace_back(line.from, line.to);
        }
    }
    std::vector<int> column(graph.services.size(), 0);
    std::vector<bool> stays(graph.services.size());
    std::vector<bool> atLeft(
        graph.services.size()); // or is a client, which does not go where its lines would be shortest
    std::vector<int> leftmost(at(columns.components), std::numeric_limits<int>::max()); // of what is known of each part
    for (std::size_t service = 0; service < known.size(); ++service) {
        if (known[service] >= 0) {
            int& left = leftmost[at(columns.places[service].component)];
            left = std::min(left, known[service]);
        }
    }
    for (const int service : order) {
        const int left = leftmost[at(columns.places[at(service)].component)];
        const int least =
            known[at(service)] >= 0 || left == std::numeric_limits<int>::max() ? known[at(service)] : left;
        column[at(service)] = std::max(column[at(service)], least);
        stays[at(service)] = known[at(service)] >= 0;
        atLeft[at(service)] = stays[at(service)] || graph.services[at(service)].isClient();
        for (const int to : outgoing[at(service)]) {
            column[at(to)] = std::max(column[at(to)], column[at(service)] + 1);
        }
    }
    shortenLines(column, lines, atLeft);
    std::vector<int> component;
    for (const MapPlace& place : columns.places) {
        component.push_back(place.component);
    }
    foldColumns(column, lines, stays, component);
    for (int service = 0; service < static_cast<int>(column.size()); ++service) {
        columns.places[at(service)].column = column[at(service)];
    }
}

void addLanes(MapColumns& columns)
{
    const auto connect = [&](int left, int right) {
        columns.places[at(left)].right.push_back(right);
        columns.places[at(right)].left.push_back(left);
    };
    for (MapColumns::Line& line : columns.lines) {
        if (line.from < 0 || line.to < 0 || line.from == line.to) {
            continue;
        }
        const auto [left, right] = line.backward ? std::pair(line.to, line.from) : std::pair(line.from, line.to);
        int previous = left;
        for (int column = columns.places[at(left)].column + 1; column < columns.places[at(right)].column; ++column) {
            const int lane = static_cast<int>(columns.places.size());
            columns.places.push_back({-1, column, columns.places[at(left)].component, {}, {}});
            line.lanes.push_back(lane);
            connect(previous, lane);
            previous = lane;
        }
        if (columns.places[at(left)].column < columns.places[at(right)].column) {
            connect(previous, right);
        }
    }
}

} // namespace

MapColumns columnsOf(const ServiceGraph& graph, const MapPositions& previous, const std::vector<int>& known)
{
    MapColumns columns;
    columns.lines = linesOf(graph);
    for (int service = 0; service < static_cast<int>(graph.services.size()); ++service) {
        columns.places.push_back({service, 0, 0, {}, {}});
    }
    const std::vector<int> order = CycleCutter(columns.lines, walkOrder(graph, columns.lines, previous)).cut();
    findComponents(columns);
    setColumns(columns, graph, order, known);
    addLanes(columns);
    return columns;
}

} // namespace fluoroscope
