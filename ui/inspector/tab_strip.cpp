// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/tab_strip.h"

#include "ui/theme/theme.h"

#include <QPainter>

namespace fluoroscope {

namespace {

constexpr int kLeastGap = 8;
constexpr int kMostGap = 20;
constexpr int kMark = 8; // room for the mark, pixels

} // namespace

TabStrip::TabStrip(QWidget* parent)
    : QTabBar(parent)
{
    setDrawBase(false);
    setExpanding(false);
    setUsesScrollButtons(true);
    setElideMode(Qt::ElideNone);
    setFont(Theme::current().font(TextRole::Label));
    connect(&Theme::current(), &Theme::changed, this, [this] {
        setFont(Theme::current().font(TextRole::Label));
        update();
    });
}

void TabStrip::setMarked(int index, bool marked)
{
    if (isMarked(index) == marked) {
        return;
    }
    setTabData(index, marked);
    setAccessibleTabName(index, marked ? tr("%1, with a fault").arg(tabText(index)) : QString());
    setTabText(index, tabText(index)); // lays the tabs out again
}

int TabStrip::contentWidth(int index) const
{
    return fontMetrics().horizontalAdvance(tabText(index)) + (isMarked(index) ? kMark : 0);
}

QSize TabStrip::tabSizeHint(int index) const
{
    int words = 0;
    for (int i = 0; i < count(); ++i) {
        words += contentWidth(i);
    }
    // The last word needs no gap after it, but a pixel of doubt is cheaper than scroll buttons.
    const int gap = count() > 1 ? (width() - words - 2) / (count() - 1) : kMostGap;
    const bool last = index == count() - 1;
    return {contentWidth(index) + (last ? 1 : std::clamp(gap, kLeastGap, kMostGap)), metrics::headerHeight};
}

QSize TabStrip::sizeHint() const
{
    return {QTabBar::sizeHint().width(), metrics::headerHeight};
}

QSize TabStrip::minimumSizeHint() const
{
    return {80, metrics::headerHeight};
}

void TabStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(0, height() - 1, width(), 1, theme.color(Role::Line));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(font());
    for (int i = 0; i < count(); ++i) {
        const QRect rect = tabRect(i);
        const bool current = i == currentIndex();
        const QRect word(rect.left(), rect.top(), contentWidth(i), rect.height() - 2);
        const bool hovered = isTabEnabled(i) && rect.contains(mapFromGlobal(QCursor::pos()));
        painter.setPen(theme.color(!isTabEnabled(i) ? Role::Faint
                : current                           ? Role::Accent
                : hovered                           ? Role::Text
                                                    : Role::Muted));
        painter.drawText(word, Qt::AlignVCenter | Qt::AlignLeft | Qt::TextSingleLine, tabText(i));
        if (isMarked(i)) {
            painter.setPen(Qt::NoPen);
            painter.setBrush(theme.color(Role::Fault));
            painter.drawEllipse(QPointF(word.right() - 2.0, word.center().y() + 0.5), 2.5, 2.5);
        }
        if (current) {
            painter.fillRect(QRect(word.left(), height() - 2, word.width(), 2), theme.color(Role::Accent));
            if (hasFocus()) {
                painter.setPen(theme.color(Role::Accent));
                painter.setBrush(Qt::NoBrush);
                painter.drawRoundedRect(QRectF(word).adjusted(-3.5, 4.5, 3.5, -3.5), 4, 4);
            }
        }
    }
}

} // namespace fluoroscope
