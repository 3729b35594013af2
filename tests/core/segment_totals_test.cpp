// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/segment_totals.h"

#include <QTest>
#include <numeric>

using namespace fluoroscope;
using namespace std::chrono_literals;

namespace {

Segment work(int begin, int end, std::int32_t parent, std::int32_t next)
{
    Segment segment;
    segment.start = Timestamp(std::chrono::milliseconds(begin));
    segment.end = Timestamp(std::chrono::milliseconds(end));
    segment.parent = parent;
    segment.next = next;
    return segment;
}

} // namespace

class SegmentTotalsTest : public QObject {
    Q_OBJECT

private slots:
    void selfTimeCountsWhatOverlapsOnceAndNothingOutside()
    {
        Trace trace;
        trace.segments = {work(100, 200, -1, 5), work(110, 140, 0, 3), work(120, 130, 1, 3), work(130, 150, 0, 4),
            work(190, 400, 0, 5)};
        QCOMPARE(selfTime(trace, 0), Duration{50ms}); // but 110 to 150 and 190 to 200
        QCOMPARE(selfTime(trace, 1), Duration{20ms});
        QCOMPARE(selfTime(trace, 2), Duration{10ms});
    }

    void aCallAndWhatIsInferredFromItCountOnce()
    {
        Trace trace;
        trace.segments = {work(0, 100, -1, 2), work(10, 40, 0, 2), work(10, 40, -1, 3)};
        trace.segments[2].inferred = true;
        trace.segments[2].caller = 1;
        QCOMPARE(totalsOf(trace, std::vector<std::int32_t>{0, 1, 2}).count, 2);
        QCOMPARE(totalsOf(trace, std::vector<std::int32_t>{0, 1, 2}).total, Duration{130ms});
        QCOMPARE(totalsOf(trace, std::vector<std::int32_t>{0, 2}).count, 2);
    }

    void totalsAreOfTheChosenAlone()
    {
        Trace trace;
        for (int i = 0; i < 100; ++i) {
            trace.segments.push_back(work(0, i + 1, -1, i + 1));
        }
        trace.segments[3].fault = true;
        trace.segments[4].error = true;
        trace.segments[5].error = trace.segments[5].throttle = true;
        trace.segments[6].inProgress = true;
        std::vector<std::int32_t> all(100);
        std::iota(all.begin(), all.end(), 0);
        const SegmentTotals totals = totalsOf(trace, all);
        QCOMPARE(totals.count, 100);
        QCOMPARE(totals.pending, 1);
        QCOMPARE(totals.faults, 1);
        QCOMPARE(totals.errors, 1);
        QCOMPARE(totals.throttles, 1);
        QCOMPARE(totals.total, Duration{5050ms - 7ms});
        QCOMPARE(totals.self, totals.total);
        QCOMPARE(totals.p50, Duration{51ms});
        QCOMPARE(totals.p95, Duration{95ms});
        const std::vector<std::int32_t> two{0, 9};
        QCOMPARE(totalsOf(trace, two).total, Duration{11ms});
        QVERIFY(totalsOf(trace, {}) == SegmentTotals{});
    }
};

QTEST_GUILESS_MAIN(SegmentTotalsTest)
#include "segment_totals_test.moc"
