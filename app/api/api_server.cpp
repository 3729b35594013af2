// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/api/api_server.h"

#include "app/api/connection_stream.h"
#include "app/api/request_guard.h"
#include "app/receive/bound_port.h"
#include "app/receive/socket_address.h"

#include <cerrno>
#include <cstring>
#include <semaphore>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr std::size_t kHeadBytes = 64 << 10;
constexpr std::size_t kBodyBytes = 2 * RequestGuard::kMaxBodyBytes; // as sent, with what chunks need

QString text(const std::string& bytes)
{
    return QString::fromUtf8(bytes.data(), static_cast<qsizetype>(bytes.size()));
}

RequestHead headOf(const httplib::Request& request)
{
    RequestHead head{text(request.method), text(request.path), {}, {}, text(request.get_header_value("Content-Type")),
        text(request.get_header_value("Content-Length"))};
    for (std::size_t i = 0; i < request.get_header_value_count("Host"); ++i) {
        head.hosts.append(text(request.get_header_value("Host", i)));
    }
    if (request.has_header("Origin")) {
        head.origin = text(request.get_header_value("Origin"));
    }
    return head;
}

void write(const ApiAnswer& answer, httplib::Response& response)
{
    response.status = answer.status;
    response.set_header("x-amzn-RequestId", answer.requestId.toStdString());
    if (!answer.errorType.isEmpty()) {
        response.set_header("x-amzn-ErrorType", answer.errorType.toStdString());
    }
    if (answer.status == 405) {
        response.set_header("Allow", "POST");
    }
    response.set_content(answer.body.toStdString(), "application/json");
}

// What the library itself found wrong.
ApiError libraryError(int status)
{
    if (status == 413) {
        return {413, u"RequestEntityTooLargeException"_s,
            u"The body must have at most %1 bytes."_s.arg(RequestGuard::kMaxBodyBytes), {}};
    }
    return {status, u"InvalidRequestException"_s,
        u"The request is no HTTP/1.1, or it was not sent as a whole and in time."_s, {}};
}

// The library's parsing and writing of HTTP, without its sockets and threads.
class HttpRequests : public httplib::Server {
public:
    using Server::process_request;
};

class HttpApiServer final : public ApiServer {
public:
    HttpApiServer(
        FileDescriptor listener, const BindAddress& address, const ApiContext& context, const ApiLimits& limits)
        : m_service(context)
        , m_guard(address)
        , m_limits(limits)
        , m_address(localAddress(listener.get()).toString())
        , m_answers(limits.answers)
    {
        setUpHttp();
        m_pool = std::make_unique<ConnectionPool>(
            std::move(listener), limits.connections, [this](Connection& connection) { return serve(connection); });
    }

    ~HttpApiServer() override
    {
        m_stop.request_stop();
        m_pool.reset();
    }

    [[nodiscard]] const QString& address() const override { return m_address; }

private:
    void setUpHttp();
    ConnectionPool::Next serve(Connection& connection);
    [[nodiscard]] std::optional<ApiError> refusal(const httplib::Request& request) const;
    void answer(const httplib::Request& request, httplib::Response& response, const httplib::ContentReader& body);

    ApiService m_service;
    RequestGuard m_guard;
    ApiLimits m_limits;
    QString m_address;
    std::counting_semaphore<> m_answers;
    std::stop_source m_stop;
    HttpRequests m_http;
    std::unique_ptr<ConnectionPool> m_pool;
};

std::optional<ApiError> HttpApiServer::refusal(const httplib::Request& request) const
{
    const RequestHead head = headOf(request);
    if (auto error = m_guard.refusal(head)) {
        return error;
    }
    if (!m_service.knows(head.path)) {
        return ApiError{
            404, u"UnknownOperationException"_s, u"There is no operation at %1."_s.arg(head.path.left(100)), {}};
    }
    return {};
}

void HttpApiServer::setUpHttp()
{
    using httplib::Request;
    using httplib::Response;
    m_http.set_keep_alive_timeout(std::chrono::duration_cast<std::chrono::seconds>(m_limits.connections.idle).count());
    m_http.set_keep_alive_max_count(1'000'000);
    m_http.set_expect_100_continue_handler([this](const Request& request, Response& response) {
        const auto error = refusal(request);
        if (error) {
            write(errorAnswer(*error), response);
        }
        return error ? error->status : 100;
    });
    m_http.set_pre_routing_handler([this](const Request& request, Response& response) {
        const auto error = refusal(request);
        if (error) {
            write(errorAnswer(*error), response);
        }
        return error ? httplib::Server::HandlerResponse::Handled : httplib::Server::HandlerResponse::Unhandled;
    });
    m_http.Post(
        "/[A-Za-z]{1,64}", [this](const Request& request, Response& response, const httplib::ContentReader& body) {
            answer(request, response, body);
        });
    m_http.set_error_handler(httplib::Server::Handler([](const Request&, Response& response) {
        if (response.body.empty()) {
            write(errorAnswer(libraryError(response.status)), response);
        }
    }));
    m_http.set_exception_handler([](const Request&, Response& response, const std::exception_ptr&) {
        write(errorAnswer({500, u"InternalFailure"_s, u"Answering failed."_s, {}}), response);
    });
}

void HttpApiServer::answer(
    const httplib::Request& request, httplib::Response& response, const httplib::ContentReader& reader)
{
    QByteArray body; // inflated where it was sent compressed
    bool isTooLarge = false;
    const bool isRead = reader([&](const char* bytes, std::size_t size) {
        isTooLarge = body.size() + static_cast<qint64>(size) > RequestGuard::kMaxBodyBytes;
        if (!isTooLarge) {
            body.append(bytes, static_cast<qsizetype>(size));
        }
        return !isTooLarge;
    });
    if (!isRead) {
        write(errorAnswer(libraryError(isTooLarge ? 413 : response.status >= 400 ? response.status : 400)), response);
        return;
    }
    m_answers.acquire();
    write(m_service.answer(text(request.path), body, text(request.remote_addr), m_stop.get_token()), response);
    m_answers.release();
}

ConnectionPool::Next HttpApiServer::serve(Connection& connection)
{
    ConnectionStream stream(connection, kHeadBytes, std::chrono::steady_clock::now() + m_limits.request);
    bool isLast = false;
    bool closes = false;
    const auto onHead = [&](httplib::Request& request) {
        request.remote_addr = connection.peer.toStdString();
        request.headers.erase("Accept-Encoding"); // to compress costs more than it saves on one machine
        request.ranges.clear();
        if (!request.has_header("Content-Length") && !request.has_header("Transfer-Encoding")) {
            request.set_header("Content-Length", "0"); // the library would read on until the client closes
        }
        const bool isRefused = refusal(request).has_value();
        if (!isRefused) {
            stream.allow(kBodyBytes);
        }
        // What is not read, or not to its end because there is more of it than was said, would pass for the next one.
        isLast = isRefused || request.has_header("Transfer-Encoding") || request.has_header("Content-Encoding");
        if (isLast) {
            request.headers.erase("Connection");
            request.set_header("Connection", "close");
        }
    };
    const bool isAnswered = m_http.process_request(stream, false, closes, onHead);
    if (!stream.hasAnswered()) {
        return ConnectionPool::Next::Drop;
    }
    const bool goesOn = isAnswered && !closes && !isLast && !stream.hasFailed();
    return goesOn ? ConnectionPool::Next::Wait : ConnectionPool::Next::Close;
}

} // namespace

Result<std::unique_ptr<ApiServer>> ApiServer::listen(
    const BindAddress& address, const ApiContext& context, const ApiLimits& limits)
{
    const auto resolved = resolve(address);
    if (!resolved) {
        return tl::unexpected(resolved.error());
    }
    FileDescriptor socket(
        ::socket(resolved->storage.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_TCP));
    if (!socket.isValid()) {
        return failure(u"No socket could be made: %1."_s.arg(QString::fromLocal8Bit(std::strerror(errno))));
    }
    const int yes = 1; // connections of a server that ended a moment ago do not hold the port
    setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
    if (bind(socket.get(), resolved->get(), resolved->length) != 0 || ::listen(socket.get(), SOMAXCONN) != 0) {
        return tl::unexpected(bindError(address, Protocol::Tcp, errno));
    }
    return std::make_unique<HttpApiServer>(std::move(socket), address, context, limits);
}

} // namespace fluoroscope
