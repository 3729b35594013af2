// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/graph/service_key.h"

#include "core/segment/segment.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

int compare(const QString& a, const QString& b)
{
    return QString::compare(a, b);
}

// An inferred node is named by the resource that was called, where the call says it (reference 3.3).
QString resourceName(const Segment& segment)
{
    if (!segment.aws) {
        return segment.name;
    }
    const AwsData& aws = *segment.aws;
    const auto orName = [&](const QString& resource) { return resource.isEmpty() ? segment.name : resource; };
    if (segment.origin == "AWS::DynamoDB::Table"_L1) {
        return orName(aws.tableName);
    }
    if (segment.origin == "AWS::S3::Bucket"_L1) {
        return orName(aws.bucketName);
    }
    if (segment.origin == "AWS::SQS::Queue"_L1) {
        return orName(aws.queueUrl);
    }
    if (segment.origin == "AWS::SNS"_L1) {
        return orName(aws.topicArn);
    }
    if (segment.origin == "AWS::Lambda"_L1 && aws.operation.startsWith("Invoke"_L1)) {
        return orName(aws.functionName.isEmpty() ? aws.resourceNames.value(0) : aws.functionName);
    }
    return segment.name;
}

} // namespace

std::strong_ordering ServiceKey::operator<=>(const ServiceKey& other) const
{
    if (const int byName = compare(name, other.name); byName != 0) {
        return byName <=> 0;
    }
    if (const int byType = compare(type, other.type); byType != 0) {
        return byType <=> 0;
    }
    return compare(account, other.account) <=> 0;
}

ServiceKey serviceKeyOf(const Segment& segment)
{
    if (segment.inferred) {
        return {resourceName(segment), segment.origin.isEmpty() ? u"remote"_s : segment.origin, {}};
    }
    if (segment.placeholder) {
        return {segment.name, {}, {}};
    }
    return {segment.name, segment.origin, segment.aws ? segment.aws->accountId : QString()};
}

std::optional<ServiceKey> clientKeyOf(const Segment& segment)
{
    if (segment.caller >= 0 || !segment.parentId.isNull() || segment.placeholder || segment.inferred) {
        return std::nullopt;
    }
    return ServiceKey{segment.name, u"client"_s, {}};
}

} // namespace fluoroscope
