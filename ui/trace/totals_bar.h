// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The line that says what the chosen segments come to: how many, how long, how they ended.
#pragma once

#include "core/trace/segment_totals.h"

#include <QWidget>
#include <optional>

class QToolButton;

namespace fluoroscope {

class ElidedLabel;

// "57 segments · total 228 ms · self 228 ms · p50 4 ms · p95 6 ms · 1 fault".
QString totalsText(const SegmentTotals& totals);

class TotalsBar : public QWidget {
    Q_OBJECT

public:
    explicit TotalsBar(QWidget* parent = nullptr);

    // None: nothing is chosen, and the line is hidden.
    void setTotals(const std::optional<SegmentTotals>& totals);
    [[nodiscard]] QString text() const;

signals:
    void closed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    void restyle();

    ElidedLabel* m_text;
    QToolButton* m_close;
};

} // namespace fluoroscope
