// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Draws a page into a PNG or SVG file from the widgets that the window shows, with or without a display.
#pragma once

#include "core/ports/trace_source.h"
#include "ui/frame/history.h"

#include <QSize>

class QWidget;

namespace fluoroscope {

struct PageRender {
    PageKind page = PageKind::Map;
    TraceId trace; // of PageKind::Trace; null: the newest
    QSize size{1280, 800}; // in device-independent pixels
    double scale = 1; // device pixels to each, of a PNG
    QString file; // ends in .png or .svg
};

// Asks `source` and waits for its answers; on the GUI thread, with the theme applied. Everything in the session is in
// scope.
Result<void> renderPage(TraceSource& source, const PageRender& render);

// `widget` as it is, to `file`; `scale` as above.
Result<void> savePictureOf(QWidget& widget, const QString& file, double scale);

} // namespace fluoroscope
