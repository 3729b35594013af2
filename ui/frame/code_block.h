// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A line to paste, with the button that copies it.
#pragma once

#include <QWidget>

class QToolButton;

namespace fluoroscope {

class RoleLabel;

class CodeBlock : public QWidget {
    Q_OBJECT

public:
    explicit CodeBlock(QWidget* parent = nullptr);
    void setCode(const QString& code);
    [[nodiscard]] QString code() const;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void restyle();

    RoleLabel* m_text;
    QToolButton* m_copy;
};

} // namespace fluoroscope
