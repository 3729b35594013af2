// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The (sub)segment that the inspector is looking at, with its document read once and only when somebody asks for a key
// of it.
#pragma once

#include "core/json/json_text.h"
#include "core/trace/trace.h"

#include <memory>

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
    // The JSON object of the (sub)segment; of an inferred one, that of the call it was inferred from. Absent where
    // there is none. No longer there than this, or a copy of it.
    [[nodiscard]] json::Value object() const;
    // Whether there is something to show of each. A large document is not read for it: where it may have some, yes.
    [[nodiscard]] bool mayHaveMetadata() const;
    [[nodiscard]] bool mayHaveResources() const;
    [[nodiscard]] bool mayHaveAnnotations() const;

    // The top-level segment around it, and the (sub)segment that called that one; null where there is none.
    [[nodiscard]] const Segment& owner() const;
    [[nodiscard]] const Segment* caller() const;

private:
    [[nodiscard]] const QByteArray* bytes() const; // around object()

    std::shared_ptr<const Trace> m_trace;
    std::int32_t m_index;
    mutable std::shared_ptr<const json::Text> m_text; // of the document around m_object, once that is asked for
    mutable json::Value m_object;
};

} // namespace fluoroscope
