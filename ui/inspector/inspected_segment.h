// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The (sub)segment that the inspector is looking at, with its document read once and only when somebody asks for a key
// of it.
#pragma once

#include "core/trace/trace.h"

#include <QJsonObject>
#include <memory>
#include <optional>

namespace fluoroscope {

class InspectedSegment {
public:
    InspectedSegment(std::shared_ptr<const Trace> trace, std::int32_t index)
        : m_trace(std::move(trace))
        , m_index(index)
    {
    }

    [[nodiscard]] const Trace& trace() const { return *m_trace; }
    [[nodiscard]] const std::shared_ptr<const Trace>& shared() const { return m_trace; }
    [[nodiscard]] std::int32_t index() const { return m_index; }
    [[nodiscard]] const Segment& segment() const { return m_trace->segments[static_cast<std::size_t>(m_index)]; }

    // The document as received; null for what was made by us.
    [[nodiscard]] const QByteArray* document() const;
    // The JSON object of the (sub)segment; of an inferred one, that of the call it was inferred from. Empty where there
    // is none.
    [[nodiscard]] const QJsonObject& object() const;
    // Cheap: a large document is not read for them, so the first may say yes, and the second no, where reading it would
    // differ.
    [[nodiscard]] bool mayHaveMetadata() const;
    [[nodiscard]] bool mayHaveResources() const;

    // The top-level segment around it, and the (sub)segment that called that one; null where there is none.
    [[nodiscard]] const Segment& owner() const;
    [[nodiscard]] const Segment* caller() const;

private:
    std::shared_ptr<const Trace> m_trace;
    std::int32_t m_index;
    mutable std::optional<QJsonObject> m_object;
};

} // namespace fluoroscope
