// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Reads segment documents: tolerant of everything that real SDKs send (reference 2.11), and exact about what X-Ray
// refuses.
#pragma once

#include "core/json/json_text.h"
#include "core/segment/segment.h"

#include <QByteArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>
#include <memory>
#include <vector>

namespace fluoroscope {

// Why a document is not taken: the daemon's two reasons, then the service's (reference 1.1 and 2.10).
enum class RejectionCode : std::uint8_t {
    MissingHeader,
    InvalidHeader,
    ParseError,
    MissingId,
    MissingTraceId,
    MissingName,
    MissingStartTime,
    MissingEndTime,
    MissingParentId,
    InvalidTraceId,
    InvalidId,
    InvalidName,
};

struct Rejection {
    RejectionCode code = RejectionCode::ParseError;
    QString id; // of the segment, where it could be read
    QString message; // one sentence: what is wrong and what to change
};

// X-Ray's spelling, as in UnprocessedTraceSegments: "MissingEndTime".
QString toString(RejectionCode code);

// One document, its own node first, its subsegments in pre-order.
struct SegmentDocument {
    TraceId traceId;
    bool independent = false; // a subsegment sent alone
    std::vector<Segment> segments;
};

// A document is one object, or an array of them; each is taken or refused for itself.
struct ReadDocuments {
    std::vector<SegmentDocument> documents;
    std::vector<Rejection> rejections;
};

ReadDocuments readSegmentDocuments(const QByteArray& json);

// The same for whoever reads many: strings that come again share their memory. One thread's.
class SegmentReader {
public:
    SegmentReader();
    ~SegmentReader();
    SegmentReader(const SegmentReader&) = delete;
    SegmentReader& operator=(const SegmentReader&) = delete;

    ReadDocuments read(const QByteArray& json);

private:
    struct Kept;
    std::unique_ptr<Kept> m_kept;
};

// The JSON of a document that was taken, for showing it: bytes that are not UTF-8 become U+FFFD, as on their way
// through X-Ray.
QJsonDocument parseDocument(const QByteArray& document);

// The object of segment `id` within `document`, itself or a subsegment at any depth; absent where it is not there.
json::Value findSegment(const json::Value& document, SegmentId id);

} // namespace fluoroscope
