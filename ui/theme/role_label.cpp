// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/role_label.h"

namespace fluoroscope {

RoleLabel::RoleLabel(TextRole text, Role color, QWidget* parent)
    : QLabel(parent)
    , m_text(text)
    , m_color(color)
{
    setTextFormat(Qt::PlainText);
    setForegroundRole(QPalette::WindowText); // on a page it would be another
    connect(&Theme::current(), &Theme::changed, this, &RoleLabel::restyle);
    restyle();
}

void RoleLabel::setRole(Role color)
{
    m_color = color;
    restyle();
}

void RoleLabel::restyle()
{
    setFont(Theme::current().font(m_text));
    QPalette ink = palette();
    ink.setColor(QPalette::WindowText, Theme::current().color(m_color));
    setPalette(ink);
}

} // namespace fluoroscope
