// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/map/map_graphs.h"
#include "tests/ui/map/map_shapes.h"
#include "ui/map/map_columns.h"
#include "ui/map/map_layout.h"

#include <QTest>
#include <algorithm>
#include <random>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

MapPositions positionsOf(const ServiceGraph& graph, const MapLayout& layout)
{
    MapMemory memory;
    memory.add(graph, layout, kFullMap);
    return memory.nodes;
}

// Lays out and remembers.
MapPositions next(MapMemory& memory, const ServiceGraph& graph)
{
    const MapLayout layout = layoutMap(graph, kFullMap, memory, {});
    memory.add(graph, layout, kFullMap);
    return positionsOf(graph, layout);
}

// Every service, in a random order in which each comes with a neighbour, as they do when requests come in.
std::vector<ServiceKey> arrivalOrder(const ServiceGraph& graph, unsigned seed)
{
    std::minstd_rand random(seed);
    std::vector<ServiceKey> order{graph.services[random() % graph.services.size()].key};
    const auto has = [&](const ServiceKey& key) { return std::find(order.begin(), order.end(), key) != order.end(); };
    while (order.size() < graph.services.size()) {
        std::vector<ServiceKey> nearby;
        for (const Edge& edge : graph.edges) {
            if (has(edge.from) != has(edge.to)) {
                nearby.push_back(has(edge.from) ? edge.to : edge.from);
            }
        }
        order.push_back(nearby[random() % nearby.size()]);
    }
    return order;
}

int overlaps(const MapPositions& positions)
{
    const QRectF box = nodeBox(kFullMap).adjusted(1, 1, -1, -1);
    int count = 0;
    for (auto a = positions.begin(); a != positions.end(); ++a) {
        for (auto b = std::next(a); b != positions.end(); ++b) {
            count += box.translated(*a).intersects(box.translated(*b)) ? 1 : 0;
        }
    }
    return count;
}

// The services of `graph` among the first `count` of `order`, with the edges between them.
ServiceGraph part(const ServiceGraph& graph, const std::vector<ServiceKey>& order, std::size_t count)
{
    ServiceGraph result;
    const auto has = [&](const ServiceKey& key) {
        const auto end = order.begin() + static_cast<std::ptrdiff_t>(count);
        return std::find(order.begin(), end, key) != end;
    };
    std::copy_if(graph.services.begin(), graph.services.end(), std::back_inserter(result.services),
        [&](const Service& service) { return has(service.key); });
    std::copy_if(graph.edges.begin(), graph.edges.end(), std::back_inserter(result.edges),
        [&](const Edge& edge) { return has(edge.from) && has(edge.to); });
    return result;
}

} // namespace

class MapLayoutTest : public QObject {
    Q_OBJECT

private slots:
    void sameGraphGivesSameLayout();
    void edgesRunFromLeftToRight();
    void longestPathDecidesTheColumn();
    void cyclesAreCutOnceAndStayCut();
    void nodesDoNotOverlap_data();
    void nodesDoNotOverlap();
    void longEdgesPassNodesBy();
    void addedNodesMoveOthersLittle_data();
    void addedNodesMoveOthersLittle();
    void addedNodesKeepTheOrderOfOthers();
    void vanishedNodesComeBackToTheirPlace();
    void pinnedNodesStayAndOthersMakeRoom();
    void componentsAreStacked();
    void siblingsAreBalancedAboutTheirCaller();
    void edgesToUnknownServicesAreIgnored();
    void manyCalledAreNoTower();
    void manyPartsStandSideBySide();
    void aPartThatGrowsMakesRoom();
};

void MapLayoutTest::sameGraphGivesSameLayout()
{
    const ServiceGraph graph = bigGraph(60, 90);
    const MapLayout first = layoutMap(graph, kFullMap, {}, {});
    const MapLayout second = layoutMap(graph, kFullMap, {}, {});
    QVERIFY(first.nodes == second.nodes);
    // And laid out again from its own result, it stays.
    MapMemory memory;
    memory.add(graph, first, kFullMap);
    const MapLayout third = layoutMap(graph, kFullMap, memory, {});
    for (std::size_t i = 0; i < graph.services.size(); ++i) {
        QVERIFY2((third.nodes[i] - first.nodes[i]).manhattanLength() < 1, qPrintable(graph.services[i].key.name));
    }
}

void MapLayoutTest::edgesRunFromLeftToRight()
{
    const ServiceGraph graph = bigGraph(60, 90);
    const MapPositions positions = positionsOf(graph, layoutMap(graph, kFullMap, {}, {}));
    for (const Edge& edge : graph.edges) {
        QVERIFY(positions[edge.from].x() + kFullMap.column <= positions[edge.to].x());
    }
}

void MapLayoutTest::longestPathDecidesTheColumn()
{
    const ServiceKey a = keyOf(u"a"_s);
    const ServiceKey b = keyOf(u"b"_s);
    const ServiceKey c = keyOf(u"c"_s);
    const ServiceGraph graph =
        GraphBuilder().service(a, {1}).service(b, {1}).service(c, {1}).edge(a, c).edge(a, b).edge(b, c).build();
    const MapPositions positions = positionsOf(graph, layoutMap(graph, kFullMap, {}, {}));
    QCOMPARE(positions[a].x(), 0.0);
    QCOMPARE(positions[b].x(), kFullMap.column);
    QCOMPARE(positions[c].x(), 2 * kFullMap.column);
}

void MapLayoutTest::cyclesAreCutOnceAndStayCut()
{
    const ServiceKey client = keyOf(u"a"_s, u"client"_s);
    const ServiceKey a = keyOf(u"a"_s);
    const ServiceKey b = keyOf(u"b"_s);
    const ServiceKey c = keyOf(u"c"_s);
    GraphBuilder builder;
    builder.client(u"a"_s).service(a, {1}).service(b, {1}).service(c, {1});
    builder.edge(client, a).edge(a, b).edge(b, c).edge(c, a).edge(b, b);
    const ServiceGraph graph = builder.build();
    const MapColumns columns = columnsOf(graph, {}, std::vector<int>(graph.services.size(), -1));
    QCOMPARE(
        std::count_if(columns.lines.begin(), columns.lines.end(), [](const auto& line) { return line.backward; }), 2);
    const MapPositions positions = positionsOf(graph, layoutMap(graph, kFullMap, {}, {}));
    QVERIFY(positions[client].x() < positions[a].x());
    QVERIFY(positions[a].x() < positions[b].x());
    QVERIFY(positions[b].x() < positions[c].x());

    // Without the client, any node could come first; where they stood decides.
    const ServiceGraph cycle =
        GraphBuilder().service(a, {1}).service(b, {1}).service(c, {1}).edge(a, b).edge(b, c).edge(c, a).build();
    const MapMemory turned{{{c, {0, 0}}, {a, {240, 0}}, {b, {480, 0}}}, {}};
    const MapPositions kept = positionsOf(cycle, layoutMap(cycle, kFullMap, turned, {}));
    QVERIFY(kept[c].x() < kept[a].x());
    QVERIFY(kept[a].x() < kept[b].x());
}

void MapLayoutTest::nodesDoNotOverlap_data()
{
    QTest::addColumn<int>("services");
    QTest::addColumn<int>("edges");
    QTest::newRow("few") << 8 << 9;
    QTest::newRow("tens") << 60 << 90;
    QTest::newRow("hundreds") << 300 << 1000;
}

void MapLayoutTest::nodesDoNotOverlap()
{
    QFETCH(const int, services);
    QFETCH(const int, edges);
    const ServiceGraph graph = bigGraph(services, edges);
    QCOMPARE(overlaps(positionsOf(graph, layoutMap(graph, kFullMap, {}, {}))), 0);
}

void MapLayoutTest::longEdgesPassNodesBy()
{
    const ServiceGraph graph = bigGraph(60, 90);
    const MapLayout layout = layoutMap(graph, kFullMap, {}, {});
    int lanes = 0;
    for (std::size_t edge = 0; edge < graph.edges.size(); ++edge) {
        for (const QPointF& lane : layout.routes[edge].lanes) {
            ++lanes;
            for (const QPointF& node : layout.nodes) {
                const QRectF disc(node - QPointF(36, 36), QSizeF(72, 72));
                QVERIFY(!disc.contains(lane));
            }
        }
    }
    QVERIFY(lanes > 0);
}

void MapLayoutTest::addedNodesMoveOthersLittle_data()
{
    QTest::addColumn<int>("shape"); // -1: a random graph
    QTest::addColumn<unsigned>("seed"); // of the order in which nodes come
    for (unsigned seed = 1; seed <= 8; ++seed) {
        QTest::addRow("40 nodes, order %u", seed) << -1 << seed;
    }
    const std::vector<MapShape> shapes = mapShapes();
    for (int shape = 0; shape < static_cast<int>(shapes.size()); ++shape) {
        const MapShape& each = shapes[static_cast<std::size_t>(shape)];
        for (unsigned seed = 1; seed <= 3 && each.graph.services.size() <= 60; ++seed) {
            QTest::addRow("%s, order %u", qPrintable(each.name), seed) << shape << seed;
        }
    }
}

// How far the others move when a node comes in: never to the left, and to the right only where a new caller stands;
// in height by the room that the new one and its line take, or by twice the room of a node where columns changed, and a
// step towards a better place; on average, over all nodes and arrivals, by less than the radius of a disc.
void MapLayoutTest::addedNodesMoveOthersLittle()
{
    QFETCH(const int, shape);
    QFETCH(const unsigned, seed);
    const qreal slot = kFullMap.above + kFullMap.below;
    const ServiceGraph whole = shape < 0 ? bigGraph(40, 50) : mapShapes()[static_cast<std::size_t>(shape)].graph;
    const std::vector<ServiceKey> order = arrivalOrder(whole, seed);
    MapMemory memory;
    MapPositions before;
    qreal sum = 0;
    int count = 0;
    for (std::size_t size = 1; size <= order.size(); ++size) {
        const MapPositions now = next(memory, part(whole, order, size));
        QCOMPARE(overlaps(now), 0);
        bool columnsStay = true;
        for (auto it = before.begin(); it != before.end(); ++it) {
            QVERIFY2(now[it.key()].x() >= it->x(), qPrintable(it.key().name));
            columnsStay = columnsStay && now[it.key()].x() == it->x();
        }
        const qreal most = (columnsStay ? slot : 2 * slot) + 40;
        for (auto it = before.begin(); it != before.end(); ++it, ++count) {
            const qreal moved = std::abs(now[it.key()].y() - it->y());
            QVERIFY2(moved <= most, qPrintable(u"%1 by %2 at %3"_s.arg(it.key().name).arg(moved).arg(size)));
            sum += moved;
        }
        before = now;
    }
    QVERIFY2(sum / count < kFullMap.radius, qPrintable(QString::number(sum / count)));
}

void MapLayoutTest::addedNodesKeepTheOrderOfOthers()
{
    // A star whose leaves come one by one, each with a name that would sort before the others.
    const ServiceKey root = keyOf(u"root"_s);
    MapMemory memory;
    std::vector<ServiceKey> leaves;
    for (int count = 1; count <= 12; ++count) {
        leaves.push_back(keyOf(u"leaf-%1"_s.arg(99 - count)));
        GraphBuilder builder;
        builder.service(root, {1});
        for (const ServiceKey& leaf : leaves) {
            builder.service(leaf, {1}).edge(root, leaf);
        }
        const ServiceGraph graph = builder.build();
        const MapPositions known = next(memory, graph);
        for (std::size_t i = 1; i < leaves.size(); ++i) {
            QVERIFY(known[leaves[i - 1]].y() < known[leaves[i]].y());
        }
    }
}

void MapLayoutTest::vanishedNodesComeBackToTheirPlace()
{
    const ServiceGraph whole = demoGraph().build();
    MapMemory memory;
    const MapPositions before = next(memory, whole);
    ServiceGraph less = whole;
    std::erase_if(less.services, [](const Service& service) { return service.key.name == u"payments.example"; });
    std::erase_if(less.edges, [](const Edge& edge) { return edge.to.name == u"payments.example"; });
    next(memory, less);
    const MapPositions after = next(memory, whole);
    for (auto it = before.begin(); it != before.end(); ++it) {
        QVERIFY((after[it.key()] - *it).manhattanLength() <= kFullMap.radius);
    }
}

void MapLayoutTest::pinnedNodesStayAndOthersMakeRoom()
{
    const ServiceGraph graph = demoGraph().build();
    MapMemory memory;
    const MapPositions before = next(memory, graph);
    const ServiceKey pinned = keyOf(u"service-b"_s);
    const ServiceKey other = keyOf(u"orders"_s, u"AWS::DynamoDB::Table"_s);
    const MapPositions pins{{pinned, before[other] + QPointF(10, 10)}};
    const MapPositions after = positionsOf(graph, layoutMap(graph, kFullMap, memory, pins));
    QCOMPARE(after[pinned], pins[pinned]);
    QCOMPARE(overlaps(after), 0);
}

void MapLayoutTest::componentsAreStacked()
{
    GraphBuilder builder;
    for (const QString& name : {u"a"_s, u"b"_s, u"c"_s}) {
        builder.client(name).service(keyOf(name), {1}).edge(keyOf(name, u"client"_s), keyOf(name));
    }
    const ServiceGraph graph = builder.build();
    const MapPositions positions = positionsOf(graph, layoutMap(graph, kFullMap, {}, {}));
    QCOMPARE(overlaps(positions), 0);
    for (const QString& name : {u"a"_s, u"b"_s, u"c"_s}) {
        QCOMPARE(positions[keyOf(name)].y(), positions[keyOf(name, u"client"_s)].y());
    }
    QVERIFY(positions[keyOf(u"a"_s)].y() < positions[keyOf(u"b"_s)].y());
    QVERIFY(positions[keyOf(u"b"_s)].y() < positions[keyOf(u"c"_s)].y());
}

void MapLayoutTest::siblingsAreBalancedAboutTheirCaller()
{
    const ServiceKey root = keyOf(u"root"_s);
    GraphBuilder builder;
    builder.service(root, {1});
    for (const QString& leaf : {u"x"_s, u"y"_s, u"z"_s}) {
        builder.service(keyOf(leaf), {1}).edge(root, keyOf(leaf));
    }
    const ServiceGraph graph = builder.build();
    const MapPositions positions = positionsOf(graph, layoutMap(graph, kFullMap, {}, {}));
    QVERIFY(std::abs(positions[root].y() - positions[keyOf(u"y"_s)].y()) < 1);
}

// Sixty hosts that one service calls: about as wide as high. Where they came one by one those that were there have not
// moved aside; even so it is far from sixty rows.
void MapLayoutTest::manyCalledAreNoTower()
{
    const ServiceKey root = keyOf(u"root"_s);
    const auto fan = [&](int leaves) {
        GraphBuilder builder;
        builder.client(u"root"_s).service(root, {1}).edge(keyOf(u"root"_s, u"client"_s), root);
        for (int i = 0; i < leaves; ++i) {
            const ServiceKey leaf = keyOf(u"host-%1"_s.arg(i), u"remote"_s);
            builder.service(leaf, {1}, true).edge(root, leaf);
        }
        return builder.build();
    };
    const auto boxOf = [](const MapPositions& positions) {
        QRectF box;
        for (const QPointF& node : positions) {
            box |= nodeBox(kFullMap).translated(node);
        }
        return box;
    };
    const ServiceGraph whole = fan(60);
    const MapPositions fresh = positionsOf(whole, layoutMap(whole, kFullMap, {}, {}));
    QCOMPARE(overlaps(fresh), 0);
    QVERIFY(boxOf(fresh).height() < 2 * boxOf(fresh).width());
    for (const Edge& edge : whole.edges) {
        QVERIFY(fresh[edge.from].x() < fresh[edge.to].x());
    }
    MapMemory memory;
    MapPositions before;
    for (int leaves = 1; leaves <= 60; ++leaves) {
        const MapPositions now = next(memory, fan(leaves));
        for (auto it = before.begin(); it != before.end(); ++it) {
            QCOMPARE(now[it.key()].x(), it->x());
        }
        before = now;
    }
    QCOMPARE(overlaps(before), 0);
    QVERIFY(boxOf(before).height() < 40 * nodeBox(kFullMap).height());
}

GraphBuilder apps(int count)
{
    GraphBuilder builder;
    for (int i = 10; i < 10 + count; ++i) {
        const QString name = u"app-%1"_s.arg(i);
        builder.client(name).service(keyOf(name), {1}).edge(keyOf(name, u"client"_s), keyOf(name));
    }
    return builder;
}

QRectF boxOf(const MapPositions& positions)
{
    QRectF box;
    for (const QPointF& node : positions) {
        box |= nodeBox(kFullMap).translated(node);
    }
    return box;
}

// At once, or as they come one by one: then nobody moves for another.
void MapLayoutTest::manyPartsStandSideBySide()
{
    const ServiceGraph whole = apps(30).build();
    const MapPositions fresh = positionsOf(whole, layoutMap(whole, kFullMap, {}, {}));
    MapMemory memory;
    MapPositions grown;
    for (int count = 1; count <= 30; ++count) {
        const MapPositions now = next(memory, apps(count).build());
        for (auto it = grown.begin(); it != grown.end(); ++it) {
            QCOMPARE(now[it.key()], *it);
        }
        grown = now;
    }
    for (const MapPositions& positions : {fresh, grown}) {
        QCOMPARE(overlaps(positions), 0);
        for (const Edge& edge : whole.edges) {
            QCOMPARE(positions[edge.to] - positions[edge.from], QPointF(kFullMap.column, 0));
        }
        const QRectF box = boxOf(positions);
        QVERIFY2(box.width() > box.height() && box.width() < 4 * box.height(),
            qPrintable(u"%1 x %2"_s.arg(box.width()).arg(box.height())));
    }
}

void MapLayoutTest::aPartThatGrowsMakesRoom()
{
    MapMemory memory;
    const MapPositions before = next(memory, apps(30).build());
    GraphBuilder builder = apps(30);
    const ServiceKey first = keyOf(u"app-10"_s);
    for (const QString& leaf : {u"x"_s, u"y"_s, u"z"_s}) {
        builder.service(keyOf(leaf), {1}).edge(first, keyOf(leaf));
    }
    const ServiceGraph graph = builder.build();
    const MapPositions after = next(memory, graph);
    QCOMPARE(overlaps(after), 0);
    for (const Edge& edge : graph.edges) {
        QCOMPARE(after[edge.to].x() - after[edge.from].x(), kFullMap.column);
    }
    for (auto it = before.begin(); it != before.end(); ++it) {
        QCOMPARE(after[it.key()].x(), it->x()); // downwards alone
    }
}

void MapLayoutTest::edgesToUnknownServicesAreIgnored()
{
    const ServiceGraph graph = GraphBuilder().service(keyOf(u"a"_s), {1}).edge(keyOf(u"a"_s), keyOf(u"gone"_s)).build();
    const MapLayout layout = layoutMap(graph, kFullMap, {}, {});
    QCOMPARE(layout.nodes.size(), std::size_t{1});
    QCOMPARE(layout.routes.size(), std::size_t{1});
}

QTEST_GUILESS_MAIN(MapLayoutTest)
#include "map_layout_test.moc"
