// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/trace/sample_traces.h"
#include "ui/trace/time_scale.h"
#include "ui/trace/timeline_facts.h"

#include <QTest>
#include <cmath>

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
        lines << QString(rows.level(entry), u' ') + rowName(rows, entry);
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

    void siblingsThatRepeatFoldIntoOneRowAndAFewDoNot()
    {
        TimelineRows rows = rowsOf(assembled({repeatsDocument()}));
        const QStringList folded{u"shop"_s, u" shop"_s, u"  quote"_s, u"  DynamoDB ×6"_s, u"  report"_s, u"   read"_s,
            u"   sum"_s, u"   print"_s, u"  DynamoDB"_s};
        QCOMPARE(printed(rows).mid(0, folded.size()), folded);
        const TimelineRow run = rows.at(3);
        QCOMPARE(runLabel(rows, run), u"GetItem · 6 × 15 ms · 1 fault"_s);
        QCOMPARE(rows.bar(run).begin, Duration{100ms});
        QCOMPARE(rows.bar(run).end, Duration{510ms});
        QCOMPARE(rows.run(run).total, Duration{90ms});
        QCOMPARE(rows.run(run).outcome, Outcome::Fault);
        rows.setExpanded(run, true);
        QCOMPARE(rows.at(4).segment, rows.trace()->indexOf(*SegmentId::fromString(u"bbbbbbbbbbbbbb02")));
        QCOMPARE(rows.level(rows.at(4)), 3);
        QCOMPARE(rows.parent(rows.at(4)), run);
        QCOMPARE(rows.indexOf(rows.at(9)), 9);
        rows.setOrder(std::make_shared<const TimelineOrder>(rows.order()->sharedSkeleton(), TimelineOptions{false}));
        QCOMPARE(rows.segment(rows.at(3)).id.toString(), u"bbbbbbbbbbbbbb02"_s);
        QCOMPARE(rows.level(rows.at(3)), 2);
    }

    void anUnfoldedRunStaysSoWhenTheTraceGrows()
    {
        QByteArray grown = repeatsDocument();
        grown.replace("PutItem", "GetItem");
        TimelineRows rows = rowsOf(assembled({repeatsDocument()}));
        rows.setExpanded(rows.at(3), true);
        rows.setTrace(assembled({grown}));
        QCOMPARE(rowName(rows, rows.at(3)), u"DynamoDB ×7"_s);
        QVERIFY(rows.isExpanded(rows.at(3)));
    }

    void problemsAreFoundWithinRunsAndBothWays()
    {
        const auto trace = assembled({repeatsDocument()});
        TimelineRows rows = rowsOf(trace);
        const TimelineRow fault = rows.nextProblem({}, true);
        QCOMPARE(trace->segments[std::size_t(fault.segment)].id.toString(), u"bbbbbbbbbbbbbb06"_s);
        const TimelineRow last = rows.nextProblem({}, false); // the table's own segment, inferred
        QVERIFY(last != fault);
        QCOMPARE(rows.nextProblem(last, false), fault);
        QVERIFY(rows.nextProblem(fault, false).isNull());
        rows.reveal(fault);
        QCOMPARE(rows.indexOf(fault), 7);
        QVERIFY(rows.isExpanded(rows.at(3)));
    }

    void siblingsAreListedLongestFirst()
    {
        const auto trace = assembled({repeatsDocument()});
        TimelineRows rows;
        rows.setOrder(timelineOrder(trace, {true, true}));
        QCOMPARE(printed(rows).mid(0, 9),
            QStringList({u"shop"_s, u" shop"_s, u"  report"_s, u"   sum"_s, u"   print"_s, u"   read"_s,
                u"  DynamoDB ×6"_s, u"  quote"_s, u"  DynamoDB"_s}));
        for (int row = 0; row < rows.count(); ++row) {
            QCOMPARE(rows.indexOf(rows.at(row)), row);
        }
    }

    void aRootHidesAllButItselfAndIsLeftForWhatIsOutside()
    {
        const auto trace = assembled({repeatsDocument()});
        TimelineRows rows = rowsOf(trace);
        const TimelineRow report = rows.rowOf(indexOfName(*trace, u"report"_s));
        rows.setRoot(report);
        QCOMPARE(printed(rows), QStringList({u" report"_s, u"  read"_s, u"  sum"_s, u"  print"_s}));
        QVERIFY(rows.parent(rows.at(0)).isNull());
        QCOMPARE(rows.timeOf(report), (TimeWindow{200ms, 800ms}));
        QVERIFY(rows.nextProblem({}, true).isNull());
        QCOMPARE(rows.pathTo(report, 9).size(), std::size_t(3));
        rows.setTrace(assembled({repeatsDocument()}));
        QCOMPARE(rows.count(), 4);
        rows.reveal(rows.rowOf(indexOfName(*trace, u"quote"_s)));
        QVERIFY(rows.root().isNull());
    }

    // Folding by replacing a range must give what folding from nothing gives.
    void foldingAtRandomAlwaysListsWhatIsUnfolded()
    {
        const auto trace = assembled({repeatsDocument(), stockDocument()});
        TimelineRows rows = rowsOf(trace);
        unsigned random = 5;
        for (int step = 0; step < 300; ++step) {
            random = random * 1664525U + 1013904223U;
            const TimelineRow row = rows.at(int(random >> 16U) % rows.count());
            rows.setExpanded(row, !rows.isExpanded(row));
            QStringList wanted;
            const TimelineOrder& order = *rows.order();
            int hidden = 0;
            for (std::int32_t place = 0; place < order.size(); ++place) {
                if (place >= hidden) {
                    const int index = int(wanted.size());
                    wanted << rowName(rows, rows.at(index));
                    QCOMPARE(rows.indexOf(rows.at(index)), index);
                    hidden = rows.hasChildren(rows.at(index)) && !rows.isExpanded(rows.at(index)) ? order.end(place)
                                                                                                  : place + 1;
                }
            }
            QCOMPARE(int(wanted.size()), rows.count());
        }
    }

    void columnsSayWhatEachBarByItselfWould()
    {
        std::vector<TimelineBar> bars;
        unsigned random = 3;
        const auto next = [&random](unsigned below) {
            random = random * 1664525U + 1013904223U;
            return qint64((random >> 8U) % below);
        };
        for (int i = 0; i < 3000; ++i) {
            const Duration begin{i % 3 == 0 ? next(100'000) : i * 30};
            const auto outcome = Outcome(i % 500 == 7 ? 3 : i % 90 == 1 ? 1 : 0);
            bars.push_back({begin, begin + Duration{next(i % 50 == 0 ? 50'000 : 40)}, outcome, outcome});
        }
        std::vector<const TimelineBar*> places;
        for (const TimelineBar& bar : bars) {
            places.push_back(&bar);
        }
        places[11] = nullptr;
        const TimePyramid pyramid(places);
        for (const TimeWindow window : {TimeWindow{0us, 100'000us}, TimeWindow{40'000us, 41'000us}}) {
            for (const auto& [first, last] : {std::pair{0, 3000}, std::pair{5, 2990}, std::pair{700, 716}}) {
                constexpr int kWidth = 200;
                std::vector<TimeColumn> wanted(kWidth);
                for (int i = first; i < last; ++i) {
                    const auto column = [&](Duration time) { return int(std::floor(timeToX(time, window, kWidth))); };
                    if (!places[std::size_t(i)] || column(bars[std::size_t(i)].end) < 0) {
                        continue;
                    }
                    const TimelineBar& bar = bars[std::size_t(i)];
                    for (int x = std::max(column(bar.begin), 0); x <= std::min(column(bar.end), kWidth - 1); ++x) {
                        ++wanted[std::size_t(x)].count;
                        wanted[std::size_t(x)].worst = std::max(wanted[std::size_t(x)].worst, bar.outcome);
                    }
                }
                QVERIFY(pyramid.columns(first, last, window, kWidth) == wanted);
            }
        }
        QCOMPARE(pyramid.nextProblem(8, 3000), 91);
        QCOMPARE(pyramid.previousProblem(91, 0), 7);
        QCOMPARE(pyramid.previousProblem(7, 2), 1);
        QCOMPARE(pyramid.nextProblem(3000, 3000), 3000);
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
