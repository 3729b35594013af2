// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/api/endpoint.h"
#include "tests/app/documents_sink.h"
#include "tests/app/empty_session.h"
#include "tests/app/http_client.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTest>

#include <sys/resource.h>

using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace fluoroscope;
using test::HttpClient;
using test::post;

namespace {

constexpr int kFlood = 500;
constexpr ApiLimits kPatient{.request = 60s}; // far longer than a client here waits for its answer
const QByteArray kRequest = post("/TelemetryRecords", R"({"TelemetryRecords":[]})");

} // namespace

class ApiServerTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void answersOneRequestAfterAnother();
    void answersRequestsThatCameTogether();
    void answersRequestsThatComeInPieces();
    void takesNoBodyWithoutLength();
    void saysThatTheBodyMayCome();
    void takesChunksAndCompressedBodies();
    void refusesForeignHostsAndOrigins();
    void refusesLargeBodies_data();
    void refusesLargeBodies();
    void refusesWhatIsNoHttp_data();
    void refusesWhatIsNoHttp();
    void isNotHeldUpByThoseWhoSendNothing();
    void isNotHeldUpByThoseWhoSendHalfARequest();
    void isNotHeldUpByThoseWhoDoNotRead();
    void endsWhoSendsTooSlowly();
    void endsAtOnceWhoeverIsConnected();
    void saysWhoHoldsThePort();
    void listensAtOnePortForBoth();
    void receivesWhereTcpIsTaken();

private:
    void start(const ApiLimits& limits);
    [[nodiscard]] ApiContext context() { return {m_source, m_sink, m_state}; }
    [[nodiscard]] QString address() const { return m_server->address(); }

    test::EmptySource m_source;
    test::DocumentsSink m_sink;
    test::MemoryState m_state;
    std::unique_ptr<ApiServer> m_server;
};

void ApiServerTest::initTestCase()
{
    rlimit files{}; // both ends of a flood are here
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = std::min<rlim_t>(files.rlim_max, 4096);
    setrlimit(RLIMIT_NOFILE, &files);
}

void ApiServerTest::start(const ApiLimits& limits)
{
    auto server = ApiServer::listen({u"127.0.0.1"_s, 0}, context(), limits);
    QVERIFY(server.has_value());
    m_server = std::move(*server);
}

void ApiServerTest::init()
{
    start({});
}

void ApiServerTest::cleanup()
{
    m_server.reset();
}

void ApiServerTest::answersOneRequestAfterAnother()
{
    HttpClient client(address());
    for (int i = 0; i < 20; ++i) {
        const QByteArray answer = client.ask(kRequest);
        QVERIFY2(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer.constData());
        QVERIFY(answer.contains("Content-Type: application/json\r\n"));
        QVERIFY(answer.contains("x-amzn-RequestId: "));
        QVERIFY(!answer.toLower().contains("access-control"));
        QVERIFY(answer.endsWith("\r\n\r\n{}"));
    }
    QVERIFY(client.ask(post("/TraceSegments", R"({"TraceSegmentDocuments":["x"]})")).contains("ParseError"));
    const auto documents = m_sink.waitFor(1);
    QCOMPARE(documents[0].bytes, QByteArray("x"));
    QCOMPARE(documents[0].transport, Transport::Tcp);
    QVERIFY(documents[0].sender.startsWith("127.0.0.1:"_L1));
}

void ApiServerTest::answersRequestsThatCameTogether()
{
    HttpClient client(address());
    client.send(kRequest + post("/None", {}).replace("/None", "/TelemetryRecords") + kRequest);
    QVERIFY(client.answer().startsWith("HTTP/1.1 200"));
    QVERIFY(client.answer().startsWith("HTTP/1.1 400"));
    QVERIFY(client.answer().startsWith("HTTP/1.1 200"));
}

void ApiServerTest::answersRequestsThatComeInPieces()
{
    HttpClient client(address());
    for (const char byte : kRequest) {
        QVERIFY(client.send(QByteArray(1, byte)));
    }
    QVERIFY(client.answer().startsWith("HTTP/1.1 200"));
}

void ApiServerTest::takesNoBodyWithoutLength()
{
    HttpClient client(address());
    for (int i = 0; i < 2; ++i) {
        const QByteArray answer = client.ask("POST /GetSamplingRules HTTP/1.1\r\nHost: localhost:2000\r\n\r\n");
        QVERIFY2(answer.startsWith("HTTP/1.1 200"), answer.constData());
    }
}

void ApiServerTest::saysThatTheBodyMayCome()
{
    HttpClient client(address());
    const QByteArray body = R"({"TelemetryRecords":[]})";
    client.send(post("/TelemetryRecords", body, "Expect: 100-continue\r\n").chopped(body.size()));
    QVERIFY(client.answer().startsWith("HTTP/1.1 100"));
    QVERIFY(client.ask(body).startsWith("HTTP/1.1 200"));
    client.send(post("/None", body, "Expect: 100-continue\r\n").chopped(body.size()));
    QVERIFY(client.answer().startsWith("HTTP/1.1 404")); // instead
}

void ApiServerTest::takesChunksAndCompressedBodies()
{
    HttpClient chunks(address());
    QVERIFY(chunks
                .ask("POST /TelemetryRecords HTTP/1.1\r\nHost: [::1]:2000\r\nTransfer-Encoding: chunked\r\n\r\n"
                     "14\r\n{\"TelemetryRecords\":\r\n3\r\n[]}\r\n0\r\n\r\n")
                .startsWith("HTTP/1.1 200"));
    HttpClient compressed(address());
    const QByteArray body = qCompress(R"({"TelemetryRecords":[]})").mid(4);
    QVERIFY(
        compressed.ask(post("/TelemetryRecords", body, "Content-Encoding: deflate\r\n")).startsWith("HTTP/1.1 200"));
}

void ApiServerTest::refusesForeignHostsAndOrigins()
{
    for (const QByteArray& head :
        {QByteArray("Host: rebound.example.com\r\n"), QByteArray("Host: 127.0.0.1\r\nOrigin: null\r\n"),
            QByteArray("Host: 127.0.0.1\r\nOrigin: https://example.com\r\n")}) {
        HttpClient client(address());
        const QByteArray answer =
            client.ask("POST /TelemetryRecords HTTP/1.1\r\n" + head + "Content-Length: 23\r\n\r\n");
        QVERIFY2(answer.startsWith("HTTP/1.1 403"), answer.constData()); // without waiting for the body
        QVERIFY(!answer.toLower().contains("access-control"));
        QVERIFY(client.isClosedWithin(10s));
    }
}

void ApiServerTest::refusesLargeBodies_data()
{
    QTest::addColumn<QByteArray>("request");
    const QByteArray start = "POST /TelemetryRecords HTTP/1.1\r\nHost: localhost\r\n";
    const qsizetype large = (16 << 20) + 1;
    QTest::newRow("said") << start + "Content-Length: " + QByteArray::number(large) + "\r\n\r\n";
    QTest::newRow("said, and sent") << start + "Content-Length: " + QByteArray::number(large) + "\r\n\r\n"
            + QByteArray(large, 'x');
    QTest::newRow("more than can be counted") << start + "Content-Length: 99999999999999999999999\r\n\r\n";
    QTest::newRow("negative") << start + "Content-Length: -1\r\n\r\n";
    QTest::newRow("one chunk") << start + "Transfer-Encoding: chunked\r\n\r\n" + QByteArray::number(large, 16) + "\r\n"
            + QByteArray(large, 'x');
    const QByteArray bomb = qCompress(QByteArray(64 << 20, ' ')).mid(4);
    QTest::newRow("when inflated") << start
            + "Content-Encoding: deflate\r\nContent-Length: " + QByteArray::number(bomb.size()) + "\r\n\r\n" + bomb;
}

void ApiServerTest::refusesLargeBodies()
{
    QFETCH(QByteArray, request);
    HttpClient client(address());
    const QByteArray answer = client.ask(request);
    QVERIFY2(answer.startsWith("HTTP/1.1 413") || answer.startsWith("HTTP/1.1 400"), answer.constData());
    QVERIFY(HttpClient(address()).ask(kRequest).startsWith("HTTP/1.1 200"));
}

void ApiServerTest::refusesWhatIsNoHttp_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\n\n", 13);
    QTest::newRow("words") << QByteArray("hello\r\n\r\n");
    QTest::newRow("long path") << "POST /" + QByteArray(10'000, 'a') + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    QTest::newRow("long line") << QByteArray(1 << 20, 'a');
    QTest::newRow("long header") << "POST /Traces HTTP/1.1\r\nHost: localhost\r\nX: " + QByteArray(1 << 20, 'a');
    QTest::newRow("many headers") << "POST /Traces HTTP/1.1\r\nHost: localhost\r\n"
            + QByteArray("X: y\r\n").repeated(100'000);
    QTest::newRow("no host") << QByteArray("POST /Traces HTTP/1.1\r\n\r\n");
    QTest::newRow("another method") << QByteArray("GET /Traces HTTP/1.1\r\nHost: localhost\r\n\r\n");
    QTest::newRow("another path") << QByteArray("POST /../Traces HTTP/1.1\r\nHost: localhost\r\n\r\n");
}

void ApiServerTest::refusesWhatIsNoHttp()
{
    QFETCH(QByteArray, bytes);
    HttpClient client(address());
    client.send(bytes);
    const QByteArray answer = client.answer();
    QVERIFY2(answer.isEmpty() || answer.startsWith("HTTP/1.1 4"), answer.constData());
    QVERIFY(HttpClient(address()).ask(kRequest).startsWith("HTTP/1.1 200"));
}

void ApiServerTest::isNotHeldUpByThoseWhoSendNothing()
{
    start(kPatient);
    std::vector<std::unique_ptr<HttpClient>> idle;
    for (int i = 0; i < kFlood; ++i) {
        idle.push_back(std::make_unique<HttpClient>(address()));
    }
    QVERIFY(HttpClient(address()).ask(kRequest).startsWith("HTTP/1.1 200"));
}

void ApiServerTest::isNotHeldUpByThoseWhoSendHalfARequest()
{
    start(kPatient);
    std::vector<std::unique_ptr<HttpClient>> halves;
    for (int i = 0; i < kFlood; ++i) {
        halves.push_back(std::make_unique<HttpClient>(address()));
        halves.back()->send(kRequest.left(i % kRequest.size()));
    }
    for (int i = 0; i < 10; ++i) {
        QVERIFY(HttpClient(address()).ask(kRequest).startsWith("HTTP/1.1 200"));
    }
}

void ApiServerTest::isNotHeldUpByThoseWhoDoNotRead()
{
    ApiLimits limits;
    limits.connections.threads = 2;
    start(limits);
    QByteArray documents = "\"x\"";
    for (int i = 0; i < 15; ++i) {
        documents = documents + ',' + documents;
    }
    const QByteArray request = post("/TraceSegments", "{\"TraceSegmentDocuments\":[" + documents + "]}");
    std::vector<std::unique_ptr<HttpClient>> deaf;
    for (int i = 0; i < 4; ++i) {
        deaf.push_back(std::make_unique<HttpClient>(address()));
        deaf.back()->send(request);
    }
    QVERIFY(HttpClient(address()).ask(kRequest).startsWith("HTTP/1.1 200"));
}

void ApiServerTest::endsWhoSendsTooSlowly()
{
    ApiLimits limits;
    limits.request = 300ms;
    start(limits);
    HttpClient client(address());
    QElapsedTimer timer;
    timer.start();
    bool isClosed = false;
    for (int i = 0; !isClosed && timer.elapsed() < 10'000; ++i) {
        isClosed = !client.send("x") || client.isClosedWithin(20ms);
    }
    QVERIFY(isClosed);
}

void ApiServerTest::endsAtOnceWhoeverIsConnected()
{
    start(kPatient);
    std::vector<std::unique_ptr<HttpClient>> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(std::make_unique<HttpClient>(address()));
        clients.back()->send(kRequest.left(i % kRequest.size()));
    }
    QVERIFY(HttpClient(address()).ask(kRequest).startsWith("HTTP/1.1 200"));
    QElapsedTimer timer;
    timer.start();
    m_server.reset();
    QVERIFY2(timer.elapsed() < kPatient.request.count(), qPrintable(QString::number(timer.elapsed())));
    for (const auto& client : clients) {
        QVERIFY(client->isClosedWithin(10s));
    }
}

void ApiServerTest::saysWhoHoldsThePort()
{
    const auto second = ApiServer::listen(*parseBindAddress(address()), context());
    QVERIFY(!second.has_value());
    const QString holder = u"(pid %1)"_s.arg(QCoreApplication::applicationPid());
    QVERIFY2(second.error().message.contains(holder), qPrintable(second.error().message));
}

void ApiServerTest::listensAtOnePortForBoth()
{
    for (int i = 0; i < 20; ++i) {
        const auto endpoint = Endpoint::open({u"127.0.0.1"_s, 0}, context());
        QVERIFY(endpoint.has_value());
        QVERIFY2(endpoint->api, qPrintable(endpoint->apiProblem));
        QCOMPARE(endpoint->api->address(), endpoint->receiver->address());
    }
}

void ApiServerTest::receivesWhereTcpIsTaken()
{
    const auto endpoint = Endpoint::open(*parseBindAddress(address()), context());
    QVERIFY(endpoint.has_value());
    QVERIFY(endpoint->receiver->isRunning());
    QVERIFY(!endpoint->api);
    QVERIFY2(endpoint->apiProblem.contains("TCP 127.0.0.1:"_L1), qPrintable(endpoint->apiProblem));
}

QTEST_GUILESS_MAIN(ApiServerTest)
#include "api_server_test.moc"
