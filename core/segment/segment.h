// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A segment or a subsegment: what one service, or one piece of it, did for one request, as a value.
#pragma once

#include "core/segment/ids.h"
#include "core/time/timestamp.h"

#include <QString>
#include <QStringList>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace fluoroscope {

// How a request ended; a later one outranks an earlier one where several flags are set (reference 3.5).
enum class Outcome : std::uint8_t { Ok, Error, Throttle, Fault };

// The `namespace` of a subsegment: a call to AWS, any other downstream call, or local code.
enum class Namespace : std::uint8_t { Local, Aws, Remote };

struct HttpData {
    QString method;
    QString url;
    QString userAgent;
    QString clientIp;
    bool xForwardedFor = false;
    int status = 0; // 0: none was recorded
    std::optional<qint64> contentLength; // bytes
    bool operator==(const HttpData&) const = default;
};

// The members of `aws` that name things; every other key is read from the document when it is shown.
struct AwsData {
    QString operation;
    QString region;
    QString accountId;
    QString requestId;
    QString tableName;
    QString bucketName;
    QString queueUrl;
    QString topicArn;
    QString functionName;
    QString instanceId;
    QString availabilityZone;
    QStringList resourceNames;
    bool operator==(const AwsData&) const = default;
};

struct SqlData {
    QString url;
    QString sanitizedQuery;
    QString databaseType;
    QString databaseVersion;
    QString driverVersion;
    QString user;
    QString preparation;
    bool operator==(const SqlData&) const = default;
};

struct StackFrame {
    QString path;
    int line = 0; // 0: unknown
    QString label;
    bool operator==(const StackFrame&) const = default;
};

struct Exception {
    QString id;
    QString type;
    QString message;
    QString causeId; // id of the exception that caused this one; empty when none did
    bool remote = false;
    int truncated = 0; // stack frames left out
    int skipped = 0; // exceptions left out between this one and its cause
    std::vector<StackFrame> stack;
    bool operator==(const Exception&) const = default;
};

struct Cause {
    QString referencedId; // an exception (or, from Node.js, a child) recorded elsewhere in the trace; empty when own
    QString workingDirectory;
    std::vector<Exception> exceptions; // the outermost thrown one first
    bool operator==(const Cause&) const = default;
};

using AnnotationValue = std::variant<QString, double, bool>;

struct Annotation {
    QString key;
    AnnotationValue value;
    bool operator==(const Annotation&) const = default;
};

struct Link {
    TraceId traceId;
    SegmentId segmentId;
    bool toParent = false; // aws.xray.reserved.reference_type is "parent"
    QString name; // of the service at the other end, where the link tells
    QString type;
    bool operator==(const Link&) const = default;
};

// One node of a document's or a trace's tree. Trees are kept flat, in pre-order: a node's descendants follow it, up to
// and without `next`. Optional parts are shared and immutable; null stands for absent.
struct Segment {
    SegmentId id;
    SegmentId parentId; // null: none
    QString name;
    Timestamp start;
    Timestamp end; // equals `start` while in progress
    bool inProgress = false;
    bool error = false;
    bool fault = false;
    bool throttle = false;
    bool subsegment = false; // embedded, or sent alone with "type":"subsegment"
    bool inferred = false; // made by X-Ray, or by us, for a service that sends no segments (reference 3.3)
    bool placeholder = false; // made by us for a parent that never arrived
    bool traced = false;
    Namespace nameSpace = Namespace::Local;
    QString origin;
    QString user;
    QString resourceArn;
    std::shared_ptr<const HttpData> http;
    std::shared_ptr<const AwsData> aws;
    std::shared_ptr<const SqlData> sql;
    std::shared_ptr<const Cause> cause;
    std::shared_ptr<const std::vector<Annotation>> annotations;
    std::shared_ptr<const std::vector<Link>> links;

    std::int32_t parent = -1; // index of the enclosing (sub)segment in the same sequence; -1: top level
    std::int32_t next = 1; // index after the last descendant
    std::int32_t caller = -1; // of a top-level segment in a trace: index of the (sub)segment that called it; -1: none
    std::int32_t depth = 0; // 0: top level
    std::int32_t document = -1; // index into Trace::documents; -1: made by us

    [[nodiscard]] Duration duration() const { return end - start; }
    [[nodiscard]] int status() const { return http ? http->status : 0; }
};

// The name of a placeholder, and of its node in the service graph.
inline constexpr QStringView kPlaceholderName = u"Not received";

// By flags and response status (reference 3.5): fault, then throttle, then error.
Outcome outcomeOf(const Segment& segment);

} // namespace fluoroscope
