// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/replay/replayer.h"

#include "core/segment/datagram.h"
#include "core/segment/segment_reader.h"
#include "tests/app/list_recording.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <thread>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace fluoroscope;
using test::ListRecording;

class ReplayerTest : public QObject {
    Q_OBJECT

private slots:
    void keepsTheSpacing();
    void keepsTheSpacingFaster();
    void waitsForNothingAtFullSpeed();
    void endsAtOnceWhenItIsStopped();
    void makesCurrentTracesOfOldOnes();
    void keepsATraceWholeAtAnySpeed();
    void passesOnWhatIsNoSegment();
    void namesTheLineThatIsNoCapture();
    void countsWhatCouldNotBeSent();

private:
    using Clock = std::chrono::steady_clock;

    static RecordedDatagram segment(double end, const QByteArray& trace = "1-5759e988-bd862e3fe1be46a994272793")
    {
        const QByteArray document = "{\"id\":\"70de5b6f19ff9a0a\",\"name\":\"a\",\"trace_id\":\"" + trace
            + "\",\"start_time\":" + QByteArray::number(end - 0.25, 'f', 6)
            + ",\"end_time\":" + QByteArray::number(end, 'f', 6) + '}';
        return {fromEpochSeconds(end), datagramOf(document)};
    }
    static SegmentDocument read(const QByteArray& datagram)
    {
        return readSegmentDocuments(documentOfDatagram(datagram).value()).documents.at(0);
    }
};

void ReplayerTest::keepsTheSpacing()
{
    constexpr int count = 200;
    std::vector<RecordedDatagram> datagrams;
    for (int i = 0; i < count; ++i) {
        datagrams.push_back(segment(1000 + i * 0.003));
    }
    ListRecording recording(std::move(datagrams));
    const Clock::time_point started = Clock::now();
    int sent = 0;
    int early = 0; // how late is for the benchmark to say: a test machine is busy with other tests
    const auto report = replay(recording,
        [&](const QByteArray&) {
            early += Clock::now() - started < 3ms * sent++ ? 1 : 0;
            return true;
        },
        {}, {});
    QCOMPARE(report->sent, count);
    QCOMPARE(early, 0);
}

void ReplayerTest::keepsTheSpacingFaster()
{
    ListRecording recording({segment(1000), segment(1010)});
    const Clock::time_point started = Clock::now();
    QVERIFY(replay(recording, [](const QByteArray&) { return true; }, {100, false, 0}, {}).has_value());
    QVERIFY(Clock::now() - started >= 100ms);
    QVERIFY(Clock::now() - started < 5s);
}

void ReplayerTest::waitsForNothingAtFullSpeed()
{
    ListRecording recording({segment(1000), segment(9999999)});
    QCOMPARE(replay(recording, [](const QByteArray&) { return true; }, {0, false, 0}, {})->sent, 2);
}

void ReplayerTest::endsAtOnceWhenItIsStopped()
{
    ListRecording recording({segment(1000), segment(9999999)});
    std::stop_source source;
    const auto report = replay(
        recording,
        [&](const QByteArray&) {
            source.request_stop();
            return true;
        },
        {}, source.get_token());
    QCOMPARE(report->sent, 1);

    ListRecording waiting({segment(1000), segment(9999999)});
    std::stop_source other;
    std::jthread stopper;
    QCOMPARE(replay(
                 waiting,
                 [&](const QByteArray&) {
                     stopper = std::jthread([&] { other.request_stop(); });
                     return true;
                 },
                 {}, other.get_token())
                 ->sent,
        1);
}

void ReplayerTest::makesCurrentTracesOfOldOnes()
{
    ListRecording recording({segment(1000), segment(1000.05), segment(1000.06, "1-5759e989-bd862e3fe1be46a994272793")});
    std::vector<SegmentDocument> sent;
    const Timestamp before = now();
    QVERIFY(replay(recording,
        [&](const QByteArray& datagram) {
            sent.push_back(read(datagram));
            return true;
        },
        {1, true, 7}, {})
                .has_value());
    QCOMPARE(sent.size(), std::size_t(3));
    QVERIFY(sent[0].traceId == sent[1].traceId);
    QVERIFY(sent[0].traceId != sent[2].traceId);
    QVERIFY(sent[0].segments[0].id != SegmentId(0x70de5b6f19ff9a0aU));
    for (const SegmentDocument& document : sent) {
        QCOMPARE(document.segments[0].duration(), Duration(250ms));
    }
    QVERIFY(sent[0].segments[0].end >= before && sent[0].segments[0].end <= now());
    QCOMPARE(sent[1].segments[0].end - sent[0].segments[0].end, Duration(50ms));
    QCOMPARE(sent[2].segments[0].end - sent[0].segments[0].end, Duration(60ms));
}

void ReplayerTest::keepsATraceWholeAtAnySpeed()
{
    ListRecording recording({segment(1000), segment(1300, "1-5759e989-bd862e3fe1be46a994272793"), segment(1600)});
    std::vector<Timestamp> ends;
    const Timestamp before = now();
    QVERIFY(replay(recording,
        [&](const QByteArray& datagram) {
            ends.push_back(read(datagram).segments[0].end);
            return true;
        },
        {0, true, 7}, {})
                .has_value());
    QCOMPARE(ends.at(2) - ends.at(0), Duration(600s)); // one trace: what lay between stays between
    QVERIFY(ends.at(1) - before < 10s); // another trace: of now, not of five minutes ahead
}

void ReplayerTest::passesOnWhatIsNoSegment()
{
    ListRecording recording(
        {{fromEpochSeconds(1), "no header"}, {fromEpochSeconds(1), "{\"format\":\"json\",\"version\":1}\n{broken"}});
    QByteArrayList sent;
    QVERIFY(replay(recording,
        [&](const QByteArray& datagram) {
            sent.append(datagram);
            return true;
        },
        {1, true, 7}, {})
                .has_value());
    QCOMPARE(sent, QByteArrayList({"no header", "{\"format\":\"json\",\"version\":1}\n{broken"}));
}

void ReplayerTest::namesTheLineThatIsNoCapture()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"capture.jsonl"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("{\"t\":1,\"d\":\"a\"}\n\n{\"t\":2}\n");
    file.close();
    const auto recording = openRecording(file.fileName());
    QVERIFY(recording.has_value());
    QByteArrayList sent;
    const auto report = replay(**recording,
        [&](const QByteArray& datagram) {
            sent.append(datagram);
            return true;
        },
        {0, false, 0}, {});
    QCOMPARE(sent, QByteArrayList({"a"}));
    QVERIFY2(report.error().message.contains(u"capture.jsonl, line 3"_s), qPrintable(report.error().message));
    QVERIFY(!openRecording(folder.filePath(u"none"_s)).has_value());
}

void ReplayerTest::countsWhatCouldNotBeSent()
{
    ListRecording recording({segment(1000), segment(1000), segment(1000)});
    int asked = 0;
    const auto report = replay(recording, [&](const QByteArray&) { return ++asked != 2; }, {0, false, 0}, {});
    QCOMPARE(report->sent, 2);
    QCOMPARE(report->failed, 1);
}

QTEST_GUILESS_MAIN(ReplayerTest)
#include "replayer_test.moc"
