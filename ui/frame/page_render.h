// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Draws a page into a PNG or SVG file from the widgets that the window shows, with or without a display.
#pragma once

#include "core/ports/trace_source.h"
#include "ui/frame/history.h"

#include <QSize>

namespace fluoroscope {

struct PageRender {
    PageKind page = PageKind::Map;
    TraceSelection selection; // of the map and the list
    TraceId trace; // of PageKind::Trace; null: the newest of the selection
    QSize size{1280, 800}; // in device-independent pixels; no height: as high as it takes to draw everything
    double scale = 1; // device pixels to each, of a PNG
    QString file; // ends in .png or .svg
};

// Asks `source` and waits for its answers; on the GUI thread, with the theme applied. Says what of the page a picture
// of all of it lacks, and what to do; empty: nothing.
Result<QString> renderPage(TraceSource& source, const PageRender& render);

} // namespace fluoroscope
