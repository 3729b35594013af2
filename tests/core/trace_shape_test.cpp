// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/trace_shape.h"

#include <QTest>
#include <algorithm>

using namespace fluoroscope;
using namespace std::chrono_literals;

namespace {

Segment work(int begin, int end, Outcome outcome = Outcome::Ok)
{
    Segment segment;
    segment.start = Timestamp(std::chrono::milliseconds(begin));
    segment.end = Timestamp(std::chrono::milliseconds(end));
    segment.fault = outcome == Outcome::Fault;
    segment.error = outcome == Outcome::Error;
    return segment;
}

Trace traceOf(std::vector<Segment> segments, int end)
{
    Trace trace;
    trace.segments = std::move(segments);
    trace.start = Timestamp();
    trace.end = Timestamp(std::chrono::milliseconds(end));
    return trace;
}

auto covered(const TraceShape::Line& line)
{
    return std::ranges::count_if(line, [](const auto& cell) { return cell.has_value(); });
}

} // namespace

class TraceShapeTest : public QObject {
    Q_OBJECT

private slots:
    void aLineForEachSegmentWhereItWasAtWork()
    {
        const TraceShape shape = shapeOf(traceOf({work(0, 640), work(160, 320, Outcome::Fault)}, 640));
        QCOMPARE(shape.count, 2);
        QCOMPARE(covered(shape.lines[0]), 64);
        QCOMPARE(covered(shape.lines[1]), 16);
        QVERIFY(!shape.lines[1][15]);
        QCOMPARE(shape.lines[1][16], Outcome::Fault);
        QCOMPARE(shape.lines[1][31], Outcome::Fault);
        QVERIFY(!shape.lines[1][32]);
    }

    void whatIsShortIsSeen()
    {
        const TraceShape shape = shapeOf(traceOf({work(0, 1000), work(1000, 1000), work(1, 2)}, 1000));
        QCOMPARE(covered(shape.lines[1]), 1);
        QVERIFY(shape.lines[1][63]);
        QVERIFY(shape.lines[2][0]);
        QCOMPARE(shapeOf(traceOf({work(0, 0)}, 0)).count, 1);
        QCOMPARE(shapeOf(Trace()), TraceShape());
    }

    void whatIsInProgressLastsToTheEnd()
    {
        Segment open = work(320, 320);
        open.inProgress = true;
        QCOMPARE(covered(shapeOf(traceOf({work(0, 640), open}, 640)).lines[1]), 32);
    }

    void ofManyTheWorstIsSeen()
    {
        std::vector<Segment> segments;
        for (int i = 0; i < 1000; ++i) {
            segments.push_back(work(i, i + 1, i == 500 ? Outcome::Error : Outcome::Ok));
        }
        const TraceShape shape = shapeOf(traceOf(std::move(segments), 1000));
        QCOMPARE(shape.count, int(TraceShape::kMostLines));
        QCOMPARE(shape.lines[3][32], Outcome::Error);
        QCOMPARE(shape.lines[3][33], Outcome::Ok);
    }

    void whatIsInferredIsDrawnAsItsCall()
    {
        Segment inferred = work(0, 100);
        inferred.inferred = true;
        QCOMPARE(shapeOf(traceOf({work(0, 100), inferred}, 100)).count, 1);
    }
};

QTEST_GUILESS_MAIN(TraceShapeTest)
#include "trace_shape_test.moc"
