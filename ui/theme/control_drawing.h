// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How the style draws each kind of control: flat, in the theme's roles.
#pragma once

#include <QPainter>
#include <QStyleOption>

namespace fluoroscope {

// A rectangle with the theme's corners; a transparent line is none. `width` in pixels.
void drawRounded(QPainter* painter, const QRect& rect, const QColor& fill, const QColor& line, qreal width = 1);
void drawHairline(QPainter* painter, const QRect& rect);

// Whether it is a dialog's default button, which is filled with the accent.
bool isPrimary(const QStyleOption* option);
void drawButton(const QStyleOption* option, QPainter* painter);
// What one types into.
void drawField(const QStyleOption* option, QPainter* painter);
// Points down, or `up`, in the middle of `rect`.
void drawChevron(const QRect& rect, int size, bool up, bool enabled, QPainter* painter);
// Of a check box or a radio button.
void drawIndicator(const QStyleOption* option, bool radio, QPainter* painter);
// One section of a list's header: a quiet label above a hairline, with the arrow beside the words.
void drawHeader(const QStyleOptionHeader& header, QPainter* painter);
void drawTab(const QStyleOptionTab& tab, QPainter* painter);

} // namespace fluoroscope
