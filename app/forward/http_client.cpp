// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/http_client.h"

#include "app/receive/socket_address.h"

#include <QScopeGuard>

#include <condition_variable>
#include <csignal>
#include <httplib.h>
#include <mutex>
#include <thread>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr std::size_t kMostBytes = 4 << 20;

// Ends a request that takes too long or is not wanted any more. The library's own limits are for each read.
class Watch {
public:
    Watch(httplib::Client& client, std::chrono::milliseconds limit, std::stop_token stop)
        : m_thread([this, &client, limit, stop = std::move(stop)] {
            std::unique_lock lock(m_mutex);
            m_ended.wait_for(lock, stop, limit, [this] { return m_isDone; });
            while (!m_isDone) {
                m_hasEnded = true;
                lock.unlock();
                client.stop(); // without effect while it connects
                lock.lock();
                m_ended.wait_for(lock, std::chrono::milliseconds(50), [this] { return m_isDone; });
            }
        })
    {
    }
    ~Watch() { finish(); }
    Q_DISABLE_COPY_MOVE(Watch)

    // Whether it had to end the request.
    bool finish()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_isDone = true;
        }
        m_ended.notify_all();
        if (m_thread.joinable()) {
            m_thread.join();
        }
        return m_hasEnded;
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_ended;
    bool m_isDone = false;
    bool m_hasEnded = false;
    std::jthread m_thread;
};

bool isKnown(const QString& host, int port)
{
    return resolve({host, static_cast<quint16>(port)}).has_value();
}

int portOf(const QUrl& url)
{
    return url.port(url.scheme() == "https"_L1 ? 443 : 80);
}

std::string targetOf(const QUrl& url)
{
    QByteArray path = url.path(QUrl::FullyEncoded).toLatin1();
    if (path.isEmpty()) {
        path = "/";
    }
    const QByteArray query = url.query(QUrl::FullyEncoded).toLatin1();
    return (query.isEmpty() ? path : path + '?' + query).toStdString();
}

HttpFailure failureOf(httplib::Error error, const QUrl& url, const QUrl& proxy, bool isStopped)
{
    using Kind = HttpFailure::Kind;
    const QString where = url.scheme() + u"://"_s + QString::fromLatin1(hostOf(url));
    const QUrl& next = proxy.isEmpty() ? url : proxy;
    if (isStopped || error == httplib::Error::ConnectionTimeout) {
        return {Kind::Timeout, u"%1 did not answer in time."_s.arg(where)};
    }
    switch (error) {
    case httplib::Error::Connection:
        if (!isKnown(next.host(), portOf(next))) {
            return {Kind::UnknownHost,
                u"The name %1 cannot be resolved: mend the name, or this machine's network."_s.arg(next.host())};
        }
        return {Kind::ConnectionRefused, u"Nobody accepts connections at %1."_s.arg(QString::fromLatin1(hostOf(next)))};
    case httplib::Error::SSLServerVerification:
    case httplib::Error::SSLLoadingCerts:
        return {Kind::Other,
            u"The certificate of %1 cannot be trusted. Name the authority that signed it in AWS_CA_BUNDLE."_s.arg(
                where)};
    case httplib::Error::SSLConnection:
        return {Kind::Other,
            u"No TLS connection to %1 could be made: it speaks no TLS, or its certificate is not trusted. Name the "
            "authority that signed it in AWS_CA_BUNDLE."_s.arg(where)};
    case httplib::Error::Read:
    case httplib::Error::Write:
        return {Kind::Other, u"%1 closed the connection, or was silent, before it had answered."_s.arg(where)};
    default:
        return {Kind::Other,
            u"The request to %1 failed: %2."_s.arg(where, QString::fromStdString(httplib::to_string(error)))};
    }
}

} // namespace

struct HttpClient::Connection {
    explicit Connection(QByteArray place)
        : key(std::move(place))
        , client(key.toStdString())
    {
    }

    QByteArray key; // scheme, host and port
    httplib::Client client;
};

QByteArray HttpReply::header(const QByteArray& name) const
{
    for (const auto& [key, value] : headers) {
        if (key == name) {
            return value;
        }
    }
    return {};
}

QByteArray hostOf(const QUrl& url)
{
    const QByteArray host = url.host(QUrl::FullyEncoded).toLatin1();
    const QByteArray name = host.contains(':') ? '[' + host + ']' : host;
    return url.port() < 0 ? name : name + ':' + QByteArray::number(url.port());
}

HttpClient::HttpClient(HttpSettings settings)
    : m_settings(std::move(settings))
{
    std::signal(SIGPIPE, SIG_IGN); // of a TLS connection that the other side closed
}

HttpClient::~HttpClient() = default;

HttpClient::Connection& HttpClient::connectionTo(const QUrl& url)
{
    const QByteArray key = url.scheme().toLatin1() + "://" + hostOf(url);
    if (m_connection && m_connection->key == key) {
        return *m_connection;
    }
    m_connection = std::make_unique<Connection>(key);
    httplib::Client& client = m_connection->client;
    client.set_keep_alive(true);
    client.set_follow_location(false);
    client.set_url_encode(false);
    client.set_tcp_nodelay(true);
    client.set_connection_timeout(m_settings.connect);
    client.set_read_timeout(m_settings.whole);
    client.set_write_timeout(m_settings.whole);
    client.enable_server_certificate_verification(true);
    if (!m_settings.certificates.isEmpty()) {
        client.set_ca_cert_path(m_settings.certificates.toStdString());
    }
    if (const QUrl& proxy = m_settings.proxy; !proxy.isEmpty()) {
        client.set_proxy(proxy.host().toStdString(), portOf(proxy));
        if (!proxy.userName().isEmpty()) {
            client.set_proxy_basic_auth(proxy.userName().toStdString(), proxy.password().toStdString());
        }
    }
    return *m_connection;
}

HttpResult HttpClient::send(const HttpRequest& request, const std::stop_token& stop)
{
    if (stop.stop_requested()) {
        return tl::unexpected(HttpFailure{HttpFailure::Kind::Other, u"The request was withdrawn."_s});
    }
    httplib::Client& client = connectionTo(request.url).client;
    httplib::Request sent;
    sent.method = request.method.toStdString();
    sent.path = targetOf(request.url);
    sent.headers.emplace("Host", hostOf(request.url).toStdString());
    for (const auto& [name, value] : request.headers) {
        sent.headers.emplace(name.toStdString(), value.toStdString());
    }
    sent.body = request.body.toStdString();
    QByteArray body;
    sent.content_receiver = [&](const char* bytes, std::size_t size, std::uint64_t, std::uint64_t) {
        if (static_cast<std::size_t>(body.size()) + size > kMostBytes) {
            return false;
        }
        body.append(bytes, static_cast<qsizetype>(size));
        return true;
    };
    Watch watch(client, m_settings.whole, stop);
    const httplib::Result result = client.send(sent);
    const bool isStopped = watch.finish();
    if (!result) {
        m_connection.reset();
        return tl::unexpected(failureOf(result.error(), request.url, m_settings.proxy, isStopped));
    }
    HttpReply reply;
    reply.status = result->status;
    for (const auto& [name, value] : result->headers) {
        reply.headers.emplace_back(QByteArray::fromStdString(name).toLower(), QByteArray::fromStdString(value));
    }
    reply.body = body.isEmpty() ? QByteArray::fromStdString(result->body) : body;
    return reply;
}

} // namespace fluoroscope
