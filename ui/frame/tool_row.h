// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The row above the activity strip: back and forward, live or paused, and the time range.
#pragma once

#include "ui/frame/history.h"

#include <QWidget>

class QActionGroup;
class QLabel;
class QMenu;
class QPushButton;
class QToolButton;

namespace fluoroscope {

class ToolRow : public QWidget {
    Q_OBJECT

public:
    // `spans` is the menu of time ranges, which the View menu shows as well.
    ToolRow(QMenu* spans, QWidget* parent = nullptr);

    void setHistory(bool canGoBack, bool canGoForward);
    void setScope(const Scope& scope);
    // Traces that came since the scope stands still; 0 says nothing.
    void setWaiting(qint64 traces);

signals:
    void backRequested();
    void forwardRequested();
    void liveToggled();

private:
    void restyle();

    QToolButton* m_back;
    QToolButton* m_forward;
    QPushButton* m_live;
    QPushButton* m_range;
    QLabel* m_waiting;
    bool m_isLive = true;
};

} // namespace fluoroscope
