// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_zoom_bar.h"

#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace fluoroscope {

MapZoomBar::MapZoomBar(QWidget* parent)
    : QWidget(parent)
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(2, 2, 2, 2);
    layout->setSpacing(0);
    const auto add = [&](const QString& text, const QString& name, const QString& keys) {
        auto* button = new QToolButton(this);
        button->setText(text);
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::NoFocus); // the map itself has the keys
        button->setAccessibleName(name);
        button->setToolTip(u"%1 (%2)"_s.arg(name, keys));
        button->setFixedHeight(metrics::rowHeight);
        button->setMinimumWidth(metrics::headerHeight);
        button->setCursor(Qt::ArrowCursor);
        layout->addWidget(button);
        return button;
    };
    connect(add(u"−"_s, tr("Zoom out"), u"-"_s), &QToolButton::clicked, this, [this] { emit zoomed(0.8); });
    connect(add(tr("Fit"), tr("Fit"), u"0"_s), &QToolButton::clicked, this, &MapZoomBar::fitted);
    connect(add(u"+"_s, tr("Zoom in"), u"+"_s), &QToolButton::clicked, this, [this] { emit zoomed(1.25); });
    resize(sizeHint());
}

void MapZoomBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Theme::current().color(Role::Line));
    painter.setBrush(Theme::current().color(Role::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radius, metrics::radius);
}

} // namespace fluoroscope
