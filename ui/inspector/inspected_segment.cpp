// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/inspected_segment.h"

#include "core/segment/segment_reader.h"

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

// Documents that SDKs send are 64 KB at most; a larger one was imported and is read only when a tab needs it.
constexpr qsizetype kReadAtOnce = 256 * 1024;

} // namespace

const QByteArray* InspectedSegment::document() const
{
    const std::int32_t index = segment().document;
    return index < 0 ? nullptr : &m_trace->documents[static_cast<std::size_t>(index)];
}

const QJsonObject& InspectedSegment::object() const
{
    if (!m_object) {
        const Segment* source = segment().document >= 0 ? &segment() : segment().inferred ? caller() : nullptr;
        m_object = source && source->document >= 0
            ? findSegmentObject(m_trace->documents[static_cast<std::size_t>(source->document)], source->id)
            : QJsonObject{};
    }
    return *m_object;
}

bool InspectedSegment::mayHaveMetadata() const
{
    const QByteArray* bytes = document();
    if (!bytes || !bytes->contains("\"metadata\"")) {
        return false;
    }
    return bytes->size() > kReadAtOnce || !object().value("metadata"_L1).toObject().isEmpty();
}

bool InspectedSegment::mayHaveResources() const
{
    if (segment().aws || !segment().resourceArn.isEmpty()) {
        return true;
    }
    const QByteArray* bytes = document();
    return bytes && bytes->size() <= kReadAtOnce && object().value("service"_L1).isObject();
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
