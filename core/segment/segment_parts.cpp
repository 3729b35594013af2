// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/segment/segment_parts.h"

#include "core/segment/json_fields.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

template <typename T>
std::shared_ptr<const T> unlessEmpty(T&& value)
{
    return value == T() ? nullptr : std::make_shared<const T>(std::forward<T>(value));
}

int wholeNumber(const QJsonObject& object, QStringView key)
{
    return static_cast<int>(std::clamp(json::number(object, key).value_or(0), -1e9, 1e9));
}

Exception readException(const QJsonObject& object)
{
    Exception exception;
    exception.id = json::text(object, u"id");
    exception.type = json::text(object, u"type");
    exception.message = json::text(object, u"message");
    exception.causeId = json::text(object, u"cause");
    exception.remote = json::flag(object, u"remote");
    exception.truncated = wholeNumber(object, u"truncated");
    exception.skipped = wholeNumber(object, u"skipped");
    for (const QJsonValue value : object.value(u"stack").toArray()) {
        const QJsonObject frame = value.toObject();
        exception.stack.push_back({json::text(frame, u"path"), wholeNumber(frame, u"line"), json::text(frame, u"label")});
    }
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

std::shared_ptr<const HttpData> readHttp(const QJsonObject& http)
{
    if (http.isEmpty()) {
        return nullptr;
    }
    const QJsonObject request = http.value(u"request").toObject();
    const QJsonObject response = http.value(u"response").toObject();
    HttpData data;
    data.method = json::text(request, u"method");
    data.url = json::text(request, u"url");
    data.userAgent = json::text(request, u"user_agent");
    data.clientIp = json::text(request, u"client_ip");
    data.xForwardedFor = json::flag(request, u"x_forwarded_for");
    data.status = wholeNumber(response, u"status");
    if (const auto length = json::number(response, u"content_length")) {
        data.contentLength = static_cast<qint64>(*length);
    }
    return unlessEmpty(std::move(data));
}

std::shared_ptr<const AwsData> readAws(const QJsonObject& aws)
{
    if (aws.isEmpty()) {
        return nullptr;
    }
    AwsData data;
    data.operation = json::text(aws, u"operation");
    data.region = json::text(aws, u"region");
    data.accountId = json::text(aws, u"account_id");
    data.requestId = json::text(aws, u"request_id");
    data.tableName = json::text(aws, u"table_name");
    data.bucketName = json::text(aws, u"bucket_name");
    data.queueUrl = json::text(aws, u"queue_url");
    data.topicArn = json::text(aws, u"topic_arn");
    data.functionName = json::text(aws, u"function_name");
    const QJsonObject ec2 = aws.value(u"ec2").toObject();
    const QJsonObject ecs = aws.value(u"ecs").toObject();
    data.instanceId = json::text(ec2, u"instance_id");
    data.availabilityZone = json::text(ec2, u"availability_zone");
    if (data.availabilityZone.isEmpty()) {
        data.availabilityZone = json::text(ecs, u"availability_zone");
    }
    data.resourceNames = json::texts(aws, u"resource_names");
    return unlessEmpty(std::move(data));
}

std::shared_ptr<const SqlData> readSql(const QJsonObject& sql)
{
    if (sql.isEmpty()) {
        return nullptr;
    }
    SqlData data;
    data.url = json::text(sql, u"url");
    if (data.url.isEmpty()) {
        data.url = json::text(sql, u"connection_string");
    }
    data.sanitizedQuery = json::text(sql, u"sanitized_query");
    data.databaseType = json::text(sql, u"database_type");
    data.databaseVersion = json::text(sql, u"database_version");
    data.driverVersion = json::text(sql, u"driver_version");
    data.user = json::text(sql, u"user");
    data.preparation = json::text(sql, u"preparation");
    return std::make_shared<const SqlData>(std::move(data)); // even with unknown members alone it marks a database call
}

std::shared_ptr<const Cause> readCause(const QJsonValue& cause)
{
    Cause data;
    if (cause.isString()) {
        data.referencedId = cause.toString();
        return unlessEmpty(std::move(data));
    }
    const QJsonObject object = cause.toObject();
    data.referencedId = json::text(object, u"id");
    data.workingDirectory = json::text(object, u"working_directory");
    for (const QJsonValue value : object.value(u"exceptions").toArray()) {
        data.exceptions.push_back(readException(value.toObject()));
    }
    if (data.exceptions.empty() && object.contains(u"message")) { // what inferred segments keep of a cause
        data.exceptions.push_back(readException(object));
    }
    return unlessEmpty(std::move(data));
}

std::shared_ptr<const std::vector<Annotation>> readAnnotations(const QJsonObject& annotations)
{
    std::vector<Annotation> result;
    for (auto it = annotations.begin(); it != annotations.end(); ++it) {
        if (!isAnnotationKey(it.key())) {
            continue;
        }
        if (it.value().isString()) {
            result.push_back({it.key(), it.value().toString()});
        } else if (it.value().isDouble()) {
            result.push_back({it.key(), it.value().toDouble()});
        } else if (it.value().isBool()) {
            result.push_back({it.key(), it.value().toBool()});
        }
    }
    return unlessEmpty(std::move(result));
}

std::shared_ptr<const std::vector<Link>> readLinks(const QJsonArray& links)
{
    std::vector<Link> result;
    for (const QJsonValue value : links) {
        const QJsonObject object = value.toObject();
        const auto trace = TraceId::fromString(json::text(object, u"trace_id"));
        if (!trace) {
            continue;
        }
        const QJsonObject attributes = object.value(u"attributes").toObject();
        result.push_back({*trace, SegmentId::fromString(json::text(object, u"id")).value_or(SegmentId()),
            json::text(attributes, u"aws.xray.reserved.reference_type") == "parent"_L1,
            json::texts(attributes, u"aws.xray.reserved.names").value(0), json::text(attributes, u"aws.xray.reserved.type")});
    }
    return unlessEmpty(std::move(result));
}

} // namespace fluoroscope
