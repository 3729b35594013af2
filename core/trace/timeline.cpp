// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/trace/timeline.h"

#include <QUrl>
#include <unordered_map>

using namespace Qt::StringLiterals;

namespace fluoroscope {

std::vector<TimelineGroup> timelineGroups(const Trace& trace)
{
    std::vector<TimelineGroup> groups;
    std::unordered_map<ServiceKey, std::size_t> known;
    forEachTopLevel(trace, [&](std::int32_t i) {
        const Segment& segment = trace.segments[static_cast<std::size_t>(i)];
        const ServiceKey service = serviceKeyOf(segment);
        const auto [it, isNew] = known.try_emplace(service, groups.size());
        if (isNew) {
            groups.push_back({service, segment.inferred, {}});
        }
        groups[it->second].segments.push_back(i);
    });
    return groups;
}

QString callLabel(const Segment& segment)
{
    if (segment.aws && !segment.aws->operation.isEmpty()) {
        const AwsData& aws = *segment.aws;
        for (const QString& resource :
            {aws.tableName, aws.bucketName, aws.queueUrl, aws.topicArn, aws.functionName, aws.resourceNames.value(0)}) {
            if (!resource.isEmpty()) {
                return aws.operation + ": "_L1 + resource;
            }
        }
        return aws.operation;
    }
    if (segment.sql) {
        return segment.sql->url;
    }
    if (segment.http && !segment.http->url.isEmpty()) {
        const QUrl url(segment.http->url);
        const QString place = url.host().isEmpty() ? segment.http->url : url.authority() + url.path();
        return (segment.http->method + u' ' + place).trimmed();
    }
    return {};
}

} // namespace fluoroscope
