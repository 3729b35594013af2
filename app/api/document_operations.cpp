// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// PutTraceSegments and PutTelemetryRecords (reference 5.3, 2.10 and 1.5).
#include "app/api/operation.h"

#include "core/segment/segment_reader.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QJsonObject unprocessed(const Rejection& rejection)
{
    QJsonObject json{{u"ErrorCode"_s, toString(rejection.code)}, {u"Message"_s, rejection.message}};
    if (!rejection.id.isEmpty()) {
        json.insert(u"Id"_s, rejection.id);
    }
    return json;
}

ApiResult putTraceSegments(const ApiContext& context, const ApiRequest& request)
{
    QJsonArray refused;
    qsizetype dropped = 0;
    const QJsonArray documents = request.input[u"TraceSegmentDocuments"_s].toArray();
    for (const QJsonValue& document : documents) {
        const QByteArray bytes = document.toString().toUtf8();
        for (const Rejection& rejection : readSegmentDocuments(bytes).rejections) {
            refused.append(unprocessed(rejection));
        }
        // What is refused is put as well: the session keeps it as a finding.
        dropped += context.sink.put({bytes, context.clock(), Transport::Tcp, request.sender}) ? 0 : 1;
    }
    if (dropped > 0) {
        // The client sends all of it again; documents that are there already merge with themselves.
        return tl::unexpected(ApiError{429, u"ThrottledException"_s,
            u"The queue is full: %1 of %2 documents were not taken. Send them again later."_s.arg(dropped).arg(
                documents.size()),
            {}});
    }
    return QJsonObject{{u"UnprocessedTraceSegments"_s, refused}};
}

// What the daemon counts about itself is of no use here: it is checked, and forgotten.
ApiResult putTelemetryRecords(const ApiContext&, const ApiRequest&)
{
    return QJsonObject();
}

InputShape telemetryRecord()
{
    std::vector<InputMember> errors;
    for (const QString& name : {u"TimeoutCount"_s, u"ConnectionRefusedCount"_s, u"HTTPCode4XXCount"_s,
             u"HTTPCode5XXCount"_s, u"UnknownHostCount"_s, u"OtherCount"_s}) {
        errors.push_back(optional(name, integerShape()));
    }
    return structureShape({required(u"Timestamp"_s, timeShape()), optional(u"SegmentsReceivedCount"_s, integerShape()),
        optional(u"SegmentsSentCount"_s, integerShape()), optional(u"SegmentsSpilloverCount"_s, integerShape()),
        optional(u"SegmentsRejectedCount"_s, integerShape()),
        optional(u"BackendConnectionErrors"_s, structureShape(errors))});
}

} // namespace

std::vector<ApiOperation> documentOperations()
{
    return {
        {u"PutTraceSegments"_s, u"/TraceSegments"_s,
            structureShape({required(u"TraceSegmentDocuments"_s, listShape(textShape()))}), putTraceSegments},
        {u"PutTelemetryRecords"_s, u"/TelemetryRecords"_s,
            structureShape({required(u"TelemetryRecords"_s, listShape(telemetryRecord())),
                optional(u"EC2InstanceId"_s, textShape({}, 20)), optional(u"Hostname"_s, textShape({}, 255)),
                optional(u"ResourceARN"_s, textShape({}, 500))}),
            putTelemetryRecords},
    };
}

} // namespace fluoroscope
