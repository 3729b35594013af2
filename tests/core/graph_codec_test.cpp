// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Graphs survive their bytes; bytes that are no graph are an empty one.

#include "core/graph/graph_codec.h"
#include "core/graph/graph_sum.h"
#include "tests/core/graphs.h"

#include <QTest>

using namespace fluoroscope;

class GraphCodecTest : public QObject {
    Q_OBJECT

private slots:
    void survivesBothWays();
    void survivesSpansThatHoldNothing();
    void cutOffIsEmpty();
    void anythingBehindIsEmpty();
    void standsGarbage();
    void sumsUpWithoutDecoding();
};

void GraphCodecTest::survivesBothWays()
{
    QVERIFY(decodeGraph(encodeGraph({})) == ServiceGraph());
    std::mt19937 random(1);
    ServiceGraph sum;
    for (int round = 0; round < 200; ++round) {
        const ServiceGraph graph = test::randomGraph(random);
        QVERIFY(!graph.isEmpty());
        QVERIFY(decodeGraph(encodeGraph(graph)) == graph);
        sum.add(graph);
    }
    QVERIFY(decodeGraph(encodeGraph(sum)) == sum);
}

void GraphCodecTest::survivesSpansThatHoldNothing()
{
    ServiceGraph graph;
    Service& service = graph.services.emplace_back();
    service.key.name = QStringLiteral("Bücher 店");
    graph.edges.push_back({});
    graph.edges.back().from = graph.edges.back().to = service.key;
    graph.edges.back().last = Timestamp(Duration(1));
    QVERIFY(decodeGraph(encodeGraph(graph)) == graph);
}

void GraphCodecTest::cutOffIsEmpty()
{
    std::mt19937 random(2);
    const QByteArray bytes = encodeGraph(test::randomGraph(random));
    for (qsizetype size = 0; size < bytes.size(); ++size) {
        QVERIFY(decodeGraph(bytes.left(size)).isEmpty());
    }
}

void GraphCodecTest::anythingBehindIsEmpty()
{
    std::mt19937 random(2);
    QVERIFY(decodeGraph(encodeGraph(test::randomGraph(random)) + 'x').isEmpty());
}

void GraphCodecTest::standsGarbage()
{
    std::mt19937 random(3);
    const QByteArray bytes = encodeGraph(test::randomGraph(random));
    for (int round = 0; round < 5000; ++round) {
        QByteArray garbage = round % 2 == 0 ? bytes : QByteArray(static_cast<qsizetype>(random() % 200), '\xff');
        for (int change = 0; change < 8 && !garbage.isEmpty(); ++change) {
            garbage[static_cast<qsizetype>(random() % static_cast<std::size_t>(garbage.size()))] =
                static_cast<char>(random());
        }
        const ServiceGraph graph = decodeGraph(garbage);
        QVERIFY(graph.services.size() <= static_cast<std::size_t>(garbage.size()));
    }
}

void GraphCodecTest::sumsUpWithoutDecoding()
{
    std::mt19937 random(4);
    GraphSum bytes;
    ServiceGraph sum;
    QVERIFY(bytes.graph() == sum);
    for (int round = 0; round < 300; ++round) {
        ServiceGraph graph = test::randomGraph(random);
        if (round % 50 == 7) { // hours, beside milliseconds
            CallStatistics& statistics = graph.services.front().statistics;
            statistics.responseTimes[static_cast<qint64>(random() % 100'000'000)] += 2;
            statistics.responseTimes[59'999] += 1;
            statistics.responseTimes[60'000] += 1;
        }
        sum.add(graph);
        bytes.add(encodeGraph(graph));
        QVERIFY(bytes.graph() == sum);
    }
    bytes.add(QByteArray("\x7f no graph"));
    QVERIFY(bytes.graph() == sum);
}

QTEST_GUILESS_MAIN(GraphCodecTest)
#include "graph_codec_test.moc"
