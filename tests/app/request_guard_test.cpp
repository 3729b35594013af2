// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/api/request_guard.h"

#include <QSysInfo>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;

namespace {

int statusOf(const BindAddress& bound, const QStringList& hosts, const std::optional<QString>& origin = {})
{
    RequestHead head;
    head.method = u"POST"_s;
    head.path = u"/Traces"_s;
    head.hosts = hosts;
    head.origin = origin;
    const auto refusal = RequestGuard(bound).refusal(head);
    return refusal ? refusal->status : 200;
}

} // namespace

class RequestGuardTest : public QObject {
    Q_OBJECT

private slots:
    void takesHostsOfThisMachineOnly_data();
    void takesHostsOfThisMachineOnly();
    void takesNoPageOfAnotherOrigin_data();
    void takesNoPageOfAnotherOrigin();
};

void RequestGuardTest::takesHostsOfThisMachineOnly_data()
{
    QTest::addColumn<QStringList>("hosts");
    QTest::addColumn<int>("atLoopback");
    QTest::addColumn<int>("everywhere");
    const auto row = [](const char* name, const QStringList& hosts, int atLoopback, int everywhere) {
        QTest::newRow(name) << hosts << atLoopback << everywhere;
    };
    row("none", {}, 400, 400);
    row("empty", {u""_s}, 400, 400);
    row("two", {u"127.0.0.1"_s, u"127.0.0.1"_s}, 400, 400);
    row("address", {u"127.0.0.1:2000"_s}, 200, 200);
    row("address without port", {u"127.0.0.1"_s}, 200, 200);
    row("another of loopback", {u"127.1.2.3:2000"_s}, 200, 200);
    row("IPv6", {u"[::1]:2000"_s}, 200, 200);
    row("IPv6 without port", {u"[::1]"_s}, 200, 200);
    row("name", {u"LocalHost:2000"_s}, 200, 200);
    row("a tunnel's port", {u"localhost:8080"_s}, 200, 200);
    row("looks like an address", {u"127.0.0.1.example.com"_s}, 403, 403);
    row("looks like the name", {u"localhost.example.com:2000"_s}, 403, 403);
    row("ends like the name", {u"evillocalhost.com"_s}, 403, 403);
    row("another machine's name", {u"example.com:2000"_s}, 403, 403);
    row("another address", {u"192.168.1.5:2000"_s}, 403, 200);
    row("another IPv6 address", {u"[fd00::1]:2000"_s}, 403, 200);
    row("a container's name", {u"xray-daemon:2000"_s}, 403, 200);
    row("a local name", {u"laptop.local:2000"_s}, 403, 200);
    row("Docker's name of the host", {u"host.docker.internal:2000"_s}, 403, 200);
    row("user", {u"localhost@example.com"_s}, 403, 403);
    row("no port", {u"localhost:x"_s}, 400, 400);
    row("no end", {u"[::1"_s}, 400, 400);
    row("path", {u"localhost/x"_s}, 403, 200); // no page can send it
}

void RequestGuardTest::takesHostsOfThisMachineOnly()
{
    QFETCH(QStringList, hosts);
    QTEST(statusOf({}, hosts), "atLoopback");
    QTEST(statusOf({u"0.0.0.0"_s, 2000}, hosts), "everywhere");
    const QString machine = QSysInfo::machineHostName();
    QCOMPARE(statusOf({u"0.0.0.0"_s, 2000}, {machine}), 200);
    QCOMPARE(statusOf({u"127.0.0.53"_s, 2000}, {u"127.0.0.53:2000"_s}), 200);
    QCOMPARE(statusOf({u"dev.example.com"_s, 2000}, {u"dev.example.com:2000"_s}), 200); // as it was asked for
}

void RequestGuardTest::takesNoPageOfAnotherOrigin_data()
{
    QTest::addColumn<QString>("origin");
    QTest::addColumn<int>("status");
    QTest::newRow("itself") << u"http://localhost:2000"_s << 200;
    QTest::newRow("another port") << u"http://localhost:3000"_s << 403;
    QTest::newRow("another name") << u"http://127.0.0.1:2000"_s << 403;
    QTest::newRow("TLS") << u"https://localhost:2000"_s << 403;
    QTest::newRow("elsewhere") << u"https://example.com"_s << 403;
    QTest::newRow("sandbox or file") << u"null"_s << 403;
    QTest::newRow("empty") << u""_s << 403;
}

void RequestGuardTest::takesNoPageOfAnotherOrigin()
{
    QFETCH(QString, origin);
    QTEST(statusOf({}, {u"localhost:2000"_s}, origin), "status");
}

QTEST_GUILESS_MAIN(RequestGuardTest)
#include "request_guard_test.moc"
