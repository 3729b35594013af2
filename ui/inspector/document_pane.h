// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A pane of read-only text with the theme's looks: selectable, copyable, its links handed to whoever listens.
#pragma once

#include "ui/theme/theme.h"

#include <QTextBrowser>
#include <QTextCharFormat>

namespace fluoroscope {

class DocumentPane : public QTextBrowser {
    Q_OBJECT

public:
    explicit DocumentPane(QWidget* parent = nullptr);

signals:
    void linkActivated(const QString& link);

protected:
    // Writes everything into the empty document at `cursor`; again whenever the theme changes.
    virtual void write(QTextCursor& cursor) = 0;
    // Empties the document and writes it anew, scrolled as it was.
    void rewrite();

    [[nodiscard]] static QTextCharFormat format(TextRole text, Role color);
    [[nodiscard]] static QTextCharFormat linkFormat(const QTextCharFormat& base, const QString& link);
    // A new paragraph with `above` pixels over it; the first one of a document takes the block that is there.
    static void startParagraph(QTextCursor& cursor, int above, int indent = 0);
};

} // namespace fluoroscope
