// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// "Fault 502" as a pill: how something ended, in colour, mark and word.
#pragma once

#include "core/segment/segment.h"

#include <QWidget>

namespace fluoroscope {

class OutcomeChip : public QWidget {
    Q_OBJECT

public:
    explicit OutcomeChip(QWidget* parent = nullptr);

    // `status` 0: none. What is in progress and well so far says that alone.
    void setOutcome(Outcome outcome, int status, bool inProgress);
    [[nodiscard]] QString text() const { return m_text; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return sizeHint(); }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    Outcome m_outcome = Outcome::Ok;
    bool m_neutral = false;
    QString m_text;
};

} // namespace fluoroscope
