// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/receive/bind_address.h"
#include "app/receive/bound_port.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

class BindAddressTest : public QObject {
    Q_OBJECT

private slots:
    void readsWhatTheSdksRead_data();
    void readsWhatTheSdksRead();
    void findsATcpAddressOfItsOwn();
    void saysWhatIsWrong_data();
    void saysWhatIsWrong();
    void takesTheCommandLineThenTheEnvironmentThenTheSetting();
    void namesWhereABadAddressCameFrom();
    void readsTheKernelsTableOfPorts();
};

void BindAddressTest::readsWhatTheSdksRead_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("expected");
    QTest::addColumn<bool>("loopback");
    QTest::newRow("one form") << u"127.0.0.1:2000"_s << u"127.0.0.1:2000"_s << true;
    QTest::newRow("name") << u"localhost:3000"_s << u"localhost:3000"_s << true;
    QTest::newRow("every network") << u"0.0.0.0:2000"_s << u"0.0.0.0:2000"_s << false;
    QTest::newRow("tcp first") << u"tcp:127.0.0.1:3000 udp:127.0.0.2:3001"_s << u"127.0.0.2:3001"_s << true;
    QTest::newRow("udp first") << u"udp:127.0.0.2:3001 tcp:127.0.0.1:3000"_s << u"127.0.0.2:3001"_s << true;
    QTest::newRow("a host with udp in its name") << u"my-udp-proxy:2000"_s << u"my-udp-proxy:2000"_s << false;
    QTest::newRow("IPv6") << u"[::1]:2000"_s << u"[::1]:2000"_s << true;
    QTest::newRow("any port") << u"127.0.0.1:0"_s << u"127.0.0.1:0"_s << true;
}

void BindAddressTest::readsWhatTheSdksRead()
{
    QFETCH(QString, text);
    QFETCH(QString, expected);
    QFETCH(bool, loopback);
    const auto address = parseDaemonAddress(text);
    QVERIFY2(address.has_value(), address ? "" : qPrintable(address.error().message));
    QCOMPARE(address->toString(), expected);
    QCOMPARE(address->isLoopback(), loopback);
}

void BindAddressTest::findsATcpAddressOfItsOwn()
{
    QCOMPARE(parseDaemonTcpAddress(u"udp:127.0.0.2:3001 tcp:127.0.0.1:3000"_s)->toString(), u"127.0.0.1:3000"_s);
    QVERIFY(!parseDaemonTcpAddress(u"127.0.0.1:3000"_s));
    QVERIFY(!parseDaemonTcpAddress(u"tcp:127.0.0.1:3000"_s));
    QVERIFY(!parseDaemonTcpAddress(u"tcp:127.0.0.1:x udp:127.0.0.1:1"_s));
    QVERIFY(!parseDaemonTcpAddress({}));
}

void BindAddressTest::saysWhatIsWrong_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("part");
    QTest::newRow("no port") << u"xray-service.default"_s << u"has no port"_s;
    QTest::newRow("no host") << u":2000"_s << u"has no host"_s;
    QTest::newRow("port is a word") << u"localhost:http"_s << u"\"http\""_s;
    QTest::newRow("port too large") << u"localhost:65536"_s << u"65535"_s;
    QTest::newRow("negative port") << u"localhost:-1"_s << u"\"-1\""_s;
    QTest::newRow("empty port") << u"localhost:"_s << u"\"\""_s;
    QTest::newRow("bare IPv6") << u"::1:2000"_s << u"[host]:port"_s;
    QTest::newRow("open bracket") << u"[::1:2000"_s << u"[::1]:2000"_s;
    QTest::newRow("a URL") << u"http://localhost:2000"_s << u"host:port"_s;
    QTest::newRow("one protocol") << u"udp:127.0.0.1:2000"_s << u"tcp:host:port udp:host:port"_s;
    QTest::newRow("twice udp") << u"udp:127.0.0.1:1 udp:127.0.0.1:2"_s << u"tcp:host:port udp:host:port"_s;
    QTest::newRow("the other part") << u"tcp:127.0.0.1:x udp:127.0.0.1:2000"_s << u"\"x\""_s;
}

void BindAddressTest::saysWhatIsWrong()
{
    QFETCH(QString, text);
    QFETCH(QString, part);
    const auto address = parseDaemonAddress(text);
    QVERIFY(!address.has_value());
    QVERIFY2(address.error().message.contains(part), qPrintable(address.error().message));
}

void BindAddressTest::takesTheCommandLineThenTheEnvironmentThenTheSetting()
{
    QCOMPARE(chooseBindAddress(u"a:1"_s, u"b:2"_s, u"c:3"_s)->toString(), u"a:1"_s);
    QCOMPARE(chooseBindAddress({}, u"tcp:b:2 udp:b:4"_s, u"c:3"_s)->toString(), u"b:4"_s);
    QCOMPARE(chooseBindAddress({}, u" "_s, u"c:3"_s)->toString(), u"c:3"_s);
    QCOMPARE(chooseBindAddress({}, {}, {})->toString(), u"127.0.0.1:2000"_s);
}

void BindAddressTest::namesWhereABadAddressCameFrom()
{
    QVERIFY(chooseBindAddress(u"nowhere"_s, {}, {}).error().message.startsWith(u"--bind: "_s));
    QVERIFY(chooseBindAddress({}, u"nowhere"_s, {}).error().message.startsWith(u"AWS_XRAY_DAEMON_ADDRESS: "_s));
    QVERIFY(chooseBindAddress({}, {}, u"nowhere"_s).error().message.contains(u"settings"_s));
}

void BindAddressTest::readsTheKernelsTableOfPorts()
{
    const auto ports =
        parseBoundPorts("   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   "
                        "uid  timeout inode ref pointer drops\n"
                        "  358: 0100007F:07D0 00000000:0000 07 00000000:00000000 00:00000000 00000000  "
                        "1000        0 81234 2 0000000000000000 17\n"
                        "  400: 00000000:14E9 00000000:0000 07 00000000:00000000 00:00000000 00000000     "
                        "0        0 99 2 0000000000000000 0\n"
                        "cut off\n",
            Protocol::Udp);
    QCOMPARE(ports.size(), std::size_t(2));
    QCOMPARE(ports[0].port, quint16(2000));
    QCOMPARE(ports[0].inode, quint64(81234));
    QCOMPARE(ports[0].drops, qint64(17));
    QVERIFY(!ports[0].any);
    QCOMPARE(ports[1].port, quint16(5353));
    QVERIFY(ports[1].any);

    const auto listening = parseBoundPorts("   0: 0100007F:07D0 00000000:0000 0A 00000000:00000000 00:00000000 "
                                           "00000000  1000 0 7 1 00000000ed1faac0 100 0 0 10 0\n"
                                           "   1: 0100007F:07D1 0100007F:C350 01 00000000:00000000 00:00000000 "
                                           "00000000  1000 0 8 1 00000000ed1faac0 100 0 0 10 0\n",
        Protocol::Tcp);
    QCOMPARE(listening.size(), std::size_t(1)); // the other is a connection
    QCOMPARE(listening[0].port, quint16(2000));
    QCOMPARE(listening[0].inode, quint64(7));
    QCOMPARE(listening[0].drops, qint64(0));
}

QTEST_GUILESS_MAIN(BindAddressTest)
#include "bind_address_test.moc"
