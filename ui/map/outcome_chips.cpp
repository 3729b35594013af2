// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/outcome_chips.h"

#include "ui/theme/theme.h"

#include <QFontMetricsF>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kHeight = 22;
constexpr qreal kPadding = 8;
constexpr qreal kGap = 6;

} // namespace

OutcomeChips::OutcomeChips(QWidget* parent)
    : QWidget(parent)
{
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    policy.setHeightForWidth(true);
    setSizePolicy(policy);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void OutcomeChips::setShares(std::vector<OutcomeShare> shares)
{
    m_shares = std::move(shares);
    QStringList words;
    for (const OutcomeShare& share : m_shares) {
        words += shareText(share);
    }
    setAccessibleName(words.join(u", "_s));
    updateGeometry();
    update();
}

QSize OutcomeChips::sizeHint() const
{
    constexpr int kWidth = 240;
    return {kWidth, heightForWidth(kWidth)};
}

int OutcomeChips::heightForWidth(int width) const
{
    const std::vector<QRectF> places = placesIn(width);
    return places.empty() ? kHeight : static_cast<int>(places.back().bottom());
}

// One after the other, on as many lines as they need.
std::vector<QRectF> OutcomeChips::placesIn(qreal width) const
{
    const QFontMetricsF metrics(Theme::current().font(TextRole::Label));
    std::vector<QRectF> places;
    QPointF at;
    for (const OutcomeShare& share : m_shares) {
        const qreal wide = metrics.horizontalAdvance(shareText(share)) + 2 * kPadding;
        if (at.x() > 0 && at.x() + wide > width) {
            at = {0, at.y() + kHeight + kGap};
        }
        places.emplace_back(at, QSizeF(wide, kHeight));
        at.rx() += wide + kGap;
    }
    return places;
}

void OutcomeChips::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme.font(TextRole::Label));
    const std::vector<QRectF> places = placesIn(width());
    for (std::size_t i = 0; i < places.size(); ++i) {
        const OutcomeShare& share = m_shares[i];
        const QRectF& chip = places[i];
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.outcomeSurface(share.outcome));
        painter.drawRoundedRect(chip, kHeight / 2.0, kHeight / 2.0);
        painter.setPen(theme.outcome(share.outcome));
        painter.drawText(chip, Qt::AlignCenter, shareText(share));
    }
}

} // namespace fluoroscope
