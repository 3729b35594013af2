// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/inspector/elided_label.h"

#include "ui/theme/tool_tip.h"

#include <QEvent>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace fluoroscope {

ElidedLabel::ElidedLabel(TextRole text, Role color, QWidget* parent)
    : QWidget(parent)
    , m_textRole(text)
    , m_color(color)
{
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ElidedLabel::setText(const QString& text)
{
    m_text = text;
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize ElidedLabel::sizeHint() const
{
    const QFontMetrics metrics(Theme::current().font(m_textRole));
    return {metrics.horizontalAdvance(m_text) + 1, metrics.height() + 4};
}

QSize ElidedLabel::minimumSizeHint() const
{
    const QFontMetrics metrics(Theme::current().font(m_textRole));
    return {std::min(sizeHint().width(), metrics.horizontalAdvance(u'…') * 2), sizeHint().height()};
}

void ElidedLabel::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setFont(Theme::current().font(m_textRole));
    painter.setPen(Theme::current().color(m_color));
    const QString shown = painter.fontMetrics().elidedText(m_text, Qt::ElideRight, width());
    painter.drawText(rect(), Qt::AlignVCenter | Qt::TextSingleLine, shown);
}

bool ElidedLabel::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        setToolTip(sizeHint().width() > width() ? plainToolTip(m_text) : QString());
    }
    return QWidget::event(event);
}

} // namespace fluoroscope
