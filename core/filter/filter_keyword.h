// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The keywords of filter expressions: how they are spelled, what they hold and where they may stand (reference 4.2).
#pragma once

#include <QString>
#include <QStringList>
#include <cstdint>

namespace fluoroscope {

// What a condition speaks of: the trace, or whatever the braces that it stands in are about.
enum class FilterScope : std::uint8_t {
    Trace,
    Service, // a segment of the service
    Edge, // the call, as the caller recorded it
    CauseService,
    CauseEntity,
    CauseException,
    SlowEntity, // an entity of a response time root cause
};

enum class FilterType : std::uint8_t { Boolean, Number, Text };

enum class FilterKeyword : std::uint8_t {
    Ok,
    Error,
    Throttle,
    Fault,
    Partial,
    Inferred,
    Root,
    First,
    Last,
    Remote,
    ResponseTime,
    Length, // duration, a name that is taken
    HttpStatus,
    Index,
    Coverage,
    HttpUrl,
    HttpMethod,
    HttpUserAgent,
    HttpClientIp,
    User,
    Name,
    Type,
    Message,
    AvailabilityZone,
    InstanceId,
    ResourceArn,
    GroupName,
    GroupArn,
};

struct FilterKeywordInfo {
    FilterKeyword keyword;
    FilterType type;
    QStringView text;
    unsigned scopes; // bits, 1 << FilterScope

    [[nodiscard]] bool isKnownIn(FilterScope scope) const { return (scopes >> static_cast<unsigned>(scope)) & 1U; }
};

const FilterKeywordInfo& infoOf(FilterKeyword keyword);
// In any case of letters; null: there is no such keyword.
const FilterKeywordInfo* findFilterKeyword(QStringView text);

// What a condition may begin with in `scope`, service(, annotation. and the root causes included.
const QStringList& filterWords(FilterScope scope);
// The word of `words` that `text` was probably meant to be; empty: none is near.
QString nearestFilterWord(QStringView text, const QStringList& words);
// "in service { }", for messages.
QString placeName(FilterScope scope);

} // namespace fluoroscope
