// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/page_picture.h"

#include "core/text/units.h"
#include "ui/map/map_page.h"
#include "ui/theme/theme.h"
#include "ui/trace/timeline_canvas.h"
#include "ui/trace/trace_details_page.h"

#include <QCoreApplication>
#include <QPainter>
#include <QScrollBar>
#include <QSvgGenerator>
#include <QWidget>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kMost = 8000; // in each direction: twice that is still an image that every program opens
constexpr QSize kLeast(480, 320);

QString tr(const char* text)
{
    return QCoreApplication::translate("PagePicture", text);
}

tl::unexpected<Error> unwritable(const QString& file)
{
    return failure(tr("%1 cannot be written. Choose another place.").arg(file));
}

// Lays a page out in another size for as long as it is drawn; nothing of it reaches the screen in between.
class Resized {
public:
    Resized(QWidget& page, const QSize& size)
        : m_page(page)
        , m_size(page.size())
        , m_scrolled(
              page.findChild<TimelineCanvas*>() ? page.findChild<TimelineCanvas*>()->verticalScrollBar() : nullptr)
        , m_value(m_scrolled ? m_scrolled->value() : 0)
    {
        m_page.resize(size);
    }
    ~Resized()
    {
        m_page.resize(m_size);
        if (m_scrolled) {
            m_scrolled->setValue(m_value);
        }
    }
    Q_DISABLE_COPY_MOVE(Resized)

private:
    QWidget& m_page;
    QSize m_size;
    QScrollBar* m_scrolled;
    int m_value;
};

QSize unboundedSizeOf(const QWidget& page)
{
    QSize size = page.size();
    if (const auto* map = qobject_cast<const MapPage*>(&page)) {
        size = map->canvas()->pictureSize();
    } else if (const auto* trace = qobject_cast<const TraceDetailsPage*>(&page)) {
        size.rheight() += trace->timeline()->verticalScrollBar()->maximum();
    }
    return size.expandedTo(kLeast);
}

void paintPage(QWidget& page, const QSize& size, QPainter& painter)
{
    if (const auto* map = qobject_cast<MapPage*>(&page)) {
        map->canvas()->paintTo(painter, QRectF(QPointF(), size));
        return;
    }
    const Resized resized(page, size);
    painter.fillRect(QRect(QPoint(), size), Theme::current().color(Role::Surface)); // pages lie on their frame's
    page.render(&painter, {}, {}, QWidget::DrawChildren | QWidget::DrawWindowBackground);
}

} // namespace

QSize wholeSizeOf(const QWidget& page)
{
    return unboundedSizeOf(page).boundedTo({kMost, kMost});
}

QString noteOfCut(const QWidget& page)
{
    if (qobject_cast<const MapPage*>(&page) || unboundedSizeOf(page).height() <= kMost) {
        return {};
    }
    return tr("The picture ends before the page does, after %1 pixels. Fold what does not matter, or look at a part of "
              "it, to have it all.")
        .arg(formatCount(kMost));
}

Result<void> savePicture(QWidget& page, const QSize& size, double scale, const QString& file)
{
    if (file.endsWith(".svg"_L1, Qt::CaseInsensitive)) {
        QSvgGenerator generator;
        generator.setFileName(file);
        generator.setSize(size);
        generator.setResolution(96); // or a pixel would be more than one of CSS
        generator.setViewBox(QRect(QPoint(), size));
        generator.setTitle(u"Fluoroscope"_s);
        QPainter painter;
        if (!painter.begin(&generator)) {
            return unwritable(file);
        }
        paintPage(page, size, painter);
        return {};
    }
    if (!file.endsWith(".png"_L1, Qt::CaseInsensitive)) {
        return failure(tr("%1: the name must end in .png or .svg.").arg(file));
    }
    return pictureOf(page, size, scale).save(file) ? Result<void>() : unwritable(file);
}

QImage pictureOf(QWidget& page, const QSize& size, double scale)
{
    QImage image((QSizeF(size) * scale).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    QPainter painter(&image);
    paintPage(page, size, painter);
    return image;
}

} // namespace fluoroscope
