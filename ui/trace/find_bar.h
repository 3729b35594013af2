// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The line in which a trace is searched: words, which of how many matches, and the way to the next.
#pragma once

#include <QWidget>

class QLineEdit;
class QToolButton;

namespace fluoroscope {

class RoleLabel;

class FindBar : public QWidget {
    Q_OBJECT

public:
    explicit FindBar(QWidget* parent = nullptr);

    [[nodiscard]] QString words() const;
    // Shows it and takes the keyboard.
    void start();
    // `at` counts from 0; -1: the current row is none of them. Nothing is said for blank words.
    void setMatches(qsizetype at, qsizetype count);

signals:
    void wordsChanged(const QString& words);
    void nextRequested(bool forward);
    void left(); // for the matches: the keys that walk them are letters here
    void closed();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    void restyle();

    QLineEdit* m_edit;
    RoleLabel* m_count;
    QToolButton* m_previous;
    QToolButton* m_next;
    QToolButton* m_close;
};

} // namespace fluoroscope
