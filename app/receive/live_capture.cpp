// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/receive/live_capture.h"

#include "app/replay/datagram_sender.h"
#include "app/replay/recording.h"
#include "app/replay/replayer.h"
#include "core/segment/datagram.h"
#include "core/segment/ids.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QByteArray testSegment()
{
    const Timestamp end = now();
    const Timestamp start = end - std::chrono::milliseconds(120);
    const QJsonObject call{{u"id"_s, SegmentId::generate().toString()}, {u"name"_s, u"example.com"_s},
        {u"namespace"_s, u"remote"_s}, {u"start_time"_s, toEpochSeconds(start + std::chrono::milliseconds(20))},
        {u"end_time"_s, toEpochSeconds(end - std::chrono::milliseconds(10))},
        {u"http"_s,
            QJsonObject{{u"request"_s, QJsonObject{{u"method"_s, u"GET"_s}, {u"url"_s, u"https://example.com/"_s}}},
                {u"response"_s, QJsonObject{{u"status"_s, 200}}}}}};
    const QJsonObject segment{{u"name"_s, u"test-segment"_s}, {u"id"_s, SegmentId::generate().toString()},
        {u"trace_id"_s, TraceId::generate(static_cast<std::uint32_t>(toEpochSeconds(start))).toString()},
        {u"start_time"_s, toEpochSeconds(start)}, {u"end_time"_s, toEpochSeconds(end)},
        {u"http"_s,
            QJsonObject{{u"request"_s, QJsonObject{{u"method"_s, u"GET"_s}, {u"url"_s, u"http://test-segment/"_s}}},
                {u"response"_s, QJsonObject{{u"status"_s, 200}}}}},
        {u"annotations"_s, QJsonObject{{u"sent_by"_s, u"fluoroscope"_s}}}, {u"subsegments"_s, QJsonArray{call}}};
    return QJsonDocument(segment).toJson(QJsonDocument::Compact);
}

} // namespace

LiveCapture::LiveCapture(const ApiContext& context, QString demoFile)
    : m_context(context)
    , m_demoFile(std::move(demoFile))
{
}

LiveCapture::~LiveCapture() = default;

CaptureStatus LiveCapture::status() const
{
    const std::lock_guard lock(m_mutex);
    CaptureStatus status;
    status.address = m_tried;
    status.problem = m_problem;
    status.datagrams = m_earlierDatagrams;
    status.kernelDrops = m_earlierDrops;
    if (m_endpoint.receiver) {
        status.apiAddress = m_endpoint.api ? m_endpoint.api->address() : QString();
        status.apiProblem = m_endpoint.apiProblem;
        status.listening = m_endpoint.receiver->isRunning();
        status.address = m_endpoint.receiver->address();
        status.datagrams += m_endpoint.receiver->datagrams();
        status.kernelDrops += m_endpoint.receiver->kernelDrops();
        status.receiveBufferBytes = m_endpoint.receiver->receiveBufferBytes();
        if (!status.listening) {
            status.problem =
                u"Receiving at %1 ended because the network failed. Listen again, or at another address."_s.arg(
                    status.address);
        }
    }
    return status;
}

Result<QString> LiveCapture::rebind(const QString& address)
{
    const auto parsed = parseBindAddress(address.trimmed());
    if (!parsed) {
        const std::lock_guard lock(m_mutex);
        m_problem = m_endpoint.receiver ? QString() : parsed.error().message;
        return tl::unexpected(parsed.error());
    }
    return rebind(*parsed);
}

Result<QString> LiveCapture::rebind(const BindAddress& address, const std::optional<BindAddress>& tcp)
{
    const std::lock_guard lock(m_mutex);
    if (m_endpoint.receiver) {
        m_earlierDatagrams += m_endpoint.receiver->datagrams();
        m_earlierDrops += m_endpoint.receiver->kernelDrops();
        m_endpoint = {}; // first, so that the same port can be bound at another address
    }
    m_tried = address.toString();
    auto endpoint = Endpoint::open(address, m_context, tcp);
    if (!endpoint) {
        m_problem = endpoint.error().message;
        return tl::unexpected(endpoint.error());
    }
    if (m_check) {
        const QString tcpAddress = endpoint->api ? endpoint->api->address() : QString();
        if (const auto kept = m_check(endpoint->receiver->address(), tcpAddress); !kept) {
            m_problem = kept.error().message;
            return tl::unexpected(kept.error());
        }
    }
    m_endpoint = std::move(*endpoint);
    m_problem.clear();
    return m_endpoint.receiver->address();
}

void LiveCapture::setCheck(Check check)
{
    const std::lock_guard lock(m_mutex);
    m_check = std::move(check);
}

Result<void> LiveCapture::sendTestSegment()
{
    const CaptureStatus current = status();
    if (!current.listening) {
        return failure(
            current.problem.isEmpty() ? u"Nothing is listening: choose an address first."_s : current.problem);
    }
    return parseBindAddress(current.address)
        .and_then([](BindAddress address) {
            if (address.host == "0.0.0.0"_L1) {
                address.host = u"127.0.0.1"_s;
            } else if (address.host == "::"_L1) {
                address.host = u"::1"_s;
            }
            return DatagramSender::to(address);
        })
        .and_then([](const DatagramSender& sender) { return sender.send(datagramOf(testSegment())); });
}

Result<void> LiveCapture::playDemo()
{
    auto recording = openCapture(m_demoFile);
    if (!recording) {
        return tl::unexpected(recording.error());
    }
    const std::lock_guard lock(m_mutex);
    // Into the sink and not through the socket: the demo plays also where another program holds the port.
    m_demo = std::jthread([this, source = std::move(*recording)](const std::stop_token& stop) {
        ReplayOptions options;
        options.restamp = true;
        replay(
            *source,
            [this](const QByteArray& datagram) {
                const auto document = documentOfDatagram(datagram);
                return m_context.sink.put({document.value_or(datagram), now(), Transport::Replay, u"demo"_s});
            },
            options, stop);
    });
    return {};
}

} // namespace fluoroscope
