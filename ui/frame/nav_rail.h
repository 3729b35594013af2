// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The pages, one below the other, at the left of the window.
#pragma once

#include "ui/frame/history.h"

#include <QWidget>

class QButtonGroup;

namespace fluoroscope {

class NavRail : public QWidget {
    Q_OBJECT

public:
    explicit NavRail(QWidget* parent = nullptr);

    void setCurrent(PageKind page);
    // Trace is there while there is one to go to.
    void setOpenTraces(int count);

signals:
    void chosen(fluoroscope::PageKind page);

private:
    void add(PageKind page, const QString& icon, const QString& text, const QString& shortcut);

    QButtonGroup* m_group;
};

} // namespace fluoroscope
