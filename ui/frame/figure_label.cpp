// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/figure_label.h"

#include "ui/theme/figures.h"

#include <QPainter>
#include <cmath>

namespace fluoroscope {

namespace {
constexpr int kDot = 8;
constexpr int kDotSpace = kDot + 6;
} // namespace

FigureLabel::FigureLabel(QWidget* parent)
    : QAbstractButton(parent)
{
    setFocusPolicy(Qt::NoFocus);
    setSizePolicy(QSizePolicy::Minimum, QSizePolicy::Fixed);
    hide();
    connect(&Theme::current(), &Theme::changed, this, [this] { update(); });
}

int FigureLabel::needed() const
{
    return int(std::ceil(figuresWidth(Theme::current().font(TextRole::Label), text()))) + (m_dot ? kDotSpace : 0) + 2;
}

void FigureLabel::setFigures(const QString& text, Role role)
{
    setVisible(!text.isEmpty());
    if (text == this->text() && role == m_role) {
        return;
    }
    m_role = role;
    setText(text);
    setAccessibleName(text);
    if (const int width = needed(); width > m_width || width < m_width * 3 / 4) {
        m_width = width;
        updateGeometry();
    }
    update();
}

void FigureLabel::setDot(std::optional<Role> role)
{
    m_dot = role;
    update();
}

void FigureLabel::setLink(bool link)
{
    m_link = link;
    setFocusPolicy(link ? Qt::TabFocus : Qt::NoFocus);
    setCursor(link ? Qt::PointingHandCursor : Qt::ArrowCursor);
}

bool FigureLabel::hitButton(const QPoint& position) const
{
    return m_link && QAbstractButton::hitButton(position);
}

void FigureLabel::setElastic(bool elastic)
{
    m_elastic = elastic;
    setSizePolicy(elastic ? QSizePolicy::Preferred : QSizePolicy::Minimum, QSizePolicy::Fixed);
}

QSize FigureLabel::sizeHint() const
{
    return {m_width, 6 * metrics::grid};
}

QSize FigureLabel::minimumSizeHint() const
{
    return {m_elastic ? 20 : m_width, 6 * metrics::grid};
}

void FigureLabel::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setFont(theme.font(TextRole::Label));
    QRect place = rect();
    if (m_dot) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(theme.color(*m_dot));
        painter.drawEllipse(QRectF(0, (height() - kDot) / 2.0, kDot, kDot));
        place.setLeft(kDotSpace);
    }
    painter.setPen(theme.color(m_role));
    const bool fits = needed() <= width();
    drawFigures(painter, place, Qt::AlignLeft,
        fits ? text() : painter.fontMetrics().elidedText(text(), Qt::ElideRight, place.width()));
    if (m_link && (hasFocus() || underMouse())) {
        painter.fillRect(QRect(place.left(), height() - 4, needed() - place.left() - 2, 1), theme.color(m_role));
    }
}

} // namespace fluoroscope
