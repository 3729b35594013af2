// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Asks for a time range from one point to another, below the button that tells the range; Escape leaves.
#pragma once

#include "core/time/timestamp.h"

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace fluoroscope {

class RoleLabel;

class RangePopover : public QWidget {
    Q_OBJECT

public:
    // Begins with `range`. `recent` are offered below the fields. Deletes itself when it is closed.
    RangePopover(const TimeRange& range, const std::vector<TimeRange>& recent, QWidget* parent);

    // Shows it with its upper left corner at `corner`, on the screen, and moved so that it lies within the screen.
    void popUp(const QPoint& corner);

signals:
    void chosen(const fluoroscope::TimeRange& range);
    void spanChosen(fluoroscope::Duration span); // up to now, as that goes on

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    struct Field {
        QLineEdit* edit = nullptr;
        RoleLabel* echo = nullptr; // what was understood, or what is wrong
    };

    [[nodiscard]] Field addField(const QString& name, const QString& hint);
    void read();
    void accept();

    Field m_from;
    Field m_to;
    QPushButton* m_apply;
};

} // namespace fluoroscope
