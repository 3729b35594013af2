// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/control_drawing.h"

#include "ui/theme/theme.h"

#include <QPainterPath>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QColor color(Role role)
{
    return Theme::current().color(role);
}

} // namespace

void drawRounded(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& line, qreal width)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(line.alpha() == 0 ? QPen(Qt::NoPen) : QPen(line, width));
    painter->setBrush(fill);
    const qreal inset = width / 2;
    painter->drawRoundedRect(
        QRectF(rect).adjusted(inset, inset, -inset, -inset), metrics::radius - inset, metrics::radius - inset);
    painter->restore();
}

void drawHairline(QPainter* painter, const QRect& rect)
{
    painter->fillRect(rect, color(Role::Line));
}

bool isPrimary(const QStyleOption* option)
{
    const auto* button = qstyleoption_cast<const QStyleOptionButton*>(option);
    return button && (button->features & QStyleOptionButton::DefaultButton) && (button->state & QStyle::State_Enabled);
}

void drawButton(const QStyleOption* option, QPainter* painter)
{
    const bool pressed = option->state & QStyle::State_Sunken;
    const bool hovered = (option->state & QStyle::State_MouseOver) && (option->state & QStyle::State_Enabled);
    const bool focused =
        (option->state & QStyle::State_HasFocus) && (option->state & QStyle::State_KeyboardFocusChange);
    const bool bare = option->state & QStyle::State_AutoRaise;
    QColor fill = bare ? QColor(Qt::transparent) : color(Role::Surface);
    QColor line = bare ? QColor(Qt::transparent) : color(Role::Line);
    if (isPrimary(option)) {
        fill = line = color(Role::Accent);
    } else if (option->state & QStyle::State_On) {
        fill = color(Role::AccentSurface);
    } else if (pressed) {
        fill = color(Role::Line);
    } else if (hovered) {
        fill = bare ? color(Role::AccentSurface) : color(Role::Raised);
        line = bare ? line : color(Role::Faint);
    }
    drawRounded(painter, option->rect, fill, line);
    if (focused) {
        drawRounded(painter, isPrimary(option) ? option->rect.adjusted(2, 2, -2, -2) : option->rect, Qt::transparent,
            color(isPrimary(option) ? Role::OnAccent : Role::Accent), 2);
    }
}

void drawField(const QStyleOption* option, QPainter* painter)
{
    drawRounded(painter, option->rect, color(Role::Surface),
        color(option->state & QStyle::State_HasFocus ? Role::Accent : Role::Line));
}

void drawChevron(const QRect& rect, int size, bool up, bool enabled, QPainter* painter)
{
    painter->save();
    painter->translate(QRectF(rect).center());
    painter->rotate(up ? 180 : 0);
    painter->setOpacity(enabled ? 1 : 0.4);
    Theme::current().icon(u"chevron-down"_s).paint(painter, {-size / 2, -size / 2, size, size});
    painter->restore();
}

void drawIndicator(const QStyleOption* option, bool radio, QPainter* painter)
{
    const bool enabled = option->state & QStyle::State_Enabled;
    const bool on = option->state & QStyle::State_On;
    const QRectF box = QRectF(option->rect).adjusted(1, 1, -1, -1);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(color(!enabled ? Role::Line : on ? Role::Accent : Role::Faint), 1));
    painter->setBrush(color(!on ? Role::Surface : enabled ? Role::Accent : Role::Line));
    const qreal radius = radio ? box.width() / 2 : 3;
    painter->drawRoundedRect(box, radius, radius);
    const QColor mark = color(enabled ? Role::OnAccent : Role::Faint);
    if (on && radio) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(mark);
        painter->drawEllipse(box.center(), box.width() / 5, box.width() / 5);
    } else if (on) {
        const qreal unit = box.width() / 12;
        painter->setPen(QPen(mark, 2 * unit, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPolyline(QPolygonF({box.topLeft() + QPointF(2.8, 6.2) * unit,
            box.topLeft() + QPointF(5, 8.6) * unit, box.topLeft() + QPointF(9.2, 3.6) * unit}));
    }
    painter->restore();
}

void drawHeader(const QStyleOptionHeader& header, QPainter* painter)
{
    painter->save();
    painter->fillRect(header.rect, color(Role::Surface));
    drawHairline(painter, QRect(header.rect.left(), header.rect.bottom(), header.rect.width(), 1));
    QFont font = Theme::current().font(TextRole::Label);
    font.setWeight(QFont::DemiBold);
    painter->setFont(font);
    painter->setPen(color(header.sortIndicator == QStyleOptionHeader::None ? Role::Muted : Role::Text));
    const QRect inner = header.rect.adjusted(2 * metrics::grid, 0, -2 * metrics::grid, 0);
    const int arrow = header.sortIndicator == QStyleOptionHeader::None ? 0 : 3 * metrics::grid;
    const QFontMetrics measure(font);
    const QString text = measure.elidedText(header.text, Qt::ElideRight, inner.width() - arrow);
    const int width = measure.horizontalAdvance(text);
    const bool right = header.textAlignment & Qt::AlignRight;
    const int x = right ? inner.right() + 1 - width - arrow : inner.left();
    painter->drawText(QRect(x, inner.top(), width + 1, inner.height()), Qt::AlignVCenter | Qt::TextSingleLine, text);
    if (arrow > 0) {
        const QPointF centre(x + width + 8, header.rect.center().y() + 0.5);
        const qreal up = header.sortIndicator == QStyleOptionHeader::SortDown ? 1 : -1; // Qt: SortDown is ascending
        QPainterPath path;
        path.moveTo(centre + QPointF(-3.5, 2 * up));
        path.lineTo(centre + QPointF(3.5, 2 * up));
        path.lineTo(centre + QPointF(0, -2.5 * up));
        path.closeSubpath();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->fillPath(path, painter->pen().color());
    }
    painter->restore();
}

void drawTab(const QStyleOptionTab& tab, QPainter* painter)
{
    if (tab.state & QStyle::State_Selected) {
        painter->fillRect(
            QRect(tab.rect.left() + 2 * metrics::grid, tab.rect.bottom() - 1, tab.rect.width() - 4 * metrics::grid, 2),
            color(Role::Accent));
    } else if ((tab.state & QStyle::State_MouseOver) && (tab.state & QStyle::State_Enabled)) {
        drawRounded(painter, tab.rect.adjusted(0, 4, 0, -4), color(Role::Raised), Qt::transparent);
    }
}

} // namespace fluoroscope
