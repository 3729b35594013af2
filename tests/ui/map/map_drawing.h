// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What tests of the map's picture do to a widget: take it, compare it, drag on it.
#pragma once

#include <QImage>
#include <QTest>
#include <QWidget>
#include <algorithm>

namespace fluoroscope::test {

inline QImage pictureOf(QWidget& widget, qreal scale = 1)
{
    QImage image(widget.size() * scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    widget.render(&image, {}, {}, {});
    return image;
}

// The greatest difference of a channel, of any pixel.
inline int difference(const QImage& a, const QImage& b)
{
    int most = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QColor left = a.pixelColor(x, y);
            const QColor right = b.pixelColor(x, y);
            most = std::max({most, std::abs(left.red() - right.red()), std::abs(left.green() - right.green()),
                std::abs(left.blue() - right.blue())});
        }
    }
    return most;
}

inline void drag(QWidget& widget, const QPoint& from, const QPoint& by)
{
    QTest::mousePress(&widget, Qt::LeftButton, {}, from);
    QTest::mouseMove(&widget, from + by / 2);
    QTest::mouseMove(&widget, from + by);
    QTest::mouseRelease(&widget, Qt::LeftButton, {}, from + by);
}

} // namespace fluoroscope::test
