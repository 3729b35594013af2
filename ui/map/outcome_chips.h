// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// "85 % OK", "4 % error", "11 % fault" as pills, as many as there are outcomes.
#pragma once

#include "ui/map/map_text.h"

#include <QWidget>

namespace fluoroscope {

class OutcomeChips : public QWidget {
    Q_OBJECT

public:
    explicit OutcomeChips(QWidget* parent = nullptr);

    void setShares(std::vector<OutcomeShare> shares);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] int heightForWidth(int width) const override;
    [[nodiscard]] QSize minimumSizeHint() const override { return {0, heightForWidth(width())}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    [[nodiscard]] std::vector<QRectF> placesIn(qreal width) const;

    std::vector<OutcomeShare> m_shares;
};

} // namespace fluoroscope
