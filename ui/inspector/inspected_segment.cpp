// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/inspected_segment.h"

#include "core/segment/segment_reader.h"

namespace fluoroscope {

namespace {

// Documents that SDKs send are 64 KB at most; a larger one was imported and is read only when a tab needs it.
constexpr qsizetype kReadAtOnce = 256 * 1024;

bool holdsValues(const json::Value& value);

bool isFilled(const json::Value& value)
{
    return value.isObject() || value.isArray() ? holdsValues(value) : true;
}

// Whether there is anything within but empty objects and lists.
bool holdsValues(const json::Value& value)
{
    bool holds = false;
    value.forEachElement([&](const json::Value& element) { holds = holds || isFilled(element); });
    value.forEachMember([&](const QString&, const json::Value& member) { holds = holds || isFilled(member); });
    return holds;
}

} // namespace

const QByteArray* InspectedSegment::document() const
{
    const std::int32_t index = segment().document;
    return index < 0 ? nullptr : &m_trace->documents[static_cast<std::size_t>(index)];
}

const QByteArray* InspectedSegment::bytes() const
{
    const Segment* source = segment().inferred ? caller() : &segment();
    return source && source->document >= 0 ? &m_trace->documents[static_cast<std::size_t>(source->document)] : nullptr;
}

json::Value InspectedSegment::object() const
{
    if (!m_text) {
        m_text = std::make_shared<json::Text>(bytes() ? *bytes() : QByteArray());
        m_object = findSegment(m_text->root(), segment().inferred && caller() ? caller()->id : segment().id);
    }
    return m_object;
}

bool InspectedSegment::mayHaveMetadata() const
{
    return document() && document()->contains("\"metadata\"")
        && (document()->size() > kReadAtOnce || holdsValues(object()["metadata"]));
}

bool InspectedSegment::mayHaveAnnotations() const
{
    if (segment().annotations && !segment().annotations->empty()) {
        return true;
    }
    return document() && document()->contains("\"annotations\"")
        && (document()->size() > kReadAtOnce || holdsValues(object()["annotations"]));
}

bool InspectedSegment::mayHaveResources() const
{
    if (!segment().resourceArn.isEmpty()) {
        return true;
    }
    if (bytes() && bytes()->size() > kReadAtOnce) {
        return segment().aws || (!segment().inferred && bytes()->contains("\"service\""));
    }
    return holdsValues(object()["aws"]) || (!segment().inferred && holdsValues(object()["service"]));
}

const Segment& InspectedSegment::owner() const
{
    const Segment* top = &segment();
    while (top->parent >= 0) {
        top = &m_trace->segments[static_cast<std::size_t>(top->parent)];
    }
    return *top;
}

const Segment* InspectedSegment::caller() const
{
    const std::int32_t index = owner().caller;
    return index < 0 ? nullptr : &m_trace->segments[static_cast<std::size_t>(index)];
}

} // namespace fluoroscope
