// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/inference.h"

#include <array>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// SDKs spell some services their own way; X-Ray shows one (reference 3.1).
QString canonicalName(const QString& name)
{
    static const std::array canonical{u"DynamoDB"_s, u"S3"_s, u"SNS"_s, u"SQS"_s, u"Events"_s};
    for (const QString& spelling : canonical) {
        if (name.compare(spelling, Qt::CaseInsensitive) == 0) {
            return spelling;
        }
    }
    return name.compare("EventBridge"_L1, Qt::CaseInsensitive) == 0 ? u"Events"_s : name;
}

QString inferredOrigin(const Segment& call, const QString& name)
{
    if (call.nameSpace == Namespace::Remote) {
        return call.sql ? u"Database::SQL"_s : QString();
    }
    const bool named = call.aws != nullptr;
    if (named && name == "DynamoDB"_L1 && !call.aws->tableName.isEmpty()) {
        return u"AWS::DynamoDB::Table"_s;
    }
    if (named && name == "S3"_L1 && !call.aws->bucketName.isEmpty()) {
        return u"AWS::S3::Bucket"_s;
    }
    if (named && name == "SQS"_L1 && !call.aws->queueUrl.isEmpty()) {
        return u"AWS::SQS::Queue"_s;
    }
    return "AWS::"_L1 + name;
}

} // namespace

bool isInferred(const Segment& call, bool answered)
{
    if (!call.subsegment || call.nameSpace == Namespace::Local) {
        return false;
    }
    if (!answered) {
        return true;
    }
    // S3 and SNS only pass an event on: what hangs on the call is another service's segment, not theirs.
    const QString name = canonicalName(call.name);
    return call.nameSpace == Namespace::Aws && (name == "S3"_L1 || name == "SNS"_L1);
}

// A bijection that scatters, so that an inferred id neither changes nor meets the SDK's own random ones.
SegmentId inferredId(SegmentId call)
{
    std::uint64_t x = call.value() + 0x9E3779B97F4A7C15ULL;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9ULL;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBULL;
    x ^= x >> 31;
    return SegmentId(x == 0 ? 1 : x);
}

Segment inferSegment(const Segment& call)
{
    Segment inferred;
    inferred.id = inferredId(call.id);
    inferred.parentId = call.id;
    inferred.inferred = true;
    inferred.name = call.nameSpace == Namespace::Aws ? canonicalName(call.name) : call.name;
    inferred.start = call.start;
    inferred.end = call.end;
    inferred.inProgress = call.inProgress;
    inferred.origin = inferredOrigin(call, inferred.name);
    inferred.http = call.http;
    inferred.aws = call.aws;
    inferred.sql = call.sql;
    // The called service's own fault is told from the caller's by the status that it answered with.
    const int status = call.status();
    inferred.error = call.error && !(status >= 500);
    inferred.fault = call.fault && !(status >= 400 && status < 500);
    inferred.throttle = call.throttle;
    if (call.cause && !call.cause->exceptions.empty()) {
        Cause cause;
        cause.exceptions.emplace_back();
        cause.exceptions.front().message = call.cause->exceptions.front().message;
        inferred.cause = std::make_shared<const Cause>(std::move(cause));
    }
    return inferred;
}

} // namespace fluoroscope
