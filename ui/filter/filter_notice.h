// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What is wrong with a filter expression, on a slip of paper under the bar: nothing moves to make room for it.
#pragma once

#include <QWidget>

namespace fluoroscope {

class RoleLabel;

class FilterNotice : public QWidget {
    Q_OBJECT

public:
    // Stands below `bar`, over whatever is there in its window.
    explicit FilterNotice(QWidget* bar);

    void say(const QString& message);
    void dismiss();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QWidget* m_bar;
    RoleLabel* m_text;
};

} // namespace fluoroscope
