// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// One line of text that gives way: elided where there is no room, whole in the tooltip and to screen readers.
#pragma once

#include "ui/theme/theme.h"

#include <QWidget>

namespace fluoroscope {

class ElidedLabel : public QWidget {
    Q_OBJECT

public:
    ElidedLabel(TextRole text, Role color, QWidget* parent = nullptr);

    void setText(const QString& text);
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QString m_text;
    TextRole m_textRole;
    Role m_color;
};

} // namespace fluoroscope
