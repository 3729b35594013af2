// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Stands where a page has nothing to show: it is being loaded, the range is empty, or the question failed.
#pragma once

#include "ui/theme/notice.h"

namespace fluoroscope {

class PageMessage : public Notice {
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

private:
    bool m_loading = false;
    QPushButton* m_unfiltered;
    QPushButton* m_all;
};

} // namespace fluoroscope
