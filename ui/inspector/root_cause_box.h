// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// "Root cause": which exception of which segment is behind a failure, with the way there.
#pragma once

#include "ui/inspector/cause_chain.h"

#include <QWidget>

class QLabel;

namespace fluoroscope {

class RootCauseBox : public QWidget {
    Q_OBJECT

public:
    explicit RootCauseBox(QWidget* parent = nullptr);

    // Hides itself where there is none.
    void setRootCause(const Trace& trace, const RecordedException& cause);
    [[nodiscard]] QString text() const;

signals:
    void segmentRequested(int segment);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void dress();
    void fit();

    QLabel* m_label;
    QString m_what; // rich text
    int m_segment = -1;
};

} // namespace fluoroscope
