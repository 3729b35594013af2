// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/shop_requests.h"
#include "ui/frame/activity_grid.h"
#include "ui/frame/exports.h"
#include "ui/frame/history.h"
#include "ui/traces/trace_list_model.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace fluoroscope;
using namespace fluoroscope::test;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;

class TestFrameValues : public QObject {
    Q_OBJECT

private slots:
    void writesTracesAsCsvThatEveryReaderSplitsAlike();
    void writesATraceAsAnAnswerOfBatchGetTraces();
    void aLiveScopeFollowsTheClockAndAFrozenOneDoesNot();
    void historyGoesBackForwardAndForgetsWhatLayAhead();
    void barsKeepTheirPlacesWhileTheStripMovesOn();
};

void TestFrameValues::writesTracesAsCsvThatEveryReaderSplitsAlike()
{
    FakeTraceSource source;
    const Timestamp at{1'700'000'000s};
    const TraceId id = traceIdAt(at, 1);
    source.add(id,
        {QByteArray(R"({"trace_id":")") + id.toString().toUtf8()
            + R"(","id":"00000000000000a1","name":"shop","start_time":1700000000,"end_time":1700000000.25,)"
            + R"("fault":true,"http":{"request":{"method":"GET","url":"http://x/?q=\"1\",2"},"response":{"status":500}}})"});
    addRequest(source, at - 10s, 2, 200, 20ms);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"traces.csv"_s);
    QCOMPARE(saveTracesCsv(source, {}, file, {}).value(), 2);
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = written.readAll().split('\n');
    QCOMPARE(lines.size(), 4); // a header, two traces, and the end
    QCOMPARE(lines[1],
        id.toString().toUtf8()
            + ",fault,false,2023-11-14T22:13:20.000Z,500,250.000,250.000,GET,\"http://x/?q=\"\"1\"\",2\",,"
              "shop,,1\r");
    QCOMPARE(saveTracesCsv(source, {.selection = {{at, Timestamp::max()}}}, file, {}).value(), 1);
    // With the annotations that are columns, whatever is in their names and values.
    const TraceId other = traceIdAt(at + 10s, 3);
    source.add(other,
        {QByteArray(R"({"trace_id":")") + other.toString().toUtf8()
            + R"(","id":"00000000000000a3","name":"shop","start_time":1700000010,"end_time":1700000010.25,)"
            + R"("annotations":{"tier":"=a,b","n":-1.5}})"});
    QCOMPARE(saveTracesCsv(source, {}, file, {}, CsvColumns::all({u"n"_s, u"tier"_s})).value(), 3);
    QFile annotated(file);
    QVERIFY(annotated.open(QIODevice::ReadOnly));
    QVERIFY(annotated.readLine().endsWith(",segments,n,tier\r\n"));
    QVERIFY(annotated.readLine().endsWith(",1,-1.5,\"'=a,b\"\r\n"));
    QVERIFY(annotated.readLine().endsWith(",1,,\r\n"));
    // In the order of the list, and with the columns that it shows.
    const CsvColumns shown{{u"n"_s}, {TraceListModel::ColumnCount, TraceListModel::ResponseTime}};
    QCOMPARE(
        saveTracesCsv(source, {.order = TraceOrder::ResponseTime, .descending = false}, file, {}, shown).value(), 3);
    QFile chosen(file);
    QVERIFY(chosen.open(QIODevice::ReadOnly));
    QCOMPARE(chosen.readAll(), "n,response_time_ms\r\n,20.000\r\n,250.000\r\n-1.5,250.000\r\n");
    QVERIFY(saveTracesCsv(source, {}, folder.filePath(u"no/such/folder.csv"_s), {})
                .error()
                .message.contains(u"folder.csv"));
}

void TestFrameValues::writesATraceAsAnAnswerOfBatchGetTraces()
{
    FakeTraceSource source;
    const TraceId id = addRequest(source, now(), 1, 200, 20ms);
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"trace.json"_s);
    QVERIFY(saveTrace(source.trace(id, {}).value(), file));
    QFile written(file);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QJsonObject trace = QJsonDocument::fromJson(written.readAll()).object()[u"Traces"_s][0].toObject();
    QCOMPARE(trace[u"Id"_s].toString(), id.toString());
    QVERIFY(trace[u"Segments"_s].toArray().size() >= 2);
    const QString table = folder.filePath(u"trace.csv"_s);
    QVERIFY(saveTrace(source.trace(id, {}).value(), table));
    QFile lines(table);
    QVERIFY(lines.open(QIODevice::ReadOnly));
    const QList<QByteArray> segments = lines.readAll().split('\n');
    QCOMPARE(segments.size(), qsizetype(source.trace(id, {}).value().segments.size()) + 2);
    QVERIFY(segments[0].startsWith("segment_id,parent_id,name,depth,"));
    QVERIFY2(segments[1].contains(",0,false,ok,false,") && segments[1].contains(",20.000,200,GET,"),
        segments[1].constData());
    QVERIFY(segments[2].contains(segments[1].left(16))); // its parent
}

void TestFrameValues::aLiveScopeFollowsTheClockAndAFrozenOneDoesNot()
{
    const Timestamp at{1'700'000'000s};
    const Scope live = Scope().over(5min);
    QCOMPARE(live.rangeAt(at).begin, at - 5min);
    QVERIFY(live.rangeAt(at).contains(at + 1h)); // a sender's clock may be ahead
    const Scope frozen = live.frozenAt(at);
    QVERIFY(!frozen.isLive());
    QCOMPARE(frozen.rangeAt(at + 1h), (TimeRange{at - 5min, at}));
    QCOMPARE(frozen.following(), live);
    QCOMPARE(live.frozenAt(at, at - 1h), frozen);
    QVERIFY(live.frozenAt(at, at + 1min).rangeAt(at).contains(at + 59s)); // what was shown stays
}

void TestFrameValues::historyGoesBackForwardAndForgetsWhatLayAhead()
{
    History history;
    Location traces;
    traces.page = PageKind::Traces;
    history.go(traces);
    history.go(traces); // no step
    Location narrow = traces;
    narrow.scope.span = 5min;
    history.go(narrow);
    history.back();
    QCOMPARE(history.current(), traces);
    history.back();
    QVERIFY(!history.canGoBack());
    history.forward();
    QCOMPARE(history.current(), traces);
    history.go(Location{});
    QVERIFY(!history.canGoForward());
}

void TestFrameValues::barsKeepTheirPlacesWhileTheStripMovesOn()
{
    const Timestamp at{1'700'000'003s};
    const ActivityGrid grid = activityGrid({at - 30min, at}, 140);
    const ActivityGrid later = activityGrid({at - 30min + 7s, at + 7s}, 140);
    QCOMPARE(grid.step, Duration(15s));
    QVERIFY((grid.range.end - grid.range.begin) / grid.step <= 140);
    QVERIFY(grid.range.begin <= at - 30min && grid.range.end >= at);
    QCOMPARE((later.range.begin - grid.range.begin) % grid.step, Duration::zero());
    // And so does what is chosen of them.
    const auto chosen = [](const ActivityGrid& of) { return activitySelection(Scope().over(15min), of)->begin; };
    for (const Duration after : {Duration(1s), Duration(6s), Duration(13s)}) {
        const ActivityGrid next = activityGrid({at - 30min + after, at + after}, 140);
        QCOMPARE(chosen(next) - next.range.begin, chosen(grid) - grid.range.begin);
        QVERIFY(chosen(next) <= at + after - 15min && chosen(next) > at + after - 15min - next.step);
    }
    QVERIFY(!activitySelection(Scope().over(Duration::zero()), grid));
    const TimeTicks ticks = timeTicks(grid.range, 10);
    QCOMPARE(ticks.step, Duration(5min));
    QVERIFY(ticks.times.size() >= 5 && ticks.times.size() <= 10);
}

QTEST_APPLESS_MAIN(TestFrameValues)
#include "tst_frame_values.moc"
