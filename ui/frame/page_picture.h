// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// A page as a picture of its own: the whole map, a trace with all the rows that are unfolded, whatever the window shows
// of them.
#pragma once

#include "core/result.h"

#include <QImage>

class QWidget;

namespace fluoroscope {

// What the page takes in full, in device-independent pixels: a map as large as it is, a trace as high as its rows, with
// a bound that other programs can open.
QSize wholeSizeOf(const QWidget& page);
// That the page goes on beyond that bound, and what to do; empty: it does not. A map that is larger is drawn smaller.
QString noteOfCut(const QWidget& page);

// `page`, a page of the window that has been shown, in `size`, to `file`, which ends in .png or .svg. `scale`: device
// pixels to each, of a PNG.
Result<void> savePicture(QWidget& page, const QSize& size, double scale, const QString& file);

QImage pictureOf(QWidget& page, const QSize& size, double scale);

} // namespace fluoroscope
