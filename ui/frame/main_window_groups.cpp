// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The session's groups in the window: chosen from a menu, and made of the filter at hand.

#include "core/group/group_store.h"
#include "ui/frame/dialogs.h"
#include "ui/frame/main_window.h"
#include "ui/frame/tool_row.h"

#include <QMenu>

using namespace Qt::StringLiterals;

namespace fluoroscope {

void MainWindow::readGroups(std::function<void()> done)
{
    if (!m_state) {
        return;
    }
    m_runner.ask(
        m_groupLane, [this](std::stop_token) { return groupsOf(*m_state); },
        [this, done = std::move(done)](Result<std::vector<TraceGroup>> groups) {
            if (!groups) {
                say(groups.error().message);
                return;
            }
            m_groups = std::move(*groups);
            showScope(m_history.current().scope); // the group's filter may be another
            done();
        });
}

void MainWindow::offerGroups()
{
    auto* menu = new QMenu(this);
    const QString current = m_history.current().scope.group;
    const auto offer = [&](const QString& text, const QString& name) {
        QAction* action = menu->addAction(QString(text).replace(u'&', u"&&"_s), this, [this, name] { setGroup(name); });
        action->setCheckable(true);
        action->setChecked(name == current);
    };
    for (const TraceGroup& group : m_groups) {
        const bool isDefault = group.name == "Default"_L1;
        offer(isDefault ? tr("Default: all traces") : group.name, isDefault ? QString() : group.name);
    }
    menu->addSeparator();
    menu->addAction(tr("New group of this filter…"), this, &MainWindow::makeGroup)
        ->setEnabled(!m_history.current().scope.filter.isEmpty());
    m_tools->popUpGroups(menu);
}

void MainWindow::setGroup(const QString& name)
{
    Location location = m_history.current();
    location.scope.group = name;
    go(location);
}

void MainWindow::makeGroup()
{
    const QString filter = m_history.current().scope.filterText;
    askForText(this, tr("New group"), tr("Name of the group of traces that meet %1:").arg(filter), {},
        [this, filter](const QString& name) {
            using Made = Configured<GroupRecord>;
            m_runner.ask(
                m_runner.addLane(),
                [this, filter, name](std::stop_token) -> Made {
                    return createGroup(*m_state, {}, name.trimmed(), {filter, {}, {}}, {});
                },
                [this](const Made& made) {
                    if (!made) {
                        say(made.error().message);
                        return;
                    }
                    readGroups([this, name = made->name] {
                        Location location = m_history.current(); // the group says what the filter said
                        location.scope = location.scope.filteredBy({}, {});
                        location.scope.group = name;
                        go(location);
                    });
                });
        });
}

} // namespace fluoroscope
