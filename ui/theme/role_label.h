// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A label in a role of the theme, whatever the scheme becomes.
#pragma once

#include "ui/theme/theme.h"

#include <QLabel>

namespace fluoroscope {

class RoleLabel : public QLabel {
    Q_OBJECT

public:
    RoleLabel(TextRole text, Role color, QWidget* parent = nullptr);
    void setRole(Role color);

private:
    void restyle();

    TextRole m_text;
    Role m_color;
};

} // namespace fluoroscope
