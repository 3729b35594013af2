// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/sql_pane.h"

#include "ui/inspector/code_spans.h"
#include "ui/inspector/sql_format.h"

#include <QTextCursor>

using namespace Qt::StringLiterals;

namespace fluoroscope {

void SqlPane::setSql(const QString& query, std::vector<FieldSection> fields)
{
    if (const QString formatted = formattedSql(query); formatted != m_query) {
        m_query = formatted;
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
    // Lines and not paragraphs: no space between them.
    const auto insert = [&](qsizetype begin, qsizetype length, Role role) {
        cursor.insertText(
            m_query.sliced(begin, length).replace(u'\n', QChar::LineSeparator), format(TextRole::Mono, role));
    };
    qsizetype done = 0;
    for (const CodeSpan& span : sqlSpans(m_query)) {
        insert(done, span.begin - done, Role::Text);
        insert(span.begin, span.length, span.role);
        done = span.begin + span.length;
    }
    insert(done, m_query.size() - done, Role::Text);
}

} // namespace fluoroscope
