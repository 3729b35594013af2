// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Labels and values in two columns with hairlines between the rows, in titled sections.
#pragma once

#include "ui/inspector/document_pane.h"
#include "ui/inspector/segment_fields.h"

class QTextTable;

namespace fluoroscope {

class FieldList : public DocumentPane {
    Q_OBJECT

public:
    using DocumentPane::DocumentPane;

    // `lead`: a sentence above the fields; may be empty.
    void setFields(std::vector<FieldSection> sections, const QString& lead = {});

protected:
    void write(QTextCursor& cursor) override;
    // Below the lead and above the first section.
    virtual void writeBody(QTextCursor& cursor) { Q_UNUSED(cursor) }
    void changeEvent(QEvent* event) override;

private:
    void writeSection(QTextCursor& cursor, const FieldSection& section, int labelWidth);
    void writeField(QTextTable& table, int row, const Field& field);

    std::vector<FieldSection> m_sections;
    QString m_lead;
};

} // namespace fluoroscope
