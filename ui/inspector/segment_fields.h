// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What the inspector's tabs of labels and values say of a (sub)segment: the console's fields, in its order
// (reference 6.4).
#pragma once

#include "ui/inspector/inspected_segment.h"

#include <QString>
#include <vector>

namespace fluoroscope {

enum class FieldTone : std::uint8_t { Plain, Mono, Faint, Fault, Error, Throttle };

struct Field {
    QString label;
    QString value;
    FieldTone tone = FieldTone::Plain;
    QString note; // muted, after the value
    QString toolTip; // of the value
    QString link; // where a click on the value leads; empty: nowhere
    bool operator==(const Field&) const = default;
};

struct FieldSection {
    QString title; // may be empty
    std::vector<Field> fields;
    bool operator==(const FieldSection&) const = default;
};

// "remote call from service-a", "AWS::ECS::Container", "inferred from a call of service-a".
QString subtitle(const InspectedSegment& inspected);
// Why an inferred or placeholder segment is there, in a sentence; empty for any other.
QString explanation(const InspectedSegment& inspected);

std::vector<FieldSection> overviewFields(const InspectedSegment& inspected);
std::vector<FieldSection> resourceFields(const InspectedSegment& inspected); // keys verbatim
std::vector<FieldSection> annotationFields(const InspectedSegment& inspected);
std::vector<FieldSection> sqlFields(const InspectedSegment& inspected); // without the query

// Links of fields: "trace:1-…" and "segment:<index>".
QString linkToTrace(const TraceId& id);
QString linkToSegment(std::int32_t index);

} // namespace fluoroscope
