// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "core/filter/filter_facts.h"

#include <algorithm>

namespace fluoroscope {

namespace {

const Segment* headOf(const FilterSubject& subject, const FilterPlace& place)
{
    return place.head < 0 ? nullptr : &subject.trace().segments[static_cast<std::size_t>(place.head)];
}

template <typename Visit> void forEachSegment(const FilterSubject& subject, const FilterPlace& place, Visit&& visit)
{
    const bool isTrace = place.scope == FilterScope::Trace;
    for (std::int32_t i = isTrace ? 0 : std::max(place.head, 0); i < place.end; ++i) {
        visit(subject.trace().segments[static_cast<std::size_t>(i)]);
    }
}

void addSet(QStringList& texts, const QString& text)
{
    if (!text.isEmpty()) {
        texts.append(text);
    }
}

QStringList requestText(FilterKeyword keyword, const Segment* head)
{
    QStringList texts;
    if (head && head->http) {
        const HttpData& http = *head->http;
        addSet(texts,
            keyword == FilterKeyword::HttpUrl             ? http.url
                : keyword == FilterKeyword::HttpMethod    ? http.method
                : keyword == FilterKeyword::HttpUserAgent ? http.userAgent
                                                          : http.clientIp);
    }
    return texts;
}

// Of keywords that any segment may hold.
void addTextOf(QStringList& texts, FilterKeyword keyword, const Segment& segment)
{
    if (keyword == FilterKeyword::User) {
        addSet(texts, segment.user);
    } else if (keyword == FilterKeyword::ResourceArn) {
        addSet(texts, segment.resourceArn);
    } else if (keyword == FilterKeyword::Message && segment.cause) {
        for (const Exception& exception : segment.cause->exceptions) {
            addSet(texts, exception.message);
        }
    } else if (segment.aws && keyword == FilterKeyword::InstanceId) {
        addSet(texts, segment.aws->instanceId);
    } else if (segment.aws && keyword == FilterKeyword::AvailabilityZone) {
        addSet(texts, segment.aws->availabilityZone);
    }
}

QStringList collected(FilterKeyword keyword, const FilterSubject& subject, const FilterPlace& place)
{
    QStringList texts;
    if (place.scope == FilterScope::Trace && keyword != FilterKeyword::Message) {
        const TraceSummary& summary = subject.summary();
        if (keyword == FilterKeyword::User) {
            for (const SummaryUser& user : summary.users) {
                texts.append(user.name);
            }
            return texts;
        }
        return keyword == FilterKeyword::ResourceArn ? summary.resourceArns
            : keyword == FilterKeyword::InstanceId   ? summary.instanceIds
                                                     : summary.availabilityZones;
    }
    forEachSegment(subject, place, [&](const Segment& segment) { addTextOf(texts, keyword, segment); });
    return texts;
}

QStringList namesOf(FilterKeyword keyword, const FilterSubject& subject, const FilterPlace& place)
{
    QStringList texts;
    const auto add = [&](const ServiceKey& key) {
        addSet(texts, keyword == FilterKeyword::Name ? key.name : key.type);
    };
    if (place.scope == FilterScope::Trace) {
        for (const ServiceKey& service : subject.summary().services) {
            add(service);
        }
    } else if (place.service) {
        add(*place.service);
    } else if (place.exception) {
        addSet(texts, place.exception->type);
    } else if (const Segment* head = headOf(subject, place)) {
        addSet(texts, head->name);
    }
    return texts;
}

std::optional<double> seconds(Duration duration)
{
    return toSeconds(std::max(duration, Duration{})); // skewed clocks may have it end before its start
}

} // namespace

FilterPlace wholeTrace(const FilterSubject& subject)
{
    FilterPlace place;
    place.head = subject.trace().root;
    place.end = static_cast<std::int32_t>(subject.trace().segments.size());
    return place;
}

FilterPlace segmentPlace(const FilterSubject& subject, FilterScope scope, std::int32_t segment)
{
    FilterPlace place;
    place.scope = scope;
    place.head = segment;
    place.end = subject.trace().segments[static_cast<std::size_t>(segment)].next;
    return place;
}

FilterPlace nodePlace(const FilterSubject& subject, const FilterSubject::Node& node)
{
    FilterPlace place = segmentPlace(subject, FilterScope::Service, node.segment);
    place.service = &node.service;
    place.isRoot = node.isEntryPoint;
    place.isInferred = subject.trace().segments[static_cast<std::size_t>(node.segment)].inferred;
    return place;
}

bool flagOf(FilterKeyword keyword, const FilterSubject& subject, const FilterPlace& place)
{
    const Segment* head = headOf(subject, place);
    const int status = head ? head->status() : 0;
    const bool isFault = head && (head->fault || (status >= 500 && status < 600));
    const bool isError = head && (head->error || (status >= 400 && status < 500));
    const bool isThrottle = head && (head->throttle || status == 429);
    bool any = false;
    switch (keyword) {
    case FilterKeyword::Ok:
        return head && !isFault && !isError && !isThrottle;
    case FilterKeyword::Error:
        return isError;
    case FilterKeyword::Throttle:
        return isThrottle;
    case FilterKeyword::Fault:
        return isFault;
    case FilterKeyword::Partial:
        forEachSegment(subject, place, [&](const Segment& segment) { any |= segment.inProgress; });
        return any;
    case FilterKeyword::Inferred:
        if (place.scope == FilterScope::Trace) {
            forEachSegment(subject, place, [&](const Segment& segment) { any |= segment.inferred; });
            return any;
        }
        return place.isInferred;
    case FilterKeyword::Root:
        return place.isRoot;
    case FilterKeyword::First:
        return place.count > 0 && place.index == 0;
    case FilterKeyword::Last:
        return place.index + 1 == place.count;
    case FilterKeyword::Remote:
        return place.isRemote;
    default:
        return false;
    }
}

std::optional<double> numberOf(FilterKeyword keyword, const FilterSubject& subject, const FilterPlace& place)
{
    const Segment* head = headOf(subject, place);
    const bool isTrace = place.scope == FilterScope::Trace;
    switch (keyword) {
    case FilterKeyword::ResponseTime:
    case FilterKeyword::Length:
        if (!head || (!isTrace && head->inProgress)) {
            return std::nullopt;
        }
        return seconds(!isTrace                    ? head->duration()
                : keyword == FilterKeyword::Length ? subject.trace().duration()
                : head->inProgress                 ? subject.trace().duration()
                                                   : head->duration());
    case FilterKeyword::HttpStatus:
        return head && head->status() > 0 ? std::optional<double>(head->status()) : std::nullopt;
    case FilterKeyword::Index:
        return static_cast<double>(place.index);
    case FilterKeyword::Coverage:
        return place.coverage;
    default:
        return std::nullopt;
    }
}

QStringList textsOf(FilterKeyword keyword, const FilterSubject& subject, const FilterPlace& place)
{
    switch (keyword) {
    case FilterKeyword::HttpUrl:
    case FilterKeyword::HttpMethod:
    case FilterKeyword::HttpUserAgent:
    case FilterKeyword::HttpClientIp:
        return requestText(keyword, headOf(subject, place));
    case FilterKeyword::Name:
    case FilterKeyword::Type:
        return namesOf(keyword, subject, place);
    case FilterKeyword::Message:
        if (place.exception) {
            return {place.exception->message};
        }
        return collected(keyword, subject, place);
    case FilterKeyword::User:
    case FilterKeyword::AvailabilityZone:
    case FilterKeyword::InstanceId:
    case FilterKeyword::ResourceArn:
        return collected(keyword, subject, place);
    default:
        return {};
    }
}

std::vector<AnnotationValue> annotationsOf(const QString& key, const FilterSubject& subject, const FilterPlace& place)
{
    std::vector<AnnotationValue> values;
    const auto take = [&](const Annotation& annotation) {
        if (annotation.key == key) {
            values.push_back(annotation.value);
        }
    };
    if (place.scope == FilterScope::Trace) {
        for (const SummaryAnnotation& entry : subject.summary().annotations) {
            take(entry.annotation);
        }
        return values;
    }
    forEachSegment(subject, place, [&](const Segment& segment) {
        if (segment.annotations) {
            std::for_each(segment.annotations->begin(), segment.annotations->end(), take);
        }
    });
    return values;
}

} // namespace fluoroscope
