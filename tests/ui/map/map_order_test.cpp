// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// That the trace map's lines are short and seldom cross.

#include "tests/ui/map/map_graphs.h"
#include "tests/ui/map/map_shapes.h"
#include "ui/map/map_layout.h"
#include "ui/map/map_order.h"

#include <QTest>
#include <algorithm>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

// Pairs of lines between two columns whose ends are in the opposite order.
int crossingsIn(const MapColumns& columns, const std::vector<MapOrder>& orders)
{
    std::vector<std::size_t> rank(columns.places.size());
    int count = 0;
    for (const MapOrder& order : orders) {
        for (const std::vector<int>& column : order) {
            for (std::size_t i = 0; i < column.size(); ++i) {
                rank[static_cast<std::size_t>(column[i])] = i;
            }
        }
        for (const std::vector<int>& column : order) {
            std::vector<std::pair<std::size_t, std::size_t>> lines;
            for (const int place : column) {
                for (const int right : columns.places[static_cast<std::size_t>(place)].right) {
                    lines.emplace_back(rank[static_cast<std::size_t>(place)], rank[static_cast<std::size_t>(right)]);
                }
            }
            for (const auto& [from, to] : lines) {
                count += static_cast<int>(std::count_if(lines.begin(), lines.end(),
                    [from = from, to = to](const auto& other) { return other.first > from && other.second < to; }));
            }
        }
    }
    return count;
}

} // namespace

class MapOrderTest : public QObject {
    Q_OBJECT

private slots:
    void linesAreAsShortAsCanBe();
    void linesDoNotCrossWithoutNeed();
    void knownPlacesKeepTheirOrder();
};

void MapOrderTest::linesAreAsShortAsCanBe()
{
    // In a row of six with a side branch that could stand anywhere, it stands where its lines are shortest.
    GraphBuilder builder;
    for (const QString& name : {u"a"_s, u"b"_s, u"c"_s, u"d"_s, u"e"_s, u"side"_s, u"leaf"_s}) {
        builder.service(keyOf(name), {1});
    }
    const auto edge = [&](const QString& from, const QString& to) { builder.edge(keyOf(from), keyOf(to)); };
    edge(u"a"_s, u"b"_s);
    edge(u"b"_s, u"c"_s);
    edge(u"c"_s, u"d"_s);
    edge(u"d"_s, u"e"_s);
    edge(u"a"_s, u"side"_s);
    edge(u"side"_s, u"e"_s);
    edge(u"side"_s, u"d"_s);
    edge(u"a"_s, u"leaf"_s);
    const ServiceGraph graph = builder.build();
    MapMemory memory;
    memory.add(graph, layoutMap(graph, kFullMap, {}, {}), kFullMap);
    const MapPositions& positions = memory.nodes;
    QCOMPARE(positions[keyOf(u"side"_s)].x(), 2 * kFullMap.column); // one line longer, two shorter
    QCOMPARE(positions[keyOf(u"leaf"_s)].x(), kFullMap.column);
}

void MapOrderTest::linesDoNotCrossWithoutNeed()
{
    const auto crossings = [](const QString& name) {
        for (const MapShape& shape : mapShapes()) {
            if (shape.name == name) {
                const MapColumns columns =
                    columnsOf(shape.graph, {}, std::vector<int>(shape.graph.services.size(), -1));
                const std::vector<std::optional<qreal>> none(columns.places.size());
                return crossingsIn(columns, orderPlaces(columns, none));
            }
        }
        return -1;
    };
    // Of each the least that is known; dot's figures are in the benchmark "map".
    QCOMPARE(crossings(u"chain"_s), 0);
    QCOMPARE(crossings(u"fan"_s), 0);
    QCOMPARE(crossings(u"diamond"_s), 0);
    QCOMPARE(crossings(u"demo"_s), 0);
    QCOMPARE(crossings(u"mesh"_s), 54);
    QVERIFY(crossings(u"shop"_s) <= 11);
    QVERIFY(crossings(u"30 nodes"_s) <= 1);
    QVERIFY(crossings(u"60 nodes"_s) <= 105);
}

void MapOrderTest::knownPlacesKeepTheirOrder()
{
    const ServiceGraph graph = bigGraph(60, 90);
    const MapColumns columns = columnsOf(graph, {}, std::vector<int>(graph.services.size(), -1));
    std::vector<std::optional<qreal>> known(columns.places.size());
    for (std::size_t i = 0; i < graph.services.size(); ++i) {
        if (i % 3 != 0) {
            known[i] = static_cast<qreal>((i * 37) % 101);
        }
    }
    for (const MapOrder& order : orderPlaces(columns, known)) {
        for (const std::vector<int>& column : order) {
            qreal last = -1;
            for (const int place : column) {
                const std::optional<qreal>& height = known[static_cast<std::size_t>(place)];
                QVERIFY(!height || *height >= last);
                last = height.value_or(last);
            }
        }
    }
}

QTEST_GUILESS_MAIN(MapOrderTest)
#include "map_order_test.moc"
