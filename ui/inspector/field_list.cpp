// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/field_list.h"

#include "ui/theme/tool_tip.h"

#include <QEvent>
#include <QTextCursor>
#include <QTextTable>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kRowPadding = 4;
constexpr int kLeastLabel = 112;
constexpr int kMostLabel = 176;

Role roleOf(FieldTone tone)
{
    switch (tone) {
    case FieldTone::Plain:
    case FieldTone::Mono:
        return Role::Text;
    case FieldTone::Faint:
        return Role::Faint;
    case FieldTone::Fault:
        return Role::Fault;
    case FieldTone::Error:
        return Role::Error;
    case FieldTone::Throttle:
        return Role::Throttle;
    }
    Q_UNREACHABLE();
}

TextRole textRoleOf(FieldTone tone)
{
    switch (tone) {
    case FieldTone::Mono:
        return TextRole::Mono;
    case FieldTone::Fault:
    case FieldTone::Error:
    case FieldTone::Throttle:
        return TextRole::Strong;
    case FieldTone::Plain:
    case FieldTone::Faint:
        return TextRole::Content;
    }
    Q_UNREACHABLE();
}

} // namespace

void FieldList::setFields(std::vector<FieldSection> sections, const QString& lead)
{
    if (sections == m_sections && lead == m_lead) {
        return; // a live trace that grew elsewhere: selected text stays selected
    }
    m_sections = std::move(sections);
    m_lead = lead;
    rewrite();
}

void FieldList::write(QTextCursor& cursor)
{
    if (!m_lead.isEmpty()) {
        startParagraph(cursor, 0);
        cursor.insertText(m_lead, format(TextRole::Content, Role::Muted));
    }
    writeBody(cursor);
    // One width for the labels of all sections: values stand in one line down the pane.
    const QFontMetrics metrics(Theme::current().font(TextRole::Content));
    int labels = kLeastLabel;
    for (const FieldSection& section : m_sections) {
        for (const Field& field : section.fields) {
            labels = std::max(labels, metrics.horizontalAdvance(field.label) + 12);
        }
    }
    for (const FieldSection& section : m_sections) {
        writeSection(cursor, section, std::min(labels, kMostLabel));
    }
}

void FieldList::writeSection(QTextCursor& cursor, const FieldSection& section, int labelWidth)
{
    if (!section.title.isEmpty()) {
        startParagraph(cursor, cursor.position() == 0 ? 0 : 12);
        QTextCharFormat title = format(TextRole::Label, Role::Muted);
        title.setFontWeight(QFont::DemiBold);
        cursor.insertText(section.title, title);
    }
    if (section.fields.empty()) {
        return;
    }
    QTextTableFormat tableFormat;
    tableFormat.setBorder(0);
    tableFormat.setCellSpacing(0);
    tableFormat.setCellPadding(0);
    tableFormat.setTopMargin(!section.title.isEmpty() ? 2 : cursor.position() == 0 ? 0 : 8);
    tableFormat.setWidth(QTextLength(QTextLength::PercentageLength, 100));
    tableFormat.setColumnWidthConstraints(
        {QTextLength(QTextLength::FixedLength, labelWidth), QTextLength(QTextLength::VariableLength, 0)});
    QTextTable* table = cursor.insertTable(static_cast<int>(section.fields.size()), 2, tableFormat);
    for (int row = 0; row < table->rows(); ++row) {
        writeField(*table, row, section.fields[static_cast<std::size_t>(row)]);
    }
    cursor.movePosition(QTextCursor::End);
    // The block that every table leaves behind it takes no room.
    QTextBlockFormat rest;
    rest.setLineHeight(1, QTextBlockFormat::FixedHeight);
    cursor.setBlockFormat(rest);
}

void FieldList::writeField(QTextTable& table, int row, const Field& field)
{
    QTextTableCellFormat cell;
    cell.setTopPadding(kRowPadding);
    cell.setBottomPadding(kRowPadding);
    cell.setBottomBorder(1);
    cell.setBottomBorderStyle(QTextFrameFormat::BorderStyle_Solid);
    cell.setBottomBorderBrush(Theme::current().color(Role::Line));
    table.cellAt(row, 1).setFormat(cell);
    cell.setRightPadding(8);
    table.cellAt(row, 0).setFormat(cell);

    QTextCursor label = table.cellAt(row, 0).firstCursorPosition();
    label.insertText(field.label, format(TextRole::Content, Role::Muted));
    QTextCursor value = table.cellAt(row, 1).firstCursorPosition();
    QTextCharFormat valueFormat = format(textRoleOf(field.tone), roleOf(field.tone));
    valueFormat.setToolTip(plainToolTip(field.toolTip));
    value.insertText(field.value, field.link.isEmpty() ? valueFormat : linkFormat(valueFormat, field.link));
    if (!field.note.isEmpty()) {
        value.insertText(u"  "_s + field.note, format(TextRole::Content, Role::Muted));
    }
}

void FieldList::changeEvent(QEvent* event)
{
    DocumentPane::changeEvent(event);
    if (event->type() == QEvent::FontChange) {
        rewrite();
    }
}

} // namespace fluoroscope
