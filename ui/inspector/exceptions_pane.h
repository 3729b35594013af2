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
    explicit ExceptionsPane(QWidget* parent = nullptr);

    // Of very many the first; a link at their end leads on.
    void setSegment(const InspectedSegment& inspected);

protected:
    void write(QTextCursor& cursor) override;

private:
    void showMore();
    void writeChain(QTextCursor& cursor, const std::vector<RecordedException>& chain, std::size_t first);
    void writeException(QTextCursor& cursor, const RecordedException& recorded, bool isCause);
    void writePlaces(QTextCursor& cursor);
    void writeStack(QTextCursor& cursor, const Exception& exception);
    void writeOrigin(QTextCursor& cursor, std::int32_t segment);

    std::optional<InspectedSegment> m_inspected;
    std::size_t m_shown = 0; // of the chain, if there are as many
    int m_more = -1; // the block of the link to the others; -1: all are shown
};

} // namespace fluoroscope
