// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "app/forward/xray_upstream.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QByteArray inputOf(std::span<const OutgoingDocument> documents)
{
    QJsonArray texts;
    for (const OutgoingDocument& document : documents) {
        texts.append(QString::fromUtf8(document.json));
    }
    return QJsonDocument(QJsonObject{{u"TraceSegmentDocuments"_s, texts}}).toJson(QJsonDocument::Compact);
}

// X-Ray tells what it did not take by the segment's id, or without one where it found none.
std::vector<ForwardRefusal> refusalsIn(const QJsonObject& answer, std::span<const OutgoingDocument> documents)
{
    std::vector<ForwardRefusal> refusals;
    const QJsonArray unprocessed = answer["UnprocessedTraceSegments"_L1].toArray();
    if (unprocessed.isEmpty()) {
        return refusals;
    }
    std::vector<std::pair<QString, qint64>> left; // segment and document
    for (const OutgoingDocument& document : documents) {
        left.emplace_back(QJsonDocument::fromJson(document.json)["id"_L1].toString(), document.id);
    }
    for (const auto& entry : unprocessed) {
        ForwardRefusal refusal{.time = now(),
            .segment = entry["Id"_L1].toString().left(64),
            .code = entry["ErrorCode"_L1].toString(u"Unknown"_s).left(64),
            .message = entry["Message"_L1].toString().left(500)};
        const auto found = std::find_if(
            left.begin(), left.end(), [&](const auto& candidate) { return candidate.first == refusal.segment; });
        if (found != left.end()) {
            refusal.document = found->second;
            left.erase(found);
        }
        refusals.push_back(std::move(refusal));
    }
    return refusals;
}

} // namespace

XrayUpstream::XrayUpstream(std::unique_ptr<XrayClient> client, const QString& stream)
    : m_client(std::move(client))
    , m_stream(stream)
{
}

QString XrayUpstream::url() const
{
    return m_client->endpoint().toString(QUrl::RemoveUserInfo);
}

// The same documents have the same name, in a second attempt and after a restart.
QByteArray XrayUpstream::invocation(std::span<const OutgoingDocument> documents) const
{
    const QByteArray content = QByteArray::number(documents.front().id) + '-' + QByteArray::number(documents.back().id);
    return QUuid::createUuidV5(m_stream, content).toByteArray(QUuid::WithoutBraces);
}

Delivery XrayUpstream::deliver(std::span<const OutgoingDocument> documents, const std::stop_token& stop)
{
    // A request that is refused as a whole is halved until what was wrong stands alone.
    for (auto part = documents; !part.empty(); part = part.first(part.size() / 2)) {
        const XrayResult answer = m_client->call({"/TraceSegments", inputOf(part), invocation(part)}, stop);
        if (answer) {
            return {.taken = part.size(), .refused = refusalsIn(*answer, part)};
        }
        const XrayFailure& failure = answer.error();
        if (!failure.isAboutInput) {
            return {.trouble = failure.trouble};
        }
        if (part.size() == 1) {
            return {.taken = 1,
                .refused = {{part.front().id, now(), QJsonDocument::fromJson(part.front().json)["id"_L1].toString(),
                    failure.code, failure.trouble.message}}};
        }
    }
    return {};
}

Result<void> XrayUpstream::report(const QJsonObject& telemetry, const std::stop_token& stop)
{
    const XrayResult answer =
        m_client->call({"/TelemetryRecords", QJsonDocument(telemetry).toJson(QJsonDocument::Compact), {}}, stop);
    return answer ? Result<void>() : failure(answer.error().trouble.message);
}

} // namespace fluoroscope
