// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// What tests of the map's picture start from and do: the demo's map on a canvas; take its picture, compare it, drag on
// it.
#pragma once

#include "tests/ui/map/map_graphs.h"
#include "ui/map/map_canvas.h"

#include <QImage>
#include <QTest>
#include <QWidget>
#include <algorithm>
#include <memory>

namespace fluoroscope::test {

class DemoMap {
protected:
    // On a canvas of 1000 x 700 pixels; shown, which the test has to wait for.
    void showDemo()
    {
        m_canvas = std::make_unique<MapCanvas>();
        m_canvas->resize(1000, 700);
        m_canvas->setGraph(demoGraph().share(), kMinutes);
        m_canvas->show();
    }
    [[nodiscard]] int nodeOf(const QString& name) const { return m_canvas->scene().nodeOf(keyOf(name)); }
    [[nodiscard]] QPoint middleOf(int node) const
    {
        const QPointF position = m_canvas->scene().nodes()[static_cast<std::size_t>(node)].position;
        return m_canvas->toWidget({position, QSizeF()}).topLeft().toPoint();
    }

    static constexpr double kMinutes = 15;
    std::unique_ptr<MapCanvas> m_canvas;
};

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
