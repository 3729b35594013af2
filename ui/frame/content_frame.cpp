// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/content_frame.h"

#include "ui/theme/theme.h"

#include <QPainter>
#include <QVBoxLayout>

namespace fluoroscope {

ContentFrame::ContentFrame(QWidget* content, QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2, 2, 2, 2); // square pages stay clear of the round corners
    layout->addWidget(content);
}

void ContentFrame::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Theme::current().color(Role::Line));
    painter.setBrush(Theme::current().color(Role::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radius, metrics::radius);
}

} // namespace fluoroscope
