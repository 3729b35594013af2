// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "tests/ui/pictures/picture_difference.h"

#include <algorithm>
#include <cstdlib>

namespace fluoroscope::test {

PictureDifference differenceOf(const QImage& actual, const QImage& reference, const PictureTolerance& tolerance)
{
    if (actual.size() != reference.size()) {
        return {1, actual};
    }
    const QImage a = actual.convertToFormat(QImage::Format_RGB32);
    const QImage b = reference.convertToFormat(QImage::Format_RGB32);
    PictureDifference difference{0, QImage(a.size(), QImage::Format_RGB32)};
    qint64 off = 0;
    for (int y = 0; y < a.height(); ++y) {
        const auto* lineA = reinterpret_cast<const QRgb*>(a.constScanLine(y));
        const auto* lineB = reinterpret_cast<const QRgb*>(b.constScanLine(y));
        auto* marked = reinterpret_cast<QRgb*>(difference.marked.scanLine(y));
        for (int x = 0; x < a.width(); ++x) {
            const int furthest = std::max({std::abs(qRed(lineA[x]) - qRed(lineB[x])),
                std::abs(qGreen(lineA[x]) - qGreen(lineB[x])), std::abs(qBlue(lineA[x]) - qBlue(lineB[x]))});
            const bool differs = furthest > tolerance.channel;
            const int faded = 192 + qGray(lineA[x]) / 4;
            off += differs ? 1 : 0;
            marked[x] = differs ? qRgb(255, 0, 0) : qRgb(faded, faded, faded);
        }
    }
    difference.share = double(off) / (double(a.width()) * a.height());
    return difference;
}

} // namespace fluoroscope::test
