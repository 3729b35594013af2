// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/graph/graph_codec.h"

#include "core/graph/graph_reader.h"

#include <unordered_map>

namespace fluoroscope {

namespace {

// Names once, then numbers as zigzag varints: nearly all of them are small.
class Writer {
public:
    void number(qint64 value)
    {
        quint64 rest = (static_cast<quint64>(value) << 1) ^ static_cast<quint64>(value >> 63);
        while (rest >= 0x80) {
            m_bytes.append(static_cast<char>(rest | 0x80));
            rest >>= 7;
        }
        m_bytes.append(static_cast<char>(rest));
    }

    void text(const QString& text)
    {
        const QByteArray utf8 = text.toUtf8();
        number(utf8.size());
        m_bytes.append(utf8);
    }

    void key(const ServiceKey& key)
    {
        text(key.name);
        text(key.type);
        text(key.account);
    }

    void span(Timestamp first, Timestamp last)
    {
        // The difference wraps, so that a span that holds nothing yet survives, too.
        const auto begin = static_cast<quint64>(first.time_since_epoch().count());
        number(static_cast<qint64>(begin));
        number(static_cast<qint64>(static_cast<quint64>(last.time_since_epoch().count()) - begin));
    }

    void statistics(const CallStatistics& statistics)
    {
        number(statistics.ok);
        number(statistics.error);
        number(statistics.throttle);
        number(statistics.fault);
        number(statistics.totalResponseTime.count());
        number(static_cast<qint64>(statistics.responseTimes.size()));
        qint64 previous = 0;
        for (const auto& [milliseconds, count] : statistics.responseTimes) {
            number(milliseconds - previous);
            number(count);
            previous = milliseconds;
        }
    }

    [[nodiscard]] QByteArray take() { return std::move(m_bytes); }

private:
    QByteArray m_bytes;
};

} // namespace

QByteArray encodeGraph(const ServiceGraph& graph)
{
    Writer writer;
    writer.number(GraphReader::kVersion);
    writer.number(static_cast<qint64>(graph.services.size()));
    std::unordered_map<ServiceKey, qint64> places;
    for (const Service& service : graph.services) {
        places.emplace(service.key, static_cast<qint64>(places.size()));
        writer.key(service.key);
        writer.number(service.received);
        writer.number(service.requests);
        writer.span(service.first, service.last);
        writer.statistics(service.statistics);
    }
    writer.number(static_cast<qint64>(graph.edges.size()));
    for (const Edge& edge : graph.edges) {
        writer.number(places[edge.from]);
        writer.number(places[edge.to]);
        writer.number(static_cast<qint64>(edge.type));
        writer.number(edge.calls);
        writer.number(static_cast<qint64>(edge.aliases.size()));
        for (const auto& [alias, calls] : edge.aliases) {
            writer.text(alias);
            writer.number(calls);
        }
        writer.span(edge.first, edge.last);
        writer.statistics(edge.statistics);
    }
    return writer.take();
}

ServiceGraph decodeGraph(QByteArrayView bytes)
{
    GraphReader reader(bytes);
    ServiceGraph graph;
    if (reader.number() != GraphReader::kVersion) {
        return graph;
    }
    for (std::size_t i = reader.count(); i > 0 && reader.ok(); --i) {
        Service& service = graph.services.emplace_back();
        service.key = reader.key();
        service.received = reader.number();
        service.requests = reader.number();
        reader.span(service.first, service.last);
        service.statistics = reader.statistics();
    }
    for (std::size_t i = reader.count(); i > 0 && reader.ok(); --i) {
        Edge& edge = graph.edges.emplace_back();
        const auto from = static_cast<std::size_t>(reader.number());
        const auto to = static_cast<std::size_t>(reader.number());
        if (from >= graph.services.size() || to >= graph.services.size()) {
            return {};
        }
        edge.from = graph.services[from].key;
        edge.to = graph.services[to].key;
        edge.type = reader.number() == 1 ? EdgeType::Link : EdgeType::Call;
        edge.calls = reader.number();
        reader.aliases(edge.aliases);
        reader.span(edge.first, edge.last);
        edge.statistics = reader.statistics();
    }
    return reader.isWhole() ? graph : ServiceGraph();
}

} // namespace fluoroscope
