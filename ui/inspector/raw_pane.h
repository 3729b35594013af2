// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The Raw tab: the stored document, byte for byte as it was received, coloured and never reformatted.
#pragma once

#include "core/segment/ids.h"

#include <QByteArray>
#include <QWidget>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace fluoroscope {

class RawPane : public QWidget {
    Q_OBJECT

public:
    explicit RawPane(QWidget* parent = nullptr);

    // Marks segment `id` within the document.
    void setDocument(const QByteArray& document, SegmentId id);

    // The document as text and as application/json, to the clipboard.
    void copy();
    // Writes the document's bytes into a temporary file and opens it with whatever opens JSON. The file's path; empty
    // on failure.
    QString openAsFile();

private:
    void mark();

    QByteArray m_document;
    SegmentId m_id;
    QLabel* m_size;
    QPlainTextEdit* m_text;
};

} // namespace fluoroscope
