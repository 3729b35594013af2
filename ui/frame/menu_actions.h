// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Every action of a window's menus, for what lists them: the command palette, the sheet of shortcuts.
#pragma once

#include <QPointer>
#include <QString>
#include <vector>

class QAction;
class QMainWindow;

namespace fluoroscope {

struct MenuAction {
    QString menu; // "View", "View: Time range"
    QString text; // without its accelerator
    QPointer<QAction> action; // menus may change while this is held
};

// In the order of the menus; separators are left out, what is disabled is not.
std::vector<MenuAction> menuActions(const QMainWindow& window);

} // namespace fluoroscope
