// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Exceptions tab: what was thrown, with its stack, and the causes behind it across the segments of the trace.
#pragma once

#include "ui/inspector/cause_chain.h"
#include "ui/inspector/document_pane.h"
#include "ui/inspector/inspected_segment.h"

#include <optional>

namespace fluoroscope {

class ExceptionsPane : public DocumentPane {
    Q_OBJECT

public:
    using DocumentPane::DocumentPane;

    void setSegment(const InspectedSegment& inspected);

protected:
    void write(QTextCursor& cursor) override;

private:
    void writeException(QTextCursor& cursor, const RecordedException& recorded, bool isCause);
    void writePlaces(QTextCursor& cursor);
    void writeStack(QTextCursor& cursor, const Exception& exception);
    void writeOrigin(QTextCursor& cursor, std::int32_t segment);

    std::optional<InspectedSegment> m_inspected;
};

} // namespace fluoroscope
