// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Adds up encoded graphs without making a graph of each: for the sum of many thousand.
#pragma once

#include "core/graph/service_graph.h"

#include <QByteArray>
#include <string>
#include <unordered_map>

namespace fluoroscope {

class GraphSum {
public:
    // What encodeGraph() gave; what follows the first byte that makes no sense is left out.
    void add(QByteArrayView bytes);
    // The same as adding the decoded graphs one by one.
    [[nodiscard]] ServiceGraph graph() const;

private:
    // Response times of a graph lie close together: the most are counted by place.
    struct Tally {
        qint64 numbers[5] = {}; // ok, error, throttle, fault, total response time in µs
        std::vector<qint64> near; // by milliseconds
        Histogram far;

        void count(qint64 milliseconds, qint64 requests);
        [[nodiscard]] CallStatistics statistics() const;
    };
    struct Node {
        Service service; // but for its statistics
        Tally tally;
    };
    struct Way {
        Edge edge; // but for its statistics and ends
        std::size_t from = 0;
        std::size_t to = 0;
        Tally tally;
    };

    std::unordered_map<std::string, std::size_t> m_nodeOf; // by encoded key
    std::unordered_map<quint64, std::size_t> m_wayOf; // by both ends and type
    std::vector<Node> m_nodes;
    std::vector<Way> m_ways;
    std::vector<std::size_t> m_places; // of the services of the graph that is being added
};

} // namespace fluoroscope
