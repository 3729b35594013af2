// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/replay/player.h"

#include "tests/app/list_recording.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace fluoroscope;
using test::ListRecording;

class PlayerTest : public QObject {
    Q_OBJECT

private slots:
    void playsToTheEnd();
    void waitsUntilItIsToldToPlay();
    void pausesAndGoesOn();
    void seeksWhilePausedAndPlaying();
    void showsOrdersAtOnce();
    void tellsWhatChanged();
    void endsWhileItWaits();
    void seeksInCaptures();

private:
    static std::unique_ptr<Recording> recording(int count, Duration step)
    {
        std::vector<RecordedDatagram> datagrams;
        for (int i = 0; i < count; ++i) {
            datagrams.push_back({Timestamp(5000s) + i * step, QByteArray::number(i)});
        }
        return std::make_unique<ListRecording>(std::move(datagrams));
    }

    SendDatagram sender()
    {
        return [this](const QByteArray& datagram) {
            const std::lock_guard lock(m_mutex);
            m_sent.append(datagram);
            return true;
        };
    }
    QByteArrayList sent()
    {
        const std::lock_guard lock(m_mutex);
        return m_sent;
    }

    std::mutex m_mutex;
    QByteArrayList m_sent;

private slots:
    void init() { m_sent.clear(); }
};

void PlayerTest::playsToTheEnd()
{
    Player player(recording(5, 10ms), sender(), {});
    QTRY_COMPARE(player.status().length, Duration(40ms));
    player.play();
    QTRY_VERIFY(player.status().ended);
    QCOMPARE(sent(), QByteArrayList({"0", "1", "2", "3", "4"}));
    const PlaybackStatus status = player.status();
    QVERIFY(!status.playing);
    QCOMPARE(status.position, Duration(40ms));
    QCOMPARE(status.sent, qint64(5));
    player.play();
    QTRY_COMPARE(sent().size(), 10);
}

void PlayerTest::waitsUntilItIsToldToPlay()
{
    Player player(recording(2, 1ms), sender(), {.speed = 0});
    QTRY_COMPARE(player.status().length, Duration(1ms));
    QVERIFY(!player.status().playing);
    QVERIFY(!player.status().ended);
    QVERIFY(sent().isEmpty());
}

void PlayerTest::pausesAndGoesOn()
{
    Player player(recording(3, 1h), sender(), {});
    player.play();
    QTRY_COMPARE(sent().size(), 1);
    player.pause();
    QVERIFY(!player.status().playing);
    player.setSpeed(0);
    QCOMPARE(sent().size(), 1);
    player.play();
    QTRY_COMPARE(sent().size(), 3);
}

void PlayerTest::seeksWhilePausedAndPlaying()
{
    Player player(recording(10, 1h), sender(), {});
    player.seek(7h);
    QCOMPARE(player.status().position, Duration(7h));
    player.play();
    QTRY_COMPARE(sent(), QByteArrayList({"7"}));
    player.seek(2h);
    QTRY_COMPARE(sent(), QByteArrayList({"7", "2"}));
    const Duration position = player.status().position;
    QVERIFY(position >= 2h && position < 2h + 1min);
}

void PlayerTest::showsOrdersAtOnce()
{
    Player player(recording(10, 1h), sender(), {});
    player.play();
    player.setSpeed(4);
    const PlaybackStatus status = player.status();
    QVERIFY(status.playing);
    QCOMPARE(status.speed, 4.0);
}

void PlayerTest::tellsWhatChanged()
{
    std::atomic<int> changes = 0;
    Player player(recording(1000, 10us), sender(), {});
    player.onChanged([&] { ++changes; });
    player.play();
    QTRY_VERIFY(player.status().ended);
    QTRY_VERIFY(changes >= 2); // that it began and that it ended
    QVERIFY2(changes < 50, qPrintable(QString::number(changes)));
    player.onChanged({});
    const int before = changes;
    player.seek({});
    player.pause();
    QTRY_VERIFY(!player.status().ended);
    QCOMPARE(changes, before);
}

void PlayerTest::endsWhileItWaits()
{
    Player player(recording(2, 24h), sender(), {});
    player.play();
    QTRY_COMPARE(sent().size(), 1); // and its end does not wait for the second, a day later
}

void PlayerTest::seeksInCaptures()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"capture.jsonl"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    for (int i = 0; i < 100; ++i) {
        file.write("{\"t\":" + QByteArray::number(1000 + i) + ",\"d\":\"" + QByteArray::number(i) + "\"}\n");
    }
    file.close();
    auto capture = openRecording(file.fileName());
    QVERIFY(capture.has_value());
    Player player(std::move(*capture), sender(), {});
    QTRY_COMPARE(player.status().length, Duration(99s));
    player.seek(98500ms);
    player.setSpeed(100);
    player.play();
    QTRY_VERIFY(player.status().ended);
    QCOMPARE(sent(), QByteArrayList({"99"}));
}

QTEST_GUILESS_MAIN(PlayerTest)
#include "player_test.moc"
