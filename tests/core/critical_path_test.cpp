// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/critical_path.h"

#include <QTest>

using namespace fluoroscope;
using namespace Qt::StringLiterals;

namespace {

struct Work {
    int begin; // ms
    int end;
    int parent; // index; -1: none
};

Trace traceOf(const std::vector<Work>& works)
{
    Trace trace;
    trace.root = works.empty() ? -1 : 0;
    for (std::size_t i = 0; i < works.size(); ++i) {
        Segment& segment = trace.segments.emplace_back();
        segment.name = QString::number(i);
        segment.start = Timestamp(std::chrono::milliseconds(works[i].begin));
        segment.end = Timestamp(std::chrono::milliseconds(works[i].end));
        segment.parent = works[i].parent;
        trace.end = std::max(trace.end, segment.end);
    }
    return trace;
}

// "0 0-10, 1 10-40": who was waited for, from when to when in ms.
QString printed(const Trace& trace)
{
    QStringList pieces;
    for (const CriticalPiece& piece : criticalPath(trace)) {
        const auto ms = [](Timestamp time) { return QString::number(time.time_since_epoch().count() / 1000); };
        pieces << u"%1 %2-%3"_s.arg(QString::number(piece.segment), ms(piece.begin), ms(piece.end));
    }
    return pieces.join(u", "_s);
}

} // namespace

class CriticalPathTest : public QObject {
    Q_OBJECT

private slots:
    void goesThroughWhatWasWaitedFor_data();
    void goesThroughWhatWasWaitedFor();
    void staysWithTheCallWhereItsServiceSentNothing();
    void coversTheRootWithoutGaps();
    void bearsDepthAndNumbers();
};

void CriticalPathTest::goesThroughWhatWasWaitedFor_data()
{
    QTest::addColumn<std::vector<Work>>("works");
    QTest::addColumn<QString>("path");
    QTest::newRow("nothing") << std::vector<Work>{} << QString();
    QTest::newRow("no time") << std::vector<Work>{{5, 5, -1}} << QString();
    QTest::newRow("alone") << std::vector<Work>{{0, 100, -1}} << u"0 0-100"_s;
    QTest::newRow("one after another") << std::vector<Work>{{0, 100, -1}, {10, 40, 0}, {50, 90, 0}}
                                       << u"0 0-10, 1 10-40, 0 40-50, 2 50-90, 0 90-100"_s;
    QTest::newRow("of two at once the longer")
        << std::vector<Work>{{0, 100, -1}, {10, 90, 0}, {10, 60, 0}} << u"0 0-10, 1 10-90, 0 90-100"_s;
    QTest::newRow("overlapping") << std::vector<Work>{{0, 100, -1}, {10, 60, 0}, {40, 90, 0}}
                                 << u"0 0-40, 2 40-90, 0 90-100"_s;
    QTest::newRow("nested") << std::vector<Work>{{0, 100, -1}, {10, 90, 0}, {20, 80, 1}}
                            << u"0 0-10, 1 10-20, 2 20-80, 1 80-90, 0 90-100"_s;
    QTest::newRow("not waited for") << std::vector<Work>{{0, 100, -1}, {10, 500, 0}, {20, 60, 0}}
                                    << u"0 0-20, 2 20-60, 0 60-100"_s;
    QTest::newRow("before its parent, by another clock")
        << std::vector<Work>{{50, 100, -1}, {10, 90, 0}} << u"1 50-90, 0 90-100"_s;
    QTest::newRow("a child of it, too") << std::vector<Work>{{50, 100, -1}, {10, 90, 0}, {0, 60, 1}}
                                        << u"2 50-60, 1 60-90, 0 90-100"_s;
}

void CriticalPathTest::goesThroughWhatWasWaitedFor()
{
    QFETCH(std::vector<Work>, works);
    QTEST(printed(traceOf(works)), "path");
}

void CriticalPathTest::staysWithTheCallWhereItsServiceSentNothing()
{
    Trace trace = traceOf({{0, 100, -1}, {10, 90, 0}, {10, 90, -1}});
    trace.segments[2].caller = 1;
    trace.segments[2].inferred = true;
    QCOMPARE(printed(trace), u"0 0-10, 1 10-90, 0 90-100"_s);
}

void CriticalPathTest::coversTheRootWithoutGaps()
{
    std::vector<Work> works{{0, 1000, -1}};
    unsigned random = 7;
    const auto next = [&random](int below) {
        random = random * 1664525U + 1013904223U;
        return static_cast<int>(random >> 16U) % below;
    };
    for (int i = 1; i < 400; ++i) {
        const int begin = next(900);
        works.push_back({begin, begin + 1 + next(300), next(i)});
    }
    const Trace trace = traceOf(works);
    const std::vector<CriticalPiece> path = criticalPath(trace);
    QVERIFY(path.size() > 5);
    QCOMPARE(path.front().begin, trace.segments[0].start);
    QCOMPARE(path.back().end, trace.segments[0].end);
    for (std::size_t i = 1; i < path.size(); ++i) {
        QCOMPARE(path[i].begin, path[i - 1].end);
    }
}

void CriticalPathTest::bearsDepthAndNumbers()
{
    std::vector<Work> deep{{0, 400000, -1}};
    for (int i = 1; i < 100000; ++i) {
        deep.push_back({i, 400000 - i, i - 1});
    }
    QCOMPARE(criticalPath(traceOf(deep)).size(), std::size_t(2 * 99999 + 1));
}

QTEST_GUILESS_MAIN(CriticalPathTest)
#include "critical_path_test.moc"
