// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Stands where a page has nothing to show: it is being loaded, the range is empty, or the question failed.
#pragma once

#include <QWidget>

class QPushButton;

namespace fluoroscope {

class RoleLabel;

class PageMessage : public QWidget {
    Q_OBJECT

public:
    explicit PageMessage(QWidget* parent = nullptr);

    void showLoading();
    [[nodiscard]] bool isLoading() const { return m_loading; }
    // `filtered`: there may be traces that the filter leaves out; `offerAll`: a wider range may hold some.
    void showNothing(const QString& range, bool filtered, bool offerAll);
    void showProblem(const QString& problem);

signals:
    void allRequested();
    void unfilteredRequested();
    void retryRequested();

private:
    void set(const QString& title, const QString& text, bool problem);

    bool m_loading = false;
    RoleLabel* m_title;
    RoleLabel* m_text;
    QPushButton* m_unfiltered;
    QPushButton* m_all;
    QPushButton* m_retry;
};

} // namespace fluoroscope
