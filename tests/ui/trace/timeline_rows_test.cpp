// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/trace/sample_traces.h"
#include "ui/trace/time_scale.h"
#include "ui/trace/timeline_rows.h"

#include <QTest>

using namespace fluoroscope;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// "shop", " shop", "  DynamoDB": a row a line, indented by its level.
QStringList printed(const TimelineRows& rows)
{
    QStringList lines;
    for (int row = 0; row < rows.count(); ++row) {
        const TimelineRow entry = rows.at(row);
        const QString name = entry.isHeader() ? rows.group(entry).service.name : rows.segment(entry).name;
        lines << QString(rows.level(entry), u' ') + name;
    }
    return lines;
}

TimelineRows rowsOf(std::shared_ptr<const Trace> trace)
{
    TimelineRows rows;
    rows.setTrace(std::move(trace));
    return rows;
}

} // namespace

class TimelineRowsTest : public QObject {
    Q_OBJECT

private slots:
    void eachServiceHeadsItsSegmentsAndTheInferredComesLast()
    {
        QCOMPARE(printed(rowsOf(assembled(shopDocuments()))),
            QStringList({u"shop"_s, u" shop"_s, u"  DynamoDB"_s, u"  stock.internal"_s, u"   retry"_s,
                u"stock.internal"_s, u" stock.internal"_s, u"  orders@db"_s, u"Carts"_s, u" DynamoDB"_s, u"orders@db"_s,
                u" orders@db"_s}));
    }

    void foldingHidesDescendantsAndNothingElse()
    {
        TimelineRows rows = rowsOf(assembled(shopDocuments()));
        rows.setExpanded(rows.at(1), false);
        QCOMPARE(printed(rows),
            QStringList({u"shop"_s, u" shop"_s, u"stock.internal"_s, u" stock.internal"_s, u"  orders@db"_s, u"Carts"_s,
                u" DynamoDB"_s, u"orders@db"_s, u" orders@db"_s}));
        rows.setExpanded(rows.at(2), false);
        QCOMPARE(printed(rows),
            QStringList({u"shop"_s, u" shop"_s, u"stock.internal"_s, u"Carts"_s, u" DynamoDB"_s, u"orders@db"_s,
                u" orders@db"_s}));
        rows.setAllExpanded(true);
        QCOMPARE(rows.count(), 12);
    }

    void foldsSurviveWhatArrivesLater()
    {
        TimelineRows rows = rowsOf(assembled({shopDocuments().first()}));
        rows.setExpanded(rows.at(1), false);
        rows.setTrace(assembled(shopDocuments()));
        QVERIFY(!rows.isExpanded(rows.at(1)));
        QCOMPARE(rows.segment(rows.at(1)).name, u"shop"_s);
    }

    void aFoldedRowKnowsTheWorstWithinIt()
    {
        const auto trace = assembled(shopDocuments());
        const TimelineRows rows = rowsOf(trace);
        QCOMPARE(rows.bar(trace->root).outcome, Outcome::Ok);
        QCOMPARE(rows.bar(trace->root).worst, Outcome::Fault);
    }

    void theNextProblemIsFoundWhereItIsFoldedAway()
    {
        const auto trace = assembled(shopDocuments());
        TimelineRows rows = rowsOf(trace);
        rows.setAllExpanded(false);
        const auto isProblem = [&](std::int32_t segment) { return rows.bar(segment).outcome != Outcome::Ok; };
        const TimelineRow first = rows.next({}, true, isProblem);
        QCOMPARE(first.segment, trace->indexOf(*SegmentId::fromString(u"bbbbbbbbbbbbbbb2")));
        const TimelineRow second = rows.next(first, true, isProblem);
        QCOMPARE(second.segment, trace->indexOf(*SegmentId::fromString(u"ccccccccccccccc1")));
        QCOMPARE(rows.next(second, false, isProblem), first);
        QVERIFY(rows.next(first, false, isProblem).isNull());
        rows.reveal(first);
        QVERIFY(rows.indexOf(first) > 0);
    }

    void aSegmentOutsideOfItsCallersTimeIsMeasured()
    {
        QByteArray skewed = stockDocument();
        skewed.replace("\"start_time\":1716560306.18", "\"start_time\":1716560306.13");
        const auto trace = assembled({shopDocuments().first(), skewed});
        const TimelineRows rows = rowsOf(trace);
        const int stock = trace->indexOf(*SegmentId::fromString(u"ccccccccccccccc1"));
        QCOMPARE(rows.skew(stock).early, Duration{30ms});
        QCOMPARE(rows.skew(stock).late, Duration{0});
        QCOMPARE(rows.skew(trace->root).early, Duration{0});
    }

    void manyRowsFoldAndUnfold()
    {
        const auto trace = longTrace(100'000);
        TimelineRows rows = rowsOf(trace);
        QCOMPARE(rows.count(), 100'002);
        rows.setAllExpanded(false);
        QCOMPARE(rows.count(), 2);
        rows.setExpanded(rows.at(1), true);
        QCOMPARE(rows.count(), 10'002);
        rows.setAllExpanded(true);
        QCOMPARE(rows.count(), 100'002);
    }

    void ticksAreOneTwoOrFive_data()
    {
        QTest::addColumn<qint64>("length");
        QTest::addColumn<qint64>("step");
        QTest::newRow("1 s over 500 px, 100 px apart") << qint64{1'000'000} << qint64{200'000};
        QTest::newRow("1.3 s") << qint64{1'300'000} << qint64{500'000};
        QTest::newRow("40 µs") << qint64{40} << qint64{10};
        QTest::newRow("an hour") << qint64{3'600'000'000} << qint64{1'000'000'000};
    }
    void ticksAreOneTwoOrFive()
    {
        QFETCH(qint64, length);
        QFETCH(qint64, step);
        QCOMPARE(tickStep({Duration{0}, Duration{length}}, 500, 100).count(), step);
    }

    void tickLabelsDifferByTheirStep()
    {
        QCOMPARE(tickLabel(0ms, 200ms), u"0 ms"_s);
        QCOMPARE(tickLabel(200ms, 200ms), u"200 ms"_s);
        QCOMPARE(tickLabel(1200ms, 200ms), u"1.2 s"_s);
        QCOMPARE(tickLabel(1200ms, 10us), u"1.20000 s"_s);
        QCOMPARE(tickLabel(50us, 10us), u"50 µs"_s);
    }

    void zoomingKeepsTheMomentUnderTheCursor()
    {
        const TimeWindow closer = zoomed({0ms, 1000ms}, 1000ms, 0.5, 300ms);
        QCOMPARE(closer.length(), Duration{500ms});
        QCOMPARE(timeToX(300ms, closer, 1000), 300.0);
        QCOMPARE(zoomed(closer, 1000ms, 100, 300ms), (TimeWindow{0ms, 1000ms}));
        QVERIFY(zoomed(closer, 1000ms, 1e-9, 300ms).length() >= Duration{10});
    }

    void panningStopsAtTheEnds()
    {
        QCOMPARE(panned({100ms, 200ms}, 1000ms, -500ms), (TimeWindow{0ms, 100ms}));
        QCOMPARE(panned({100ms, 200ms}, 1000ms, 5000ms), (TimeWindow{900ms, 1000ms}));
    }

    void pixelsAndTimesAreEachOthersInverse()
    {
        const TimeWindow window{100ms, 300ms};
        QCOMPARE(xToTime(timeToX(250ms, window, 640), window, 640), Duration{250ms});
        QCOMPARE(xToTime(10, window, 0), Duration{100ms});
    }
};

QTEST_GUILESS_MAIN(TimelineRowsTest)
#include "timeline_rows_test.moc"
