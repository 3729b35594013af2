// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/sql_pane.h"

#include "ui/inspector/code_spans.h"

#include <QTextCursor>

using namespace Qt::StringLiterals;

namespace fluoroscope {

void SqlPane::setSql(const QString& query, std::vector<FieldSection> fields)
{
    if (std::exchange(m_query, query) != query) {
        setFields({});
    }
    setFields(std::move(fields));
}

void SqlPane::writeBody(QTextCursor& cursor)
{
    if (m_query.isEmpty()) {
        return;
    }
    startParagraph(cursor, 0);
    QTextCharFormat title = format(TextRole::Label, Role::Muted);
    title.setFontWeight(QFont::DemiBold);
    cursor.insertText(tr("Sanitized query"), title);
    startParagraph(cursor, 4);
    QTextBlockFormat block = cursor.blockFormat();
    block.setBottomMargin(12);
    cursor.setBlockFormat(block);
    qsizetype done = 0;
    for (const CodeSpan& span : sqlSpans(m_query)) {
        cursor.insertText(m_query.sliced(done, span.begin - done), format(TextRole::Mono, Role::Text));
        cursor.insertText(m_query.sliced(span.begin, span.length), format(TextRole::Mono, span.role));
        done = span.begin + span.length;
    }
    cursor.insertText(m_query.sliced(done), format(TextRole::Mono, Role::Text));
}

} // namespace fluoroscope
