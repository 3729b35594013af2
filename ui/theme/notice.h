// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What stands where a page or a pane has nothing to show: why, and what can be done about it.
#pragma once

#include <QWidget>

class QPushButton;
class QVBoxLayout;

namespace fluoroscope {

class RoleLabel;

class Notice : public QWidget {
    Q_OBJECT

public:
    enum class Place : std::uint8_t {
        Page, // in its middle
        Pane, // at the top of a narrow one
    };
    explicit Notice(Place place, QWidget* parent = nullptr);

    // Loading, or nothing there; hides all buttons. The title may be empty.
    void say(const QString& title, const QString& text);
    // What went wrong and what to do, with "Try again".
    void sayProblem(const QString& title, const QString& problem);
    [[nodiscard]] QString text() const;
    // Hidden until somebody shows it.
    QPushButton* addButton(const QString& text);

signals:
    void retryRequested();

private:
    RoleLabel* m_title;
    RoleLabel* m_text;
    Place m_place;
    QVBoxLayout* m_buttons;
    QPushButton* m_retry;
};

} // namespace fluoroscope
