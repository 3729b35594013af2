// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What a filter's keywords stand for where they stand: in a trace, a segment, a call or a root cause.
#pragma once

#include "core/filter/filter_keyword.h"
#include "core/filter/filter_subject.h"

#include <optional>

namespace fluoroscope {

// One thing that a condition can speak of. Only the members that its scope knows are set.
struct FilterPlace {
    FilterScope scope = FilterScope::Trace;
    std::int32_t head = -1; // the segment whose outcome, times and request count; -1: there is none
    std::int32_t end = 0; // after the last of its subsegments; of a trace, of all
    const ServiceKey* service = nullptr;
    const Exception* exception = nullptr;
    bool isRoot = false;
    bool isInferred = false;
    bool isRemote = false;
    std::size_t index = 0; // in a list of root causes' parts
    std::size_t count = 0; // of that list
    std::optional<double> coverage;
};

FilterPlace wholeTrace(const FilterSubject& subject);
// `segment` with its subsegments.
FilterPlace segmentPlace(const FilterSubject& subject, FilterScope scope, std::int32_t segment);
// What the braces of service { } are about; `node` has a segment and outlives the place.
FilterPlace nodePlace(const FilterSubject& subject, const FilterSubject::Node& node);

// Each takes keywords of its type only; what `place` does not know is false, nothing, or no values.
bool flagOf(FilterKeyword keyword, const FilterSubject& subject, const FilterPlace& place);
std::optional<double> numberOf(FilterKeyword keyword, const FilterSubject& subject, const FilterPlace& place);
QStringList textsOf(FilterKeyword keyword, const FilterSubject& subject, const FilterPlace& place);
// All values of annotation `key`.
std::vector<AnnotationValue> annotationsOf(const QString& key, const FilterSubject& subject, const FilterPlace& place);

} // namespace fluoroscope
