// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// How far a picture is from its reference: what is anti-aliased a little differently is the same to the eye.
#pragma once

#include <QImage>

namespace fluoroscope::test {

struct PictureTolerance {
    int channel = 24; // of 255: a pixel differs where one of its channels is further off
    double share = 0.001; // of the pixels that may differ
};

struct PictureDifference {
    double share = 1; // of the pixels that differ; 1 where the sizes do
    QImage marked; // the actual picture, faded, with what differs in red
};

PictureDifference differenceOf(const QImage& actual, const QImage& reference, const PictureTolerance& tolerance);

} // namespace fluoroscope::test
