// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/document_pane.h"

#include <QScrollBar>
#include <QTextBlock>
#include <QTextCursor>
#include <QTextDocument>

namespace fluoroscope {

DocumentPane::DocumentPane(QWidget* parent)
    : QTextBrowser(parent)
{
    setFrameShape(NoFrame);
    setOpenLinks(false);
    setUndoRedoEnabled(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    setTextInteractionFlags(Qt::TextBrowserInteraction | Qt::TextSelectableByKeyboard);
    document()->setDocumentMargin(0);
    setViewportMargins(0, 0, 0, 0);
    connect(this, &QTextBrowser::anchorClicked, this,
        [this](const QUrl& url) { emit linkActivated(url.toString(QUrl::FullyDecoded)); });
    connect(&Theme::current(), &Theme::changed, this, &DocumentPane::rewrite);
}

void DocumentPane::rewrite()
{
    const int scrolled = verticalScrollBar()->value();
    document()->clear();
    document()->setDefaultFont(Theme::current().font(TextRole::Content));
    QTextCursor cursor(document());
    cursor.beginEditBlock();
    write(cursor);
    cursor.endEditBlock();
    moveCursor(QTextCursor::Start); // or it would be kept in view at the end, where writing took it
    verticalScrollBar()->setValue(scrolled);
}

QTextCharFormat DocumentPane::format(TextRole text, Role color)
{
    QTextCharFormat format;
    format.setFont(Theme::current().font(text));
    format.setForeground(Theme::current().color(color));
    return format;
}

QTextCharFormat DocumentPane::linkFormat(const QTextCharFormat& base, const QString& link)
{
    QTextCharFormat format = base;
    format.setAnchor(true);
    format.setAnchorHref(link);
    format.setForeground(Theme::current().color(Role::Accent));
    return format;
}

void DocumentPane::startParagraph(QTextCursor& cursor, int above, int indent)
{
    QTextBlockFormat block;
    block.setTopMargin(above);
    block.setLeftMargin(indent);
    if (cursor.position() == 0) {
        cursor.setBlockFormat(block);
    } else {
        cursor.insertBlock(block);
    }
}

} // namespace fluoroscope
