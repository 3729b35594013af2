// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/segment/segment_parts.h"

#include <algorithm>
#include <map>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

template <typename T> std::shared_ptr<const T> unlessEmpty(T&& value)
{
    return value == T() ? nullptr : std::make_shared<const T>(std::forward<T>(value));
}

int wholeNumber(const json::Value& value)
{
    return static_cast<int>(std::clamp(value.number().value_or(0), -1e9, 1e9));
}

Exception readException(const json::Value& object)
{
    Exception exception;
    exception.id = object["id"].text();
    exception.type = object["type"].text();
    exception.message = object["message"].text();
    exception.causeId = object["cause"].text();
    exception.remote = object["remote"].flag();
    exception.truncated = wholeNumber(object["truncated"]);
    exception.skipped = wholeNumber(object["skipped"]);
    object["stack"].forEachElement([&](const json::Value& frame) {
        exception.stack.push_back({frame["path"].text(), wholeNumber(frame["line"]), frame["label"].text()});
    });
    return exception;
}

bool isAnnotationKey(const QString& key)
{
    return !key.isEmpty() && key.size() <= 500 && std::all_of(key.begin(), key.end(), [](QChar c) {
        const char16_t u = c.unicode();
        return (u < 128 && c.isLetterOrNumber()) || u == u'_' || u == u'.' || u == u':';
    });
}

} // namespace

std::shared_ptr<const HttpData> readHttp(const json::Value& http)
{
    const json::Value request = http["request"];
    const json::Value response = http["response"];
    HttpData data;
    data.method = request["method"].text();
    data.url = request["url"].text();
    data.userAgent = request["user_agent"].text();
    data.clientIp = request["client_ip"].text();
    data.xForwardedFor = request["x_forwarded_for"].flag();
    data.status = wholeNumber(response["status"]);
    if (const auto length = response["content_length"].number()) {
        data.contentLength = static_cast<qint64>(std::clamp(*length, -1e15, 1e15));
    }
    return unlessEmpty(std::move(data));
}

std::shared_ptr<const AwsData> readAws(const json::Value& aws)
{
    AwsData data;
    data.operation = aws["operation"].text();
    data.region = aws["region"].text();
    data.accountId = aws["account_id"].text();
    data.requestId = aws["request_id"].text();
    data.tableName = aws["table_name"].text();
    data.bucketName = aws["bucket_name"].text();
    data.queueUrl = aws["queue_url"].text();
    data.topicArn = aws["topic_arn"].text();
    data.functionName = aws["function_name"].text();
    const json::Value ec2 = aws["ec2"];
    const json::Value ecs = aws["ecs"];
    data.instanceId = ec2["instance_id"].text();
    data.availabilityZone = ec2["availability_zone"].text();
    if (data.availabilityZone.isEmpty()) {
        data.availabilityZone = ecs["availability_zone"].text();
    }
    data.resourceNames = aws["resource_names"].texts();
    return unlessEmpty(std::move(data));
}

std::shared_ptr<const SqlData> readSql(const json::Value& sql)
{
    if (!sql.isObject()) {
        return nullptr;
    }
    SqlData data;
    data.url = sql["url"].text();
    if (data.url.isEmpty()) {
        data.url = sql["connection_string"].text();
    }
    data.sanitizedQuery = sql["sanitized_query"].text();
    data.databaseType = sql["database_type"].text();
    data.databaseVersion = sql["database_version"].text();
    data.driverVersion = sql["driver_version"].text();
    data.user = sql["user"].text();
    data.preparation = sql["preparation"].text();
    return std::make_shared<const SqlData>(std::move(data)); // even with unknown members alone it marks a database call
}

std::shared_ptr<const Cause> readCause(const json::Value& cause)
{
    Cause data;
    if (cause.isString()) {
        data.referencedId = cause.text();
        return unlessEmpty(std::move(data));
    }
    data.referencedId = cause["id"].text();
    data.workingDirectory = cause["working_directory"].text();
    cause["exceptions"].forEachElement([&](const json::Value& exception) {
        if (exception.isObject()) {
            data.exceptions.push_back(readException(exception));
        }
    });
    if (data.exceptions.empty() && !cause["message"].text().isEmpty()) { // what inferred segments keep of a cause
        data.exceptions.push_back(readException(cause));
    }
    return unlessEmpty(std::move(data));
}

std::shared_ptr<const std::vector<Annotation>> readAnnotations(const json::Value& annotations)
{
    std::map<QString, AnnotationValue> values;
    annotations.forEachMember([&](const QString& key, const json::Value& value) {
        if (!isAnnotationKey(key)) {
            return;
        }
        if (value.isString()) {
            values.insert_or_assign(key, value.text());
        } else if (value.isBool()) {
            values.insert_or_assign(key, value.flag());
        } else if (const auto number = value.number()) {
            values.insert_or_assign(key, *number);
        }
    });
    std::vector<Annotation> result;
    result.reserve(values.size());
    for (auto& [key, value] : values) {
        result.push_back({key, std::move(value)});
    }
    return unlessEmpty(std::move(result));
}

std::shared_ptr<const std::vector<Link>> readLinks(const json::Value& links)
{
    std::vector<Link> result;
    links.forEachElement([&](const json::Value& link) {
        const auto trace = TraceId::fromString(link["trace_id"].text());
        if (!trace) {
            return;
        }
        const json::Value attributes = link["attributes"];
        result.push_back({*trace, SegmentId::fromString(link["id"].text()).value_or(SegmentId()),
            attributes["aws.xray.reserved.reference_type"].text() == "parent"_L1,
            attributes["aws.xray.reserved.names"].texts().value(0), attributes["aws.xray.reserved.type"].text()});
    });
    return unlessEmpty(std::move(result));
}

} // namespace fluoroscope
