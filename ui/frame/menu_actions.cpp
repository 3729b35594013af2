// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/menu_actions.h"

#include <QAction>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

void collect(const QMenu& menu, const QString& path, std::vector<MenuAction>& actions)
{
    for (QAction* action : menu.actions()) {
        const QString text = QString(action->text()).remove(u'&');
        if (action->isSeparator() || text.isEmpty()) {
            continue;
        }
        if (const QMenu* inner = action->menu()) {
            collect(*inner, path + u": "_s + text, actions);
        } else {
            actions.push_back({path, text, action});
        }
    }
}

} // namespace

std::vector<MenuAction> menuActions(const QMainWindow& window)
{
    std::vector<MenuAction> actions;
    for (const QAction* menu : qobject_cast<QMenuBar*>(window.menuWidget())->actions()) {
        collect(*menu->menu(), QString(menu->text()).remove(u'&'), actions);
    }
    return actions;
}

} // namespace fluoroscope
