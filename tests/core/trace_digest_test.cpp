// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/timeline.h"
#include "core/trace/trace_digest.h"
#include "tests/core/documents.h"
#include "tests/core/made_documents.h"

#include <QTest>

using namespace fluoroscope;
using namespace fluoroscope::test;
using namespace Qt::StringLiterals;

class TraceDigestTest : public QObject {
    Q_OBJECT

private slots:
    void saysWhatTheTraceSays();
    void isMadeOnce();
    void isOfAnEmptyTrace();
    void findsASegmentFromAnywhere();

private:
    static Trace shop();
};

Trace TraceDigestTest::shop()
{
    const QJsonObject thrown{{u"exceptions"_s, QJsonArray{QJsonObject{{u"id"_s, u"e1"_s}, {u"message"_s, u"no"_s}}}}};
    return traceOf({made(u"shop", 1)
                        .with(made(u"pay", 2).at(1, 3).member(u"namespace", u"remote"_s).member(u"error", true))
                        .with(made(u"store", 3).at(4, 5).member(u"cause", thrown)),
        made(u"pay", 4).child(2).at(1.5, 2.5).member(u"fault", true).member(u"cause", thrown),
        made(u"shop", 5).child(3).at(4.5, 4.6)});
}

void TraceDigestTest::saysWhatTheTraceSays()
{
    const Trace trace = shop();
    const auto digest = digestOf(trace);
    QVERIFY(digest->row == traceRow(trace));
    QVERIFY(digest->graph == graphOf(trace));
    const std::vector<TimelineGroup> groups = timelineGroups(trace);
    QCOMPARE(digest->services.size(), groups.size());
    for (const TimelineGroup& group : groups) {
        QCOMPARE(digest->services.at(group.service), group.segments.front());
    }
    const std::int32_t call = trace.indexOf(SegmentId(2));
    const std::int32_t pay = trace.indexOf(SegmentId(4));
    QCOMPARE(digest->ofInterest, pay);
    QCOMPARE(digest->failed, (std::vector{call, pay}));
    QCOMPARE(digest->causes, (std::vector{trace.indexOf(SegmentId(3)), pay}));
}

void TraceDigestTest::isMadeOnce()
{
    Trace trace = shop();
    trace.digest = digestOf(trace);
    QCOMPARE(digestOf(trace), trace.digest);
}

void TraceDigestTest::isOfAnEmptyTrace()
{
    const auto digest = digestOf(Trace());
    QCOMPARE(digest->ofInterest, -1);
    QVERIFY(digest->graph.isEmpty() && digest->services.empty() && digest->failed.empty());
}

void TraceDigestTest::findsASegmentFromAnywhere()
{
    const Trace trace = shop();
    for (std::int32_t i = 0; i < static_cast<std::int32_t>(trace.segments.size()); ++i) {
        for (const std::int32_t near : {-5, 0, 1, 3, 100}) {
            QCOMPARE(trace.indexOf(trace.segments[static_cast<std::size_t>(i)].id, near), i);
        }
    }
    QCOMPARE(trace.indexOf(SegmentId(99), 2), -1);
    QCOMPARE(Trace().indexOf(SegmentId(1)), -1);
}

QTEST_GUILESS_MAIN(TraceDigestTest)
#include "trace_digest_test.moc"
