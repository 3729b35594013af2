// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/xray_client.h"

#include <QJsonDocument>
#include <QLocale>
#include <QSysInfo>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr auto kMostWait = std::chrono::minutes(5);
constexpr auto kSkewThatMatters = std::chrono::minutes(4);

QByteArray userAgent()
{
    const QString where = qEnvironmentVariable("AWS_EXECUTION_ENV", u"UNKNOWN"_s);
    return "fluoroscope exec-env/" + where.toLatin1() + " OS/linux-" + QSysInfo::buildCpuArchitecture().toLatin1();
}

QDateTime atOf(Timestamp time)
{
    return QDateTime::fromMSecsSinceEpoch(time.time_since_epoch().count() / 1000, Qt::UTC);
}

// "1718000000.123456000"
QByteArray daemonTime(Timestamp time)
{
    const qint64 count = time.time_since_epoch().count();
    return QByteArray::number(count / 1'000'000) + '.' + QByteArray::number(count % 1'000'000).rightJustified(6, '0')
        + "000";
}

// "ThrottledException" of "com.amazonaws.xray#ThrottledException:http://…".
QString bareCode(QString code)
{
    code = code.section(u':', 0, 0);
    return code.mid(code.lastIndexOf(u'#') + 1).trimmed();
}

bool isThrottling(int status, const QString& code)
{
    return status == 429 || code.startsWith("Throttl"_L1) || code.startsWith("TooManyRequests"_L1)
        || code == "RequestLimitExceeded"_L1 || code == "SlowDown"_L1;
}

// That new ones may mend.
bool isAboutCredentials(int status, const QString& code)
{
    return status == 401 || status == 403 || code.startsWith("ExpiredToken"_L1)
        || code == "UnrecognizedClientException"_L1 || code == "InvalidClientTokenId"_L1
        || code == "InvalidSignatureException"_L1 || code == "IncompleteSignatureException"_L1
        || code == "MissingAuthenticationTokenException"_L1 || code == "RequestExpired"_L1
        || code == "AccessDeniedException"_L1;
}

QDateTime httpDate(const QByteArray& text)
{
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(text), u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    date.setTimeSpec(Qt::UTC);
    return date;
}

// In seconds, or as a date.
Duration retryAfter(const HttpReply& reply)
{
    const QByteArray value = reply.header("retry-after");
    bool isNumber = false;
    const double seconds = value.toDouble(&isNumber);
    Duration wait{};
    if (isNumber) {
        wait = durationFromSeconds(std::clamp(seconds, 0.0, 1e6));
    } else if (const QDateTime date = httpDate(value); date.isValid()) {
        wait = Timestamp(std::chrono::milliseconds(date.toMSecsSinceEpoch())) - now();
    }
    return std::clamp<Duration>(wait, Duration(), kMostWait);
}

// That halving a request will narrow down. Everything else may pass, and takes no document with it.
bool isAboutInput(int status, const QString& code)
{
    return status == 413
        || (status == 400
            && (code == "InvalidRequestException"_L1 || code == "ValidationException"_L1
                || code == "SerializationException"_L1));
}

Trouble::Kind kindOf(HttpFailure::Kind kind)
{
    switch (kind) {
    case HttpFailure::Kind::Timeout:
        return Trouble::Kind::Timeout;
    case HttpFailure::Kind::ConnectionRefused:
        return Trouble::Kind::ConnectionRefused;
    case HttpFailure::Kind::UnknownHost:
        return Trouble::Kind::UnknownHost;
    case HttpFailure::Kind::Other:
        break;
    }
    return Trouble::Kind::Other;
}

} // namespace

XrayClient::XrayClient(
    QUrl endpoint, QString region, HttpSettings http, std::unique_ptr<CredentialsProvider> credentials)
    : m_endpoint(std::move(endpoint))
    , m_region(std::move(region))
    , m_http(std::move(http))
    , m_credentials(std::move(credentials))
{
}

HttpRequest XrayClient::signedRequest(const XrayCall& call, const Credentials& credentials) const
{
    const Timestamp time = now() + m_skew;
    HttpRequest request{.method = "POST", .url = m_endpoint, .headers = {}, .body = call.body};
    QString path = m_endpoint.path();
    path = (path.endsWith(u'/') ? path.chopped(1) : path) + QString::fromLatin1(call.path);
    request.url.setPath(path);
    const SigningScope scope{atOf(time).toString(u"yyyyMMdd'T'hhmmss'Z'"_s).toLatin1(), m_region.toLatin1(), "xray"};
    request.headers = {
        {"Content-Type", "application/json"}, {"X-Amz-Date", scope.time}, {"X-Amzn-Xray-Timestamp", daemonTime(time)}};
    if (!credentials.sessionToken.isEmpty()) {
        request.headers.emplace_back("X-Amz-Security-Token", credentials.sessionToken.reveal());
    }
    SigningInput input{request.method, path.toUtf8(), {}, request.headers, sha256Hex(request.body)};
    input.headers.emplace_back("Host", hostOf(request.url));
    request.headers.emplace_back("Authorization",
        authorization(credentials.accessKeyId.toUtf8(), credentials.secretAccessKey.reveal(), scope, input));
    request.headers.emplace_back("User-Agent", userAgent());
    if (!call.invocation.isEmpty()) {
        request.headers.emplace_back("amz-sdk-invocation-id", call.invocation);
    }
    return request;
}

// A clock that is wrong makes every signature wrong: then AWS's is taken.
void XrayClient::followClock(const HttpReply& reply)
{
    const QDateTime date = httpDate(reply.header("date"));
    if (date.isValid()) {
        const Duration skew = Timestamp(std::chrono::milliseconds(date.toMSecsSinceEpoch())) - now();
        m_skew = std::chrono::abs(skew) > kSkewThatMatters ? skew : Duration();
    }
}

XrayFailure XrayClient::failureOf(const HttpReply& reply)
{
    const QJsonObject body = QJsonDocument::fromJson(reply.body).object();
    XrayFailure failure;
    failure.code = bareCode(QString::fromLatin1(reply.header("x-amzn-errortype")));
    if (failure.code.isEmpty()) {
        failure.code = bareCode(body["__type"_L1].toString(body["code"_L1].toString()));
    }
    const QString message = body["Message"_L1].toString(body["message"_L1].toString()).left(500);
    Trouble& trouble = failure.trouble;
    trouble.kind = reply.status >= 500 ? Trouble::Kind::ServerError : Trouble::Kind::ClientError;
    trouble.isThrottled = isThrottling(reply.status, failure.code);
    trouble.wait = retryAfter(reply);
    QString advice;
    if (trouble.isThrottled) {
        advice = u"Less is sent until it is taken."_s;
    } else if (isAboutCredentials(reply.status, failure.code)) {
        m_credentials->renew();
        followClock(reply);
        advice = u"Check the credentials, that they may xray:PutTraceSegments, and this machine's clock."_s;
    } else if (reply.status >= 300 && reply.status < 400) {
        advice = u"It points elsewhere: check --endpoint and the proxy."_s;
    } else if (reply.status == 404 || reply.status == 405) {
        advice = u"There is no X-Ray there: check the region and --endpoint."_s;
    } else {
        failure.isAboutInput = isAboutInput(reply.status, failure.code);
    }
    QStringList words{QString::number(reply.status), failure.code, message};
    words.removeAll(QString());
    trouble.message = u"%1 answered %2."_s.arg(m_endpoint.toString(QUrl::RemoveUserInfo), words.join(u' '))
        + (advice.isEmpty() ? advice : u' ' + advice);
    return failure;
}

XrayResult XrayClient::call(const XrayCall& call, const std::stop_token& stop)
{
    const auto credentials = m_credentials->credentials(stop);
    if (!credentials) {
        return tl::unexpected(XrayFailure{.trouble = {.message = credentials.error().message}});
    }
    const HttpResult reply = m_http.send(signedRequest(call, *credentials), stop);
    if (!reply) {
        return tl::unexpected(
            XrayFailure{.trouble = {.kind = kindOf(reply.error().kind), .message = reply.error().message}});
    }
    if (reply->status != 200) {
        return tl::unexpected(failureOf(*reply));
    }
    const QJsonDocument answer = QJsonDocument::fromJson(reply->body);
    if (!answer.isObject()) {
        return tl::unexpected(XrayFailure{
            .trouble = {
                .message =
                    u"%1 answered 200 with something that is no answer of X-Ray: check --endpoint and the proxy."_s.arg(
                        m_endpoint.toString(QUrl::RemoveUserInfo))}});
    }
    return answer.object();
}

} // namespace fluoroscope
