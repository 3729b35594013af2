// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What windows forward to each other: documents, also those that are pending when one is closed; sampling calls; and
// never to oneself.
#include "app/desktop/desktop_windows.h"
#include "core/segment/ids.h"
#include "tests/app/http_client.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace fluoroscope;
using namespace fluoroscope::test;

namespace {

QByteArray segment()
{
    const double start = toEpochSeconds(now());
    const QJsonObject json{{u"name"_s, u"orders"_s}, {u"id"_s, SegmentId::generate().toString()},
        {u"trace_id"_s, TraceId::generate(static_cast<std::uint32_t>(start)).toString()}, {u"start_time"_s, start},
        {u"end_time"_s, start + 0.1}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

ForwardOptions toXray(const QString& address)
{
    return {.target = u"xray://us-east-1"_s, .endpoint = u"http://"_s + address, .samplingCalls = true};
}

} // namespace

class DesktopForwardingTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_windows.reset(); }
    void sendsWhatIsPendingWhenItIsClosed();
    void sendsWhatIsPendingWhenTheProgramEnds();
    void takesSamplingCallsUpstreamWhereAsked();
    void doesNotForwardToItself();
    void doesNotListenWhereItForwardsTo();

private:
    [[nodiscard]] QString path(const QString& name) const { return m_folder->filePath(name); }
    DesktopWindow* receive(const QString& name);
    // Puts documents into `window` that cannot all be gone when it is closed.
    void putMany(DesktopWindow& window);

    static constexpr qint64 kMany = 200; // ten bursts, each with its pause and its transaction
    static constexpr int kPatience = 20'000; // ms: the machine may have more to do
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<DesktopWindows> m_windows;
};

void DesktopForwardingTest::init()
{
    QApplication::setQuitOnLastWindowClosed(false);
    Theme::current().apply(*qApp, Scheme::Light);
    qputenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE");
    qputenv("AWS_SECRET_ACCESS_KEY", "example");
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings = std::make_unique<Settings>(path(u"settings.ini"_s));
    m_windows = std::make_unique<DesktopWindows>(*m_settings);
}

DesktopWindow* DesktopForwardingTest::receive(const QString& name)
{
    QString notice;
    const auto made = m_windows->makeReceiving(path(name), notice);
    if (!made || !(*made)->capture()->rebind(u"127.0.0.1:0"_s)) {
        return nullptr;
    }
    (*made)->show();
    return *made;
}

void DesktopForwardingTest::putMany(DesktopWindow& window)
{
    for (qint64 i = 0; i < kMany; ++i) {
        QVERIFY(window.session().sink().put({segment(), now(), Transport::Tcp, u"127.0.0.1:4000"_s}));
    }
}

void DesktopForwardingTest::sendsWhatIsPendingWhenItIsClosed()
{
    DesktopWindow* from = receive(u"from.fluoro"_s);
    DesktopWindow* to = receive(u"to.fluoro"_s);
    QVERIFY(from && to);
    QVERIFY(from->forwarder()->configure({.target = u"udp://"_s + to->capture()->status().address}));
    putMany(*from);
    from->window().close();
    QTRY_COMPARE_WITH_TIMEOUT(m_windows->windows().size(), std::size_t(1), kPatience);
    QTRY_COMPARE_WITH_TIMEOUT(to->session().source().counters().traces, kMany, kPatience);
    QVERIFY(m_windows->open(path(u"from.fluoro"_s))); // its writer has gone
    QVERIFY(m_windows->windows().back()->session().state().changeState(
        u"x"_s, [](const QJsonObject& value) { return value; }));
}

void DesktopForwardingTest::sendsWhatIsPendingWhenTheProgramEnds()
{
    DesktopWindow* to = receive(u"to.fluoro"_s);
    QVERIFY(to);
    auto ending = std::make_unique<DesktopWindows>(*m_settings); // of a program that ends while it has windows
    QString notice;
    const auto from = ending->makeReceiving(path(u"from.fluoro"_s), notice);
    QVERIFY(from);
    QVERIFY((*from)->forwarder()->configure({.target = u"udp://"_s + to->capture()->status().address}));
    putMany(**from);
    ending.reset();
    QTRY_COMPARE_WITH_TIMEOUT(to->session().source().counters().traces, kMany, kPatience);
}

void DesktopForwardingTest::takesSamplingCallsUpstreamWhereAsked()
{
    DesktopWindow* from = receive(u"from.fluoro"_s);
    DesktopWindow* to = receive(u"to.fluoro"_s);
    QVERIFY(from && to);
    const QByteArray rule = R"({"SamplingRule": {"RuleName": "upstream", "Priority": 7, "FixedRate": 0.5,
        "ReservoirSize": 1, "Host": "*", "HTTPMethod": "*", "URLPath": "*", "ServiceName": "*", "ServiceType": "*",
        "ResourceARN": "*", "Version": 1}})";
    test::HttpClient upstream(to->capture()->status().apiAddress);
    QVERIFY(upstream.ask(post("/CreateSamplingRule", rule)).contains("200 OK"));
    test::HttpClient sdk(from->capture()->status().apiAddress);
    const auto rules = [&] { return sdk.ask(post("/GetSamplingRules", "{}")); };
    QVERIFY(!rules().contains("upstream"));
    ForwardOptions options = toXray(to->capture()->status().apiAddress);
    QVERIFY(from->forwarder()->configure(options));
    // Upstream has a moment to answer, and is then left alone for a while, unless it is configured anew.
    const auto answersUpstream = [&] {
        if (rules().contains("upstream")) {
            return true;
        }
        (void)from->forwarder()->configure({});
        (void)rules();
        (void)from->forwarder()->configure(options);
        return false;
    };
    QTRY_VERIFY_WITH_TIMEOUT(answersUpstream(), kPatience);
    options.samplingCalls = false;
    QVERIFY(from->forwarder()->configure(options));
    QVERIFY(!rules().contains("upstream"));
    QVERIFY(rules().contains("Default"));
}

void DesktopForwardingTest::doesNotForwardToItself()
{
    DesktopWindow* window = receive(u"from.fluoro"_s);
    QVERIFY(window);
    const CaptureStatus status = window->capture()->status();
    for (const ForwardOptions& options :
        {ForwardOptions{.target = u"udp://"_s + status.address}, toXray(status.apiAddress)}) {
        const auto configured = window->forwarder()->configure(options);
        QVERIFY(!configured);
        QVERIFY2(configured.error().message.contains("itself"_L1), qPrintable(configured.error().message));
        QVERIFY(!window->forwarder()->status().running);
    }
}

void DesktopForwardingTest::doesNotListenWhereItForwardsTo()
{
    DesktopWindow* window = receive(u"from.fluoro"_s);
    DesktopWindow* other = receive(u"to.fluoro"_s);
    QVERIFY(window && other);
    const QString there = other->capture()->status().address;
    other->window().close();
    QTRY_COMPARE(m_windows->windows().size(), std::size_t(1));
    QVERIFY(window->forwarder()->configure({.target = u"udp://"_s + there}));
    const auto bound = window->capture()->rebind(there);
    QVERIFY(!bound);
    QVERIFY2(bound.error().message.contains("itself"_L1), qPrintable(bound.error().message));
    QVERIFY(!window->capture()->status().listening);
    QCOMPARE(window->capture()->status().problem, bound.error().message);
    QVERIFY(window->capture()->rebind(u"127.0.0.1:0"_s));
}

QTEST_MAIN(DesktopForwardingTest)
#include "desktop_forwarding_test.moc"
