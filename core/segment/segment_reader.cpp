// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/segment/segment_reader.h"

#include "core/segment/json_fields.h"
#include "core/segment/segment_parts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <tl/expected.hpp>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

using Refusal = tl::unexpected<Rejection>;

QString describe(const QJsonObject& object)
{
    const QString name = json::text(object, u"name");
    const QString id = json::text(object, u"id");
    return name.isEmpty() ? (id.isEmpty() ? u"A segment"_s : u"Segment %1"_s.arg(id)) : u"Segment \"%1\""_s.arg(name);
}

Refusal refuse(RejectionCode code, const QJsonObject& object, const QString& what)
{
    return tl::unexpected(Rejection {code, json::text(object, u"id"), describe(object) + u' ' + what});
}

// Unicode letters, separators and numbers, and a few signs: what the published schema allows (reference 2.1).
bool isServiceName(const QString& name)
{
    if (name.isEmpty() || name.size() > 200) {
        return false;
    }
    return std::all_of(name.begin(), name.end(), [](QChar c) {
        return c.isLetterOrNumber() || c.isSpace() || c.isSurrogate() || c.isMark() || QStringView(u"_.:/%&#=+-@\\").contains(c);
    });
}

// Reads one document. The members that a segment shares with its subsegments are read by readNode(), depth first; the
// depth of JSON itself is bounded by the parser.
class DocumentReader {
public:
    tl::expected<SegmentDocument, Rejection> read(const QJsonObject& object)
    {
        SegmentDocument document;
        document.independent = json::text(object, u"type") == "subsegment"_L1;
        if (auto result = readNode(object, true, document.independent); !result) {
            return tl::unexpected(result.error());
        }
        const QString traceId = json::text(object, u"trace_id");
        if (traceId.isEmpty()) {
            return refuse(RejectionCode::MissingTraceId, object,
                u"has no trace_id, so it belongs to no trace. Send it within a segment, or with the id of its trace."_s);
        }
        const auto id = TraceId::fromString(traceId);
        if (!id || id->isNull()) {
            return refuse(RejectionCode::InvalidTraceId, object,
                u"has the trace_id \"%1\". It must be 1-, 8 hex digits, -, 24 hex digits."_s.arg(traceId));
        }
        if (document.independent && m_segments.front().parentId.isNull()) {
            return refuse(RejectionCode::MissingParentId, object,
                u"is a subsegment sent alone and has no valid parent_id. Set it to the id of the segment that it is part of."_s);
        }
        document.traceId = *id;
        document.segments = std::move(m_segments);
        return document;
    }

private:
    tl::expected<void, Rejection> readNode(const QJsonObject& object, bool top, bool subsegment, std::int32_t parent = -1)
    {
        const auto index = static_cast<std::int32_t>(m_segments.size());
        m_segments.emplace_back();
        {
            Segment& segment = m_segments.back();
            segment.subsegment = subsegment;
            segment.parent = parent;
            segment.depth = parent < 0 ? 0 : m_segments[static_cast<std::size_t>(parent)].depth + 1;
            if (auto result = readRequired(object, top && !subsegment, segment); !result) {
                return result;
            }
            readOptional(object, segment);
        }
        for (const QJsonValue child : object.value(u"subsegments").toArray()) {
            if (child.isObject()) {
                if (auto result = readNode(child.toObject(), false, true, index); !result) {
                    return result;
                }
            }
        }
        m_segments[static_cast<std::size_t>(index)].next = static_cast<std::int32_t>(m_segments.size());
        return {};
    }

    static tl::expected<void, Rejection> readRequired(const QJsonObject& object, bool service, Segment& segment)
    {
        const QString id = json::text(object, u"id");
        if (id.isEmpty()) {
            return refuse(RejectionCode::MissingId, object, u"has no id. Give it 16 random hex digits."_s);
        }
        segment.id = SegmentId::fromString(id).value_or(SegmentId());
        if (segment.id.isNull()) {
            return refuse(RejectionCode::InvalidId, object, u"has the id \"%1\". It must be 16 hex digits."_s.arg(id));
        }
        segment.name = json::text(object, u"name");
        if (segment.name.isEmpty()) {
            return refuse(RejectionCode::MissingName, object, u"has no name. A segment's is that of its service."_s);
        }
        if (service && !isServiceName(segment.name)) {
            return refuse(RejectionCode::InvalidName, object,
                u"has a name that X-Ray refuses: 1 to 200 letters, digits, spaces and _ . : / % & # = + - @ are allowed."_s);
        }
        const auto start = json::number(object, u"start_time");
        if (!start) {
            return refuse(RejectionCode::MissingStartTime, object, u"has no start_time in epoch seconds."_s);
        }
        segment.start = fromEpochSeconds(*start);
        const auto end = json::number(object, u"end_time");
        segment.inProgress = !end && json::flag(object, u"in_progress");
        if (!end && !segment.inProgress) {
            return refuse(RejectionCode::MissingEndTime, object,
                u"has neither end_time nor \"in_progress\": true. Close it before it is sent."_s);
        }
        segment.end = end ? fromEpochSeconds(*end) : segment.start;
        return {};
    }

    static void readOptional(const QJsonObject& object, Segment& segment)
    {
        segment.parentId = SegmentId::fromString(json::text(object, u"parent_id")).value_or(SegmentId());
        segment.error = json::flag(object, u"error");
        segment.fault = json::flag(object, u"fault");
        segment.throttle = json::flag(object, u"throttle");
        segment.inferred = json::flag(object, u"inferred");
        const QString nameSpace = json::text(object, u"namespace");
        segment.nameSpace = nameSpace == "aws"_L1 ? Namespace::Aws
            : nameSpace == "remote"_L1            ? Namespace::Remote
                                                  : Namespace::Local;
        segment.origin = json::text(object, u"origin");
        segment.user = json::text(object, u"user");
        segment.resourceArn = json::text(object, u"resource_arn");
        const QJsonObject http = object.value(u"http").toObject();
        segment.traced = json::flag(object, u"traced") || json::flag(http.value(u"request").toObject(), u"traced");
        segment.http = readHttp(http);
        segment.aws = readAws(object.value(u"aws").toObject());
        segment.sql = readSql(object.value(u"sql").toObject());
        segment.cause = readCause(object.value(u"cause"));
        segment.annotations = readAnnotations(object.value(u"annotations").toObject());
        segment.links = readLinks(object.value(u"links").toArray());
    }

    std::vector<Segment> m_segments;
};

void readOne(const QJsonValue& value, ReadDocuments& result)
{
    if (!value.isObject()) {
        result.rejections.push_back(
            {RejectionCode::ParseError, {}, u"The document is not a JSON object, as a segment must be."_s});
        return;
    }
    auto document = DocumentReader().read(value.toObject());
    if (document) {
        result.documents.push_back(std::move(*document));
    } else {
        result.rejections.push_back(std::move(document.error()));
    }
}

// Depth first: the object whose "id" reads as `id`, however deep.
QJsonObject findObject(const QJsonObject& object, SegmentId id)
{
    if (SegmentId::fromString(json::text(object, u"id")) == id) {
        return object;
    }
    for (const QJsonValue child : object.value(u"subsegments").toArray()) {
        if (QJsonObject found = findObject(child.toObject(), id); !found.isEmpty()) {
            return found;
        }
    }
    return {};
}

} // namespace

ReadDocuments readSegmentDocuments(const QByteArray& json)
{
    ReadDocuments result;
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (error.error != QJsonParseError::NoError) {
        result.rejections.push_back({RejectionCode::ParseError, {},
            u"The document is not JSON: %1 at byte %2 of %3."_s.arg(error.errorString()).arg(error.offset).arg(json.size())});
    } else if (document.isObject()) {
        readOne(document.object(), result);
    } else if (const QJsonArray array = document.array(); array.isEmpty()) {
        result.rejections.push_back({RejectionCode::MissingId, {}, u"The document is an empty array: there is no segment in it."_s});
    } else {
        for (const QJsonValue value : array) {
            readOne(value, result);
        }
    }
    return result;
}

QJsonObject findSegmentObject(const QByteArray& document, SegmentId id)
{
    const QJsonDocument parsed = QJsonDocument::fromJson(document);
    if (parsed.isObject()) {
        return findObject(parsed.object(), id);
    }
    for (const QJsonValue value : parsed.array()) {
        if (QJsonObject found = findObject(value.toObject(), id); !found.isEmpty()) {
            return found;
        }
    }
    return {};
}

QString toString(RejectionCode code)
{
    switch (code) {
    case RejectionCode::MissingHeader: return u"MissingHeader"_s;
    case RejectionCode::InvalidHeader: return u"InvalidHeader"_s;
    case RejectionCode::ParseError: return u"ParseError"_s;
    case RejectionCode::MissingId: return u"MissingId"_s;
    case RejectionCode::MissingTraceId: return u"MissingTraceId"_s;
    case RejectionCode::MissingName: return u"MissingName"_s;
    case RejectionCode::MissingStartTime: return u"MissingStartTime"_s;
    case RejectionCode::MissingEndTime: return u"MissingEndTime"_s;
    case RejectionCode::MissingParentId: return u"MissingParentId"_s;
    case RejectionCode::InvalidTraceId: return u"InvalidTraceId"_s;
    case RejectionCode::InvalidId: return u"InvalidId"_s;
    case RejectionCode::InvalidName: return u"InvalidName"_s;
    }
    Q_UNREACHABLE();
}

} // namespace fluoroscope
