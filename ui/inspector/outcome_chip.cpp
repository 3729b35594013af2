// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/outcome_chip.h"

#include "ui/theme/theme.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QFont chipFont()
{
    QFont font = Theme::current().font(TextRole::Label);
    font.setWeight(QFont::DemiBold);
    return font;
}

} // namespace

OutcomeChip::OutcomeChip(QWidget* parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void OutcomeChip::setOutcome(Outcome outcome, int status, bool inProgress)
{
    m_outcome = outcome;
    m_neutral = inProgress && outcome == Outcome::Ok;
    m_text = m_neutral ? tr("In progress")
        : status > 0   ? u"%1 %2"_s.arg(outcomeWord(outcome)).arg(status)
                       : outcomeWord(outcome);
    setAccessibleName(m_text);
    updateGeometry();
    update();
}

QSize OutcomeChip::sizeHint() const
{
    return {QFontMetrics(chipFont()).horizontalAdvance(m_text) + 20, 20};
}

void OutcomeChip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_neutral ? QPen(theme.color(Role::Line)) : QPen(Qt::NoPen));
    painter.setBrush(m_neutral ? theme.color(Role::Raised) : theme.outcomeSurface(m_outcome));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), height() / 2.0, height() / 2.0);
    painter.setPen(m_neutral ? theme.color(Role::Muted) : theme.outcome(m_outcome));
    painter.setFont(chipFont());
    painter.drawText(rect(), Qt::AlignCenter, m_text);
}

} // namespace fluoroscope
