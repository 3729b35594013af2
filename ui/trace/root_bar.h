// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The line that says which part of a trace is shown, and leads back out of it: "Whole trace › shop › load order".
#pragma once

#include <QStringList>
#include <QWidget>

class QHBoxLayout;

namespace fluoroscope {

class RoleLabel;

class RootBar : public QWidget {
    Q_OBJECT

public:
    explicit RootBar(QWidget* parent = nullptr);

    // From the outermost; the last is what is shown. `facts` says how large it is. Hidden for an empty path.
    void setPath(const QStringList& path, const QString& facts);
    [[nodiscard]] QStringList path() const { return m_path; }
    [[nodiscard]] QString facts() const;

signals:
    void wholeRequested();
    void stepRequested(int step); // into path()

private:
    QStringList m_path;
    QHBoxLayout* m_steps;
    RoleLabel* m_facts;
};

} // namespace fluoroscope
