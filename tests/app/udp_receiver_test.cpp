// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/receive/live_capture.h"
#include "app/replay/datagram_sender.h"
#include "core/segment/datagram.h"
#include "tests/app/documents_sink.h"
#include "tests/app/empty_session.h"

#include <QCoreApplication>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class UdpReceiverTest : public QObject {
    Q_OBJECT

private slots:
    void handsOnEveryDatagramWhole();
    void handsOnEmptyAndLargestDatagrams();
    void tellsSenderAndTime();
    void takesWhatTheKernelHoldsBeforeItEnds();
    void countsWhatTheKernelDropped();
    void saysWhoHoldsAPortInUse();
    void saysThatAnAddressIsNotOurs();
    void listensAtIpv6();
    void goesOnElsewhereAndKeepsCounting();
    void staysSilentAfterAFailedRebind();
    void sendsATestSegmentThatCanBeRead();
    void playsTheDemoAsOfNow();

private:
    ApiContext around(SegmentSink& sink) { return {m_source, sink, m_state}; }
    static DatagramSender senderTo(const QString& address)
    {
        return std::move(*DatagramSender::to(*parseBindAddress(address)));
    }

    test::EmptySource m_source;
    test::MemoryState m_state;
};

void UdpReceiverTest::handsOnEveryDatagramWhole()
{
    test::DocumentsSink sink;
    const auto receiver = UdpReceiver::listen({u"127.0.0.1"_s, 0}, sink);
    QVERIFY(receiver.has_value());
    const DatagramSender sender = senderTo((*receiver)->address());
    constexpr int count = 5000;
    for (int i = 0; i < count; ++i) {
        QVERIFY(sender.send(datagramOf(QByteArray::number(i) + QByteArray(i % 1500, 'x'))).has_value());
    }
    const auto documents = sink.waitFor(count);
    QCOMPARE(documents.size(), std::size_t(count));
    for (int i = 0; i < count; ++i) {
        QCOMPARE(documents[static_cast<std::size_t>(i)].bytes,
            datagramOf(QByteArray::number(i) + QByteArray(i % 1500, 'x')));
    }
    QTRY_COMPARE((*receiver)->datagrams(), qint64(count));
    QCOMPARE((*receiver)->kernelDrops(), 0);
    QVERIFY((*receiver)->receiveBufferBytes() > 0);
}

void UdpReceiverTest::handsOnEmptyAndLargestDatagrams()
{
    test::DocumentsSink sink;
    const auto receiver = UdpReceiver::listen({u"127.0.0.1"_s, 0}, sink);
    QVERIFY(receiver.has_value());
    const DatagramSender sender = senderTo((*receiver)->address());
    const QByteArray largest(kMaxDatagramBytes, 'x');
    QVERIFY(sender.send(QByteArray()).has_value());
    QVERIFY(sender.send(largest).has_value());
    QVERIFY(!sender.send(largest + 'x').has_value());
    const auto documents = sink.waitFor(2);
    QCOMPARE(documents.size(), std::size_t(2));
    QCOMPARE(documents[0].bytes, QByteArray());
    QCOMPARE(documents[1].bytes, largest);
}

void UdpReceiverTest::tellsSenderAndTime()
{
    test::DocumentsSink sink;
    const auto receiver = UdpReceiver::listen({u"127.0.0.1"_s, 0}, sink);
    QVERIFY(receiver.has_value());
    const Timestamp before = now();
    QVERIFY(senderTo((*receiver)->address()).send("a").has_value());
    QVERIFY(senderTo((*receiver)->address()).send("b").has_value());
    const auto documents = sink.waitFor(2);
    QCOMPARE(documents.size(), std::size_t(2));
    QVERIFY(documents[0].sender.startsWith(u"127.0.0.1:"_s));
    QVERIFY(documents[0].sender != documents[1].sender);
    QVERIFY(documents[0].received >= before && documents[0].received <= now());
    QVERIFY(documents[0].transport == Transport::Udp);
}

void UdpReceiverTest::takesWhatTheKernelHoldsBeforeItEnds()
{
    test::DocumentsSink sink;
    auto receiver = UdpReceiver::listen({u"127.0.0.1"_s, 0}, sink);
    QVERIFY(receiver.has_value());
    const DatagramSender sender = senderTo((*receiver)->address());
    for (int i = 0; i < 500; ++i) {
        QVERIFY(sender.send("x").has_value());
    }
    receiver->reset();
    QCOMPARE(sink.waitFor(0).size(), std::size_t(500));
}

void UdpReceiverTest::countsWhatTheKernelDropped()
{
    // A sink that is stuck until the buffer has overflowed.
    class StuckSink : public SegmentSink {
    public:
        bool put(ReceivedDocument&&) override
        {
            const std::lock_guard lock(mutex);
            return true;
        }
        std::mutex mutex;
    };
    StuckSink sink;
    std::unique_lock stuck(sink.mutex);
    const auto receiver = UdpReceiver::listen({u"127.0.0.1"_s, 0}, sink);
    QVERIFY(receiver.has_value());
    const DatagramSender sender = senderTo((*receiver)->address());
    const QByteArray datagram(60000, 'x');
    qint64 sent = 0;
    for (; sent < 4000 && (*receiver)->kernelDrops() == 0; ++sent) {
        QVERIFY(sender.send(datagram).has_value());
    }
    const qint64 drops = (*receiver)->kernelDrops();
    QVERIFY(drops > 0);
    stuck.unlock();
    QTRY_COMPARE((*receiver)->datagrams() + drops, sent);
}

void UdpReceiverTest::saysWhoHoldsAPortInUse()
{
    test::DocumentsSink sink;
    const auto first = UdpReceiver::listen({u"127.0.0.1"_s, 0}, sink);
    QVERIFY(first.has_value());
    const auto second = UdpReceiver::listen(*parseBindAddress((*first)->address()), sink);
    QVERIFY(!second.has_value());
    const QString message = second.error().message;
    QVERIFY2(message.startsWith((*first)->address() + u" is in use by "_s), qPrintable(message));
    QVERIFY2(message.contains(u"(pid %1)"_s.arg(QCoreApplication::applicationPid())), qPrintable(message));
    QVERIFY2(message.contains(u"--bind 127.0.0.1:"_s), qPrintable(message));
}

void UdpReceiverTest::saysThatAnAddressIsNotOurs()
{
    test::DocumentsSink sink;
    const auto receiver = UdpReceiver::listen({u"192.0.2.1"_s, 2000}, sink); // reserved for documentation
    QVERIFY(!receiver.has_value());
    QVERIFY2(
        receiver.error().message.contains(u"not an address of this machine"_s), qPrintable(receiver.error().message));
}

void UdpReceiverTest::listensAtIpv6()
{
    test::DocumentsSink sink;
    const auto receiver = UdpReceiver::listen({u"::1"_s, 0}, sink);
    if (!receiver) {
        QSKIP("This machine has no IPv6.");
    }
    QVERIFY(senderTo((*receiver)->address()).send("six").has_value());
    const auto documents = sink.waitFor(1);
    QCOMPARE(documents.size(), std::size_t(1));
    QVERIFY(documents[0].sender.startsWith(u"[::1]:"_s));
}

void UdpReceiverTest::goesOnElsewhereAndKeepsCounting()
{
    test::DocumentsSink sink;
    LiveCapture capture(around(sink), {});
    const auto first = capture.rebind(u"127.0.0.1:0"_s);
    QVERIFY(first.has_value());
    QVERIFY(senderTo(*first).send("1").has_value());
    QTRY_COMPARE(capture.status().datagrams, 1);
    const auto second = capture.rebind(u"127.0.0.1:0"_s);
    QVERIFY(second.has_value());
    QVERIFY(senderTo(*second).send("2").has_value());
    QTRY_COMPARE(capture.status().datagrams, 2);
    QVERIFY(capture.status().listening);
    QCOMPARE(capture.status().address, *second);
}

void UdpReceiverTest::staysSilentAfterAFailedRebind()
{
    test::DocumentsSink sink;
    LiveCapture holder(around(sink), {});
    const QString taken = holder.rebind(u"127.0.0.1:0"_s).value();
    LiveCapture capture(around(sink), {});
    QVERIFY(!capture.rebind(taken).has_value());
    const CaptureStatus status = capture.status();
    QVERIFY(!status.listening);
    QCOMPARE(status.address, taken);
    QVERIFY(status.problem.contains(u"is in use by"_s));
    QVERIFY(!capture.sendTestSegment().has_value());
}

void UdpReceiverTest::sendsATestSegmentThatCanBeRead()
{
    test::DocumentsSink sink;
    LiveCapture capture(around(sink), {});
    QVERIFY(capture.rebind(u"0.0.0.0:0"_s).has_value());
    QVERIFY(capture.sendTestSegment().has_value());
    const auto documents = sink.waitFor(1);
    QCOMPARE(documents.size(), std::size_t(1));
    const auto document = documentOfDatagram(documents[0].bytes);
    QVERIFY(document.has_value());
    const ReadDocuments read = readSegmentDocuments(*document);
    QCOMPARE(read.rejections.size(), std::size_t(0));
    QCOMPARE(read.documents.at(0).segments.size(), std::size_t(2));
}

void UdpReceiverTest::playsTheDemoAsOfNow()
{
    QTemporaryDir folder;
    QFile demo(folder.filePath(u"demo.jsonl"_s));
    QVERIFY(demo.open(QIODevice::WriteOnly));
    demo.write(
        R"({"t":1000.0,"d":"{\"format\":\"json\",\"version\":1}\n{\"trace_id\":\"1-5759e988-bd862e3fe1be46a994272793\",)"
        R"(\"id\":\"70de5b6f19ff9a0a\",\"name\":\"a\",\"start_time\":999.5,\"end_time\":1000}"})");
    demo.close();
    test::DocumentsSink sink;
    LiveCapture capture(around(sink), demo.fileName());
    QVERIFY(capture.playDemo().has_value());
    const auto documents = sink.waitFor(1);
    QCOMPARE(documents.size(), std::size_t(1));
    QVERIFY(documents[0].transport == Transport::Replay);
    const ReadDocuments read = readSegmentDocuments(documents[0].bytes);
    QCOMPARE(read.documents.size(), std::size_t(1));
    QVERIFY(std::chrono::abs(now() - read.documents[0].segments[0].end) < std::chrono::seconds(10));
}

QTEST_GUILESS_MAIN(UdpReceiverTest)
#include "udp_receiver_test.moc"
