// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A piece of the status bar: a counter that does not jitter, with a dot before it or a link behind it where wanted.
#pragma once

#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <optional>

namespace fluoroscope {

class FigureLabel : public QAbstractButton {
    Q_OBJECT

public:
    explicit FigureLabel(QWidget* parent = nullptr);

    // Hidden while empty.
    void setFigures(const QString& text, Role role = Role::Muted);
    void setDot(std::optional<Role> role);
    // Can then be focused and clicked, and says so.
    void setLink(bool link);
    // Gives way when there is no room.
    void setElastic(bool elastic);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    [[nodiscard]] bool hitButton(const QPoint& position) const override; // only a link is
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] int needed() const;

    Role m_role = Role::Muted;
    std::optional<Role> m_dot;
    bool m_link = false;
    bool m_elastic = false;
    int m_width = 0; // grows with the text, and shrinks only when it gets much shorter
};

} // namespace fluoroscope
