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

StackFrame readFrame(const json::Value& object, json::TextCache& texts)
{
    static constexpr json::Names<3> kNames{"path", "line", "label"};
    const auto [path, line, label] = object.members(kNames);
    return {texts.text(path), wholeNumber(line), texts.text(label)};
}

Exception readException(const json::Value& object, json::TextCache& texts)
{
    static constexpr json::Names<8> kNames{"id", "type", "message", "cause", "remote", "truncated", "skipped", "stack"};
    const auto [id, type, message, cause, remote, truncated, skipped, stack] = object.members(kNames);
    Exception exception;
    exception.id = id.text();
    exception.type = texts.text(type);
    exception.message = texts.text(message);
    exception.causeId = cause.text();
    exception.remote = remote.flag();
    exception.truncated = wholeNumber(truncated);
    exception.skipped = wholeNumber(skipped);
    stack.forEachElement([&](const json::Value& frame) { exception.stack.push_back(readFrame(frame, texts)); });
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

std::shared_ptr<const HttpData> readHttp(const json::Value& http, json::TextCache& texts)
{
    if (!http.isObject()) {
        return nullptr;
    }
    static constexpr json::Names<2> kNames{"request", "response"};
    static constexpr json::Names<5> kRequest{"method", "url", "user_agent", "client_ip", "x_forwarded_for"};
    static constexpr json::Names<2> kResponse{"status", "content_length"};
    const auto [request, response] = http.members(kNames);
    const auto [method, url, userAgent, clientIp, xForwardedFor] = request.members(kRequest);
    const auto [status, contentLength] = response.members(kResponse);
    HttpData data;
    data.method = texts.text(method);
    data.url = texts.text(url);
    data.userAgent = texts.text(userAgent);
    data.clientIp = texts.text(clientIp);
    data.xForwardedFor = xForwardedFor.flag();
    data.status = wholeNumber(status);
    if (const auto length = contentLength.number()) {
        data.contentLength = static_cast<qint64>(std::clamp(*length, -1e15, 1e15));
    }
    return unlessEmpty(std::move(data));
}

std::shared_ptr<const AwsData> readAws(const json::Value& aws, json::TextCache& texts)
{
    if (!aws.isObject()) {
        return nullptr;
    }
    static constexpr json::Names<12> kNames{"operation", "region", "account_id", "request_id", "table_name",
        "bucket_name", "queue_url", "topic_arn", "function_name", "ec2", "ecs", "resource_names"};
    const auto [operation, region, accountId, requestId, tableName, bucketName, queueUrl, topicArn, functionName, ec2,
        ecs, resourceNames] = aws.members(kNames);
    AwsData data;
    data.operation = texts.text(operation);
    data.region = texts.text(region);
    data.accountId = texts.text(accountId);
    data.requestId = requestId.text();
    data.tableName = texts.text(tableName);
    data.bucketName = texts.text(bucketName);
    data.queueUrl = texts.text(queueUrl);
    data.topicArn = texts.text(topicArn);
    data.functionName = texts.text(functionName);
    data.instanceId = texts.text(ec2["instance_id"]);
    data.availabilityZone = texts.text(ec2["availability_zone"]);
    if (data.availabilityZone.isEmpty()) {
        data.availabilityZone = texts.text(ecs["availability_zone"]);
    }
    data.resourceNames = texts.texts(resourceNames);
    return unlessEmpty(std::move(data));
}

std::shared_ptr<const SqlData> readSql(const json::Value& sql, json::TextCache& texts)
{
    if (!sql.isObject()) {
        return nullptr;
    }
    static constexpr json::Names<8> kNames{"url", "connection_string", "sanitized_query", "database_type",
        "database_version", "driver_version", "user", "preparation"};
    const auto [url, connection, query, databaseType, databaseVersion, driverVersion, user, preparation] =
        sql.members(kNames);
    SqlData data;
    data.url = texts.text(url);
    if (data.url.isEmpty()) {
        data.url = texts.text(connection);
    }
    data.sanitizedQuery = texts.text(query);
    data.databaseType = texts.text(databaseType);
    data.databaseVersion = texts.text(databaseVersion);
    data.driverVersion = texts.text(driverVersion);
    data.user = texts.text(user);
    data.preparation = texts.text(preparation);
    return std::make_shared<const SqlData>(std::move(data)); // even with unknown members alone it marks a database call
}

std::shared_ptr<const Cause> readCause(const json::Value& cause, json::TextCache& texts)
{
    Cause data;
    if (cause.isString()) {
        data.referencedId = cause.text();
        return unlessEmpty(std::move(data));
    }
    if (!cause.isObject()) {
        return nullptr;
    }
    data.referencedId = cause["id"].text();
    data.workingDirectory = texts.text(cause["working_directory"]);
    cause["exceptions"].forEachElement([&](const json::Value& exception) {
        if (exception.isObject()) {
            data.exceptions.push_back(readException(exception, texts));
        }
    });
    if (data.exceptions.empty() && !cause["message"].text().isEmpty()) { // what inferred segments keep of a cause
        data.exceptions.push_back(readException(cause, texts));
    }
    return unlessEmpty(std::move(data));
}

std::shared_ptr<const std::vector<Annotation>> readAnnotations(const json::Value& annotations, json::TextCache& texts)
{
    if (!annotations.isObject()) {
        return nullptr;
    }
    std::map<QString, AnnotationValue> values;
    annotations.forEachMember([&](const QString& key, const json::Value& value) {
        if (!isAnnotationKey(key)) {
            return;
        }
        if (value.isString()) {
            values.insert_or_assign(key, texts.text(value));
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
