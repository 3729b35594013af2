// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The row above the activity strip: back and forward, and the scope: live or paused, time range, filter and group.
#pragma once

#include "ui/frame/history.h"

#include <QWidget>

class QActionGroup;
class QMenu;
class QPushButton;
class QToolButton;

namespace fluoroscope {

class FilterBar;

class ToolRow : public QWidget {
    Q_OBJECT

public:
    // `spans` is the menu of time ranges, which the View menu shows as well.
    ToolRow(QMenu* spans, QWidget* parent = nullptr);

    void setHistory(bool canGoBack, bool canGoForward);
    void setScope(const Scope& scope);
    // Whether anything but what is read from a file can come: else what follows it is not called live.
    void setReceiving(bool receiving);
    [[nodiscard]] FilterBar* filter() const { return m_filter; }

    // Where something that belongs to the time range is to open, on the screen.
    [[nodiscard]] QPoint rangeCorner() const;
    // Shows the menu of groups below their button; `menu` goes with it.
    void popUpGroups(QMenu* menu);
    // Without a session that keeps groups there is nothing to choose.
    void setGroupsShown(bool shown);

signals:
    void groupsRequested(); // the menu is wanted
    void backRequested();
    void forwardRequested();
    void liveToggled();

private:
    void restyle();
    void tellLive();

    QToolButton* m_back;
    QToolButton* m_forward;
    QPushButton* m_live;
    QPushButton* m_range;
    FilterBar* m_filter;
    QPushButton* m_group;
    bool m_isLive = true;
    bool m_isReceiving = true;
};

} // namespace fluoroscope
