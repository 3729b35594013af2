// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/replay/playback.h"

#include "core/segment/datagram.h"
#include "tests/app/list_recording.h"

#include <QTest>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace fluoroscope;
using test::ListRecording;

class PlaybackTest : public QObject {
    Q_OBJECT

private slots:
    void isDueWithTheSpacingOfTheRecording();
    void changesTheSpeedFromWhereItIs();
    void standsStillInAPause();
    void goesWhereItIsSent();
    void playsAnewAfterTheEnd();
    void givesOtherIdsAfterAJump();
    void losesAndDoublesTheShareThatIsAskedFor();
    void letsLaterOnesOvertake();
    void delaysWithinTheBound();
    void makesTheSameTroubleBySeed();
    void holdsNothingBackForever();

private:
    using Time = Playback::Time;
    const Time m_start = Time(1000s);

    static ListRecording recording(int count, Duration step = 1s)
    {
        std::vector<RecordedDatagram> datagrams;
        for (int i = 0; i < count; ++i) {
            datagrams.push_back({Timestamp(5000s) + i * step, QByteArray::number(i)});
        }
        return ListRecording(std::move(datagrams));
    }

    struct Sent {
        std::vector<int> order;
        std::vector<Duration> times; // from the start
    };
    // Plays to the end as if nothing took any time.
    Sent play(ListRecording recorded, const ReplayOptions& options, qint64* lost = nullptr)
    {
        Playback playback(recorded, options);
        playback.play(m_start);
        Sent sent;
        Time time = m_start;
        while (const auto due = playback.due()) {
            time = std::max(time, *due);
            if (const auto departure = playback.take(time)) {
                sent.order.push_back(departure->datagram.toInt());
                sent.times.push_back(std::chrono::duration_cast<Duration>(time - m_start));
            }
        }
        if (lost != nullptr) {
            *lost = playback.lost();
        }
        return sent;
    }
};

void PlaybackTest::isDueWithTheSpacingOfTheRecording()
{
    const Sent sent = play(recording(4), {.speed = 2});
    QCOMPARE(sent.order, std::vector<int>({0, 1, 2, 3}));
    QCOMPARE(sent.times, std::vector<Duration>({0ms, 500ms, 1000ms, 1500ms}));
    const Sent slow = play(recording(2), {.speed = 0.1});
    QCOMPARE(slow.times, std::vector<Duration>({0s, 10s}));
}

void PlaybackTest::changesTheSpeedFromWhereItIs()
{
    ListRecording recorded = recording(20);
    Playback playback(recorded, {});
    playback.play(m_start);
    for (int i = 0; i < 5; ++i) {
        playback.take(*playback.due());
    }
    QCOMPARE(*playback.due(), m_start + 5s);
    QCOMPARE(playback.position(m_start + 4500ms), Duration(4500ms));
    playback.setSpeed(10, m_start + 4500ms); // half a second was left
    QCOMPARE(*playback.due(), m_start + 4550ms);
    QCOMPARE(playback.position(m_start + 4600ms), Duration(5500ms));
    playback.setSpeed(0, m_start + 4600ms);
    QVERIFY(*playback.due() <= m_start + 4600ms);
    playback.take(m_start + 4600ms);
    QCOMPARE(playback.position(m_start + 9600ms), Duration(5s)); // of what was sent last
}

void PlaybackTest::standsStillInAPause()
{
    ListRecording recorded = recording(3);
    Playback playback(recorded, {});
    QVERIFY(!playback.due());
    playback.play(m_start);
    playback.take(*playback.due());
    playback.pause(m_start + 400ms);
    QVERIFY(!playback.due());
    QCOMPARE(playback.position(m_start + 100s), Duration(400ms));
    playback.play(m_start + 100s);
    QCOMPARE(*playback.due(), m_start + 100s + 600ms);
}

void PlaybackTest::goesWhereItIsSent()
{
    ListRecording recorded = recording(10);
    Playback playback(recorded, {});
    QCOMPARE(playback.length(), Duration(9s));
    playback.play(m_start);
    playback.seek(6500ms, m_start + 1s);
    QCOMPARE(playback.position(m_start + 1s), Duration(6500ms));
    QCOMPARE(*playback.due(), m_start + 1500ms);
    QCOMPARE(playback.take(*playback.due())->datagram, QByteArray("7"));
    playback.seek(Duration(-5s), m_start + 2s);
    QCOMPARE(playback.take(*playback.due())->datagram, QByteArray("0"));
    playback.seek(1h, m_start + 3s); // to the last one, which is at the end
    QCOMPARE(playback.take(*playback.due())->datagram, QByteArray("9"));
    QVERIFY(!playback.due());
    QVERIFY(playback.hasEnded());
}

void PlaybackTest::playsAnewAfterTheEnd()
{
    ListRecording recorded = recording(1);
    Playback playback(recorded, {});
    for (int round = 0; round < 2; ++round) {
        playback.play(m_start);
        QVERIFY(playback.isPlaying());
        QCOMPARE(playback.take(*playback.due())->datagram, QByteArray("0"));
        QVERIFY(!playback.due());
        QVERIFY(!playback.isPlaying());
    }
}

void PlaybackTest::givesOtherIdsAfterAJump()
{
    const QByteArray segment = datagramOf(R"({"id":"70de5b6f19ff9a0a","name":"a","start_time":5000,"end_time":5001,)"
                                          R"("trace_id":"1-5759e988-bd862e3fe1be46a994272793"})");
    ListRecording recorded({{Timestamp(5000s), segment}});
    Playback playback(recorded, {.restamp = true, .key = 7});
    QByteArrayList sent;
    for (int round = 0; round < 2; ++round) {
        playback.play(m_start);
        sent.append(playback.take(*playback.due())->datagram);
        playback.seek({}, m_start);
    }
    const auto ids = [](const QByteArray& datagram) {
        const auto read = readSegmentDocuments(documentOfDatagram(datagram).value()).documents.at(0);
        return std::pair(read.traceId, read.segments[0].id);
    };
    QVERIFY(ids(sent[0]).first != ids(sent[1]).first);
    QVERIFY(ids(sent[0]).second != ids(sent[1]).second);
}

void PlaybackTest::losesAndDoublesTheShareThatIsAskedFor()
{
    qint64 lost = 0;
    const Sent sent = play(recording(10000, 1ms), {.trouble = {.loss = 0.1}}, &lost);
    QCOMPARE(static_cast<qint64>(sent.order.size()), 10000 - lost);
    QVERIFY2(lost > 900 && lost < 1100, qPrintable(QString::number(lost)));
    QVERIFY(std::is_sorted(sent.order.begin(), sent.order.end()));

    const Sent doubled = play(recording(10000, 1ms), {.trouble = {.duplicate = 0.1}}, &lost);
    QCOMPARE(lost, 0);
    QVERIFY(doubled.order.size() > 10900 && doubled.order.size() < 11100);
    QVERIFY(std::is_sorted(doubled.order.begin(), doubled.order.end()));

    QVERIFY(play(recording(100), {.trouble = {.loss = 1}}).order.empty());
    QCOMPARE(play(recording(100), {.speed = 0, .trouble = {.duplicate = 1}}).order.size(), std::size_t(200));
}

void PlaybackTest::letsLaterOnesOvertake()
{
    for (const double speed : {1.0, 0.0}) {
        const Sent sent = play(recording(10000, 1ms), {.speed = speed, .trouble = {.reorder = 0.1}});
        QCOMPARE(sent.order.size(), std::size_t(10000));
        int late = 0;
        int farthest = 0;
        for (std::size_t i = 0; i < sent.order.size(); ++i) {
            const int behind = static_cast<int>(i) - sent.order[i];
            late += behind > 0 ? 1 : 0;
            farthest = std::max(farthest, behind);
        }
        QVERIFY2(late > 800 && late < 1100, qPrintable(QString::number(late)));
        QVERIFY2(farthest >= 7 && farthest <= 8, qPrintable(QString::number(farthest)));
    }
}

void PlaybackTest::delaysWithinTheBound()
{
    const Sent sent = play(recording(1000, 10ms), {.speed = 2, .trouble = {.delay = 50ms}});
    QCOMPARE(sent.order.size(), std::size_t(1000));
    QVERIFY(!std::is_sorted(sent.order.begin(), sent.order.end()));
    Duration most{};
    for (std::size_t i = 0; i < sent.order.size(); ++i) {
        const Duration late = sent.times[i] - sent.order[i] * 5ms;
        QVERIFY(late >= 0ms && late <= 50ms);
        most = std::max(most, late);
    }
    QVERIFY(most > 45ms);
}

void PlaybackTest::makesTheSameTroubleBySeed()
{
    const auto order = [this](quint64 seed) {
        const TroubleOptions trouble{.loss = 0.2, .duplicate = 0.2, .reorder = 0.2, .delay = 30ms, .seed = seed};
        return play(recording(500, 10ms), {.trouble = trouble}).order;
    };
    QCOMPARE(order(1), order(1));
    QVERIFY(order(1) != order(2));
}

void PlaybackTest::holdsNothingBackForever()
{
    const Sent sent = play(recording(3), {.trouble = {.reorder = 1}});
    QCOMPARE(sent.order.size(), std::size_t(3)); // nothing came after them
    const Sent flat = play(recording(3), {.speed = 0, .trouble = {.reorder = 1}});
    QCOMPARE(flat.order.size(), std::size_t(3));
}

QTEST_GUILESS_MAIN(PlaybackTest)
#include "playback_test.moc"
