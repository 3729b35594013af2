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
    update();
}

QSize OutcomeChips::sizeHint() const
{
    return {240, kHeight};
}

void OutcomeChips::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(theme.font(TextRole::Label));
    const QFontMetricsF metrics(painter.font());
    qreal x = 0;
    for (const OutcomeShare& share : m_shares) {
        const QString text = shareText(share);
        const QRectF chip(x, 0, metrics.horizontalAdvance(text) + 2 * kPadding, kHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.outcomeSurface(share.outcome));
        painter.drawRoundedRect(chip, kHeight / 2.0, kHeight / 2.0);
        painter.setPen(theme.outcome(share.outcome));
        painter.drawText(chip, Qt::AlignCenter, text);
        x += chip.width() + kGap;
    }
}

} // namespace fluoroscope
