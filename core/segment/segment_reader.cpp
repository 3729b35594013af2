// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/segment/segment_reader.h"

#include "core/segment/segment_parts.h"

#include <QJsonDocument>
#include <tl/expected.hpp>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

using Refusal = tl::unexpected<Rejection>;

QString describe(const json::Value& object)
{
    const QString name = object["name"].text();
    const QString id = object["id"].text();
    return name.isEmpty() ? (id.isEmpty() ? u"A segment"_s : u"Segment %1"_s.arg(id)) : u"Segment \"%1\""_s.arg(name);
}

Refusal refuse(RejectionCode code, const json::Value& object, const QString& what)
{
    return tl::unexpected(Rejection{code, object["id"].text(), describe(object) + u' ' + what});
}

// Unicode letters, blanks and numbers, and a few signs: what the published schema and the guide allow (reference 2.1).
bool isServiceName(const QString& name)
{
    if (name.isEmpty() || name.size() > 200) {
        return false;
    }
    const QList<uint> points = name.toUcs4();
    return std::all_of(points.begin(), points.end(), [](char32_t c) {
        return QChar::isLetterOrNumber(c) || QChar::isSpace(c)
            || (c < 0x80 && QLatin1StringView("_.:/%&#=+-@\\").contains(QLatin1Char(char(c))));
    });
}

// Epoch seconds from 1970 to the year 9999: others are no times, and would overflow where they are added up.
std::optional<Timestamp> readTime(const json::Value& value)
{
    const auto seconds = value.number();
    return seconds && *seconds >= 0 && *seconds < 253'402'300'800.0 ? std::optional(fromEpochSeconds(*seconds))
                                                                    : std::nullopt;
}

// SegmentId::fromString() of its text, which it seldom takes to make; null where that is none. A number is none,
// however many digits it has.
SegmentId readId(const json::Value& value)
{
    if (!value.isString()) {
        return {};
    }
    const std::string_view plain = value.plain();
    const auto id = plain.size() == 16 ? SegmentId::fromLatin1(QLatin1StringView(plain.data(), qsizetype(plain.size())))
                                       : SegmentId::fromString(value.text());
    return id.value_or(SegmentId());
}

// The members that a segment shares with its subsegments, in the order of kMembers.
enum Member : std::uint8_t {
    Id,
    Name,
    StartTime,
    EndTime,
    InProgress,
    ParentId,
    Error,
    Fault,
    Throttle,
    Inferred,
    NameSpace,
    Origin,
    User,
    ResourceArn,
    Traced,
    Http,
    Aws,
    Sql,
    CauseMember,
    Annotations,
    Links,
    Subsegments,
    MemberCount,
};
constexpr json::Names<MemberCount> kMembers{"id", "name", "start_time", "end_time", "in_progress", "parent_id", "error",
    "fault", "throttle", "inferred", "namespace", "origin", "user", "resource_arn", "traced", "http", "aws", "sql",
    "cause", "annotations", "links", "subsegments"};
using Members = std::array<json::Value, MemberCount>;

// Reads one document, depth first; the depth of JSON itself is bounded by the parser.
class DocumentReader {
public:
    // `segments` is room to work in.
    DocumentReader(json::TextCache& texts, std::vector<Segment>& segments)
        : m_texts(texts)
        , m_segments(segments)
    {
        m_segments.clear();
    }

    tl::expected<SegmentDocument, Rejection> read(const json::Value& object)
    {
        SegmentDocument document;
        document.independent = object["type"].text() == "subsegment"_L1;
        if (auto result = readNode(object, true, document.independent); !result) {
            result.error().id =
                object["id"].text(); // X-Ray answers with the id of the document, whatever part is wrong
            return tl::unexpected(std::move(result.error()));
        }
        const QString traceId = object["trace_id"].text();
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
        document.segments.assign(
            std::make_move_iterator(m_segments.begin()), std::make_move_iterator(m_segments.end()));
        return document;
    }

private:
    tl::expected<void, Rejection> readNode(
        const json::Value& object, bool top, bool subsegment, std::int32_t parent = -1)
    {
        const auto index = static_cast<std::int32_t>(m_segments.size());
        m_segments.emplace_back();
        const Members members = object.members(kMembers);
        {
            Segment& segment = m_segments.back();
            segment.subsegment = subsegment;
            segment.parent = parent;
            segment.depth = parent < 0 ? 0 : m_segments[static_cast<std::size_t>(parent)].depth + 1;
            if (auto result = readRequired(object, members, top && !subsegment, segment); !result) {
                return result;
            }
            readOptional(members, segment);
        }
        tl::expected<void, Rejection> result;
        members[Subsegments].forEachElement([&](const json::Value& child) {
            if (result && child.isObject()) {
                result = readNode(child, false, true, index);
            }
        });
        m_segments[static_cast<std::size_t>(index)].next = static_cast<std::int32_t>(m_segments.size());
        return result;
    }

    tl::expected<void, Rejection> readRequired(
        const json::Value& object, const Members& members, bool service, Segment& segment)
    {
        segment.id = readId(members[Id]);
        if (segment.id.isNull()) {
            const QString id = members[Id].text();
            return id.isEmpty()
                ? refuse(RejectionCode::MissingId, object, u"has no id. Give it 16 random hex digits."_s)
                : refuse(RejectionCode::InvalidId, object, u"has the id \"%1\". It must be 16 hex digits."_s.arg(id));
        }
        segment.name = m_texts.text(members[Name]);
        if (segment.name.isEmpty()) {
            return refuse(RejectionCode::MissingName, object, u"has no name. A segment's is that of its service."_s);
        }
        if (service && !isServiceName(segment.name)) {
            return refuse(RejectionCode::InvalidName, object,
                u"has a name that X-Ray refuses: 1 to 200 letters, digits, spaces and _ . : / % & # = + - @ are allowed."_s);
        }
        const auto start = readTime(members[StartTime]);
        if (!start) {
            return refuse(
                RejectionCode::MissingStartTime, object, u"has no start_time in epoch seconds (not milliseconds)."_s);
        }
        segment.start = *start;
        const auto end = readTime(members[EndTime]);
        segment.inProgress = !end && members[InProgress].flag();
        if (!end && !segment.inProgress) {
            return refuse(RejectionCode::MissingEndTime, object,
                u"has neither end_time nor \"in_progress\": true. Close it before it is sent."_s);
        }
        segment.end = end.value_or(segment.start);
        return {};
    }

    void readOptional(const Members& members, Segment& segment)
    {
        segment.parentId = readId(members[ParentId]);
        segment.error = members[Error].flag();
        segment.fault = members[Fault].flag();
        segment.throttle = members[Throttle].flag();
        segment.inferred = members[Inferred].flag();
        const QString nameSpace = m_texts.text(members[NameSpace]);
        segment.nameSpace = nameSpace == "aws"_L1 ? Namespace::Aws
            : nameSpace == "remote"_L1            ? Namespace::Remote
                                                  : Namespace::Local;
        segment.origin = m_texts.text(members[Origin]);
        segment.user = m_texts.text(members[User]);
        segment.resourceArn = m_texts.text(members[ResourceArn]);
        segment.traced = members[Traced].flag() || members[Http]["request"]["traced"].flag();
        segment.http = readHttp(members[Http], m_texts);
        segment.aws = readAws(members[Aws], m_texts);
        segment.sql = readSql(members[Sql], m_texts);
        segment.cause = readCause(members[CauseMember], m_texts);
        segment.annotations = readAnnotations(members[Annotations], m_texts);
        segment.links = readLinks(members[Links]);
    }

    json::TextCache& m_texts;
    std::vector<Segment>& m_segments;
};

void readOne(const json::Value& value, json::TextCache& texts, std::vector<Segment>& room, ReadDocuments& result)
{
    if (!value.isObject()) {
        result.rejections.push_back(
            {RejectionCode::ParseError, {}, u"The document is not a JSON object, as a segment must be."_s});
        return;
    }
    auto document = DocumentReader(texts, room).read(value);
    if (document) {
        result.documents.push_back(std::move(*document));
    } else {
        result.rejections.push_back(std::move(document.error()));
    }
}

} // namespace

struct SegmentReader::Kept {
    json::Text text;
    json::TextCache texts;
    std::vector<Segment> room;
};

SegmentReader::SegmentReader()
    : m_kept(std::make_unique<Kept>())
{
}

SegmentReader::~SegmentReader() = default;

ReadDocuments SegmentReader::read(const QByteArray& bytes)
{
    ReadDocuments result;
    json::Text& text = m_kept->text;
    text.read(bytes);
    const json::Value root = text.root();
    if (!text.problem().isEmpty()) {
        result.rejections.push_back({RejectionCode::ParseError, {},
            u"The document is not JSON: %1 at byte %2 of %3."_s.arg(text.problem())
                .arg(text.problemAt())
                .arg(bytes.size())});
    } else if (root.isArray()) {
        root.forEachElement([&](const json::Value& value) { readOne(value, m_kept->texts, m_kept->room, result); });
        if (result.documents.empty() && result.rejections.empty()) {
            result.rejections.push_back(
                {RejectionCode::MissingId, {}, u"The document is an empty array: there is no segment in it."_s});
        }
    } else {
        readOne(root, m_kept->texts, m_kept->room, result);
    }
    return result;
}

ReadDocuments readSegmentDocuments(const QByteArray& json)
{
    return SegmentReader().read(json);
}

json::Value findSegment(const json::Value& document, SegmentId id)
{
    if (const json::Value own = document["id"]; own.isString() && SegmentId::fromString(own.text()) == id) {
        return document;
    }
    json::Value found;
    (document.isArray() ? document : document["subsegments"]).forEachElement([&](const json::Value& child) {
        found = found.isObject() ? found : findSegment(child, id);
    });
    return found;
}

QJsonDocument parseDocument(const QByteArray& document)
{
    QJsonParseError error;
    QJsonDocument parsed = QJsonDocument::fromJson(document, &error);
    if (error.error == QJsonParseError::IllegalUTF8String) {
        parsed = QJsonDocument::fromJson(QString::fromUtf8(document).toUtf8());
    }
    return parsed;
}

QString toString(RejectionCode code)
{
    switch (code) {
    case RejectionCode::MissingHeader:
        return u"MissingHeader"_s;
    case RejectionCode::InvalidHeader:
        return u"InvalidHeader"_s;
    case RejectionCode::ParseError:
        return u"ParseError"_s;
    case RejectionCode::MissingId:
        return u"MissingId"_s;
    case RejectionCode::MissingTraceId:
        return u"MissingTraceId"_s;
    case RejectionCode::MissingName:
        return u"MissingName"_s;
    case RejectionCode::MissingStartTime:
        return u"MissingStartTime"_s;
    case RejectionCode::MissingEndTime:
        return u"MissingEndTime"_s;
    case RejectionCode::MissingParentId:
        return u"MissingParentId"_s;
    case RejectionCode::InvalidTraceId:
        return u"InvalidTraceId"_s;
    case RejectionCode::InvalidId:
        return u"InvalidId"_s;
    case RejectionCode::InvalidName:
        return u"InvalidName"_s;
    }
    Q_UNREACHABLE();
}

} // namespace fluoroscope
