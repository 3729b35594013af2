// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_layer.h"

#include "ui/map/map_stroke.h"
#include "ui/theme/theme.h"

#include <QElapsedTimer>
#include <QPainter>
#include <cmath>
#include <cstring>

namespace fluoroscope {

namespace {

constexpr qreal kFaded = 0.22; // what is left of what is not meant
constexpr qreal kArrowsFrom = 0.15; // zoom under which arrows would be dots
constexpr qreal kFinest = 3; // device pixels between the points of a line
constexpr int kBands = 16; // of a picture that is drawn bit by bit
constexpr int kBitTime = 6; // ms
constexpr qreal kBeyond = 16; // what halos and rims take beyond a node's own rectangle

QRgb opaque(Role role)
{
    return Theme::current().color(role).rgb();
}

} // namespace

// Without the points that make no difference at this size.
QPolygonF MapLayer::Eye::map(const QPolygonF& line) const
{
    QPolygonF mapped;
    mapped.reserve(line.size());
    for (const QPointF& point : line) {
        const QPointF there = point * zoom + origin;
        if (mapped.isEmpty() || (there - mapped.last()).manhattanLength() >= kFinest) {
            mapped.append(there);
        }
    }
    if (!line.isEmpty()) {
        mapped.last() = line.last() * zoom + origin;
    }
    return mapped;
}

QRectF MapLayer::Eye::toScene(const QRect& rect) const
{
    return {QPointF(rect.topLeft() - origin) / zoom, QSizeF(rect.size()) / zoom};
}

// Draws the parts that are meant, where they reach into `clip`.
void MapLayer::draw(QImage& image, const QRect& clip, const Eye& eye, const MapScene& scene, const MapMarks& marks,
    const MapParts& parts, Which which)
{
    const auto isMeant = [&](const std::vector<bool>& of, int index) {
        return which == Which::All || of[static_cast<std::size_t>(index)] == (which == Which::Only);
    };
    const QRectF visible = eye.toScene(clip);
    std::vector<int> nodes;
    for (int node = 0; node < static_cast<int>(scene.nodes().size()); ++node) {
        if (isMeant(parts.nodes, node)
            && scene.nodeRect(node).adjusted(-kBeyond, -kBeyond, kBeyond, kBeyond).intersects(visible)) {
            nodes.push_back(node);
        }
    }
    std::vector<int> edges;
    for (const int edge : edgeOrder(scene)) {
        const MapEdgeItem& item = scene.edges()[static_cast<std::size_t>(edge)];
        if (isMeant(parts.edges, edge)
            && (item.box | item.labelRect).adjusted(-kBeyond, -kBeyond, kBeyond, kBeyond).intersects(visible)) {
            edges.push_back(edge);
        }
    }
    const auto begin = [&](QPainter& painter) {
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setClipRect(clip);
        painter.translate(eye.origin);
        painter.scale(eye.zoom, eye.zoom);
    };
    {
        QPainter painter(&image);
        begin(painter);
        MapPainter map(painter, scene, marks, eye.shownZoom, MapPainter::Target::Screen);
        for (const int node : nodes) {
            map.halo(node);
        }
    }
    QPainter painter; // only after the strokes: they write into the image themselves
    MapPainter map(painter, scene, marks, eye.shownZoom, MapPainter::Target::Screen);
    for (const int edge : edges) {
        const MapEdgeItem& item = scene.edges()[static_cast<std::size_t>(edge)];
        const bool dashed = scene.graph().edges[static_cast<std::size_t>(edge)].type == EdgeType::Link;
        strokeLine(image, clip, eye.map(item.line),
            {map.edgeColor(edge).rgb(), map.edgeWidth(edge) * eye.zoom, dashed ? kLinkDash * eye.zoom : 0,
                kLinkGap * eye.zoom});
    }
    painter.begin(&image);
    begin(painter);
    for (const int edge : edges) {
        if (eye.shownZoom >= kArrowsFrom) {
            map.arrow(edge);
        }
    }
    for (const int node : nodes) {
        map.node(node);
    }
    for (const int edge : edges) {
        map.edgeLabel(edge);
    }
}

void MapLayer::setMoving(const MapParts& parts)
{
    if (parts != m_moving) {
        m_moving = parts;
        invalidate();
    }
}

void MapLayer::setFaded(const MapParts& parts, qreal strength)
{
    m_kept = parts;
    m_strength = strength;
}

// Moves the still picture by whole pixels; false where nothing of it would stay.
bool MapLayer::scroll(const QPoint& by)
{
    const int width = m_still.width();
    const int height = m_still.height();
    const int columns = width - std::abs(by.x());
    const int rows = height - std::abs(by.y());
    if (columns <= 0 || rows <= 0) {
        return false;
    }
    constexpr std::size_t kPixel = sizeof(QRgb);
    uchar* bits = m_still.bits();
    const qsizetype stride = m_still.bytesPerLine();
    for (int i = 0; i < rows; ++i) {
        const int to = by.y() > 0 ? height - 1 - i : i;
        const uchar* source = bits + (to - by.y()) * stride + static_cast<qsizetype>(kPixel) * std::max(0, -by.x());
        uchar* target = bits + to * stride + static_cast<qsizetype>(kPixel) * std::max(0, by.x());
        std::memmove(target, source, kPixel * static_cast<std::size_t>(columns));
    }
    return true;
}

void MapLayer::outdate()
{
    m_drawn = 0;
    m_nextEye = m_eye;
}

bool MapLayer::catchUp(const MapScene& scene)
{
    if (m_drawn < 0 || m_still.isNull()) {
        return true;
    }
    if (m_next.size() != m_still.size()) {
        m_next = QImage(m_still.size(), QImage::Format_RGB32);
    }
    m_next.setDevicePixelRatio(1);
    QElapsedTimer watch;
    watch.start();
    const int height = m_next.height();
    while (m_drawn < height && watch.elapsed() < kBitTime) {
        const int rows = std::min(height / kBands + 1, height - m_drawn);
        drawStill(m_next, {0, m_drawn, m_next.width(), rows}, m_nextEye, scene);
        m_drawn += rows;
    }
    if (m_drawn < height) {
        return false;
    }
    std::swap(m_still, m_next);
    m_eye = m_nextEye; // the view may have moved on: frame() scrolls
    m_drawn = -1;
    return true;
}

void MapLayer::drawStill(QImage& image, const QRect& rect, const Eye& eye, const MapScene& scene) const
{
    if (!rect.isEmpty()) {
        QPainter(&image).fillRect(rect, Theme::current().color(Role::Surface));
        draw(image, rect, eye, scene, m_marks, m_moving, m_moving.isEmpty() ? Which::All : Which::Except);
    }
}

void MapLayer::updateStill(const MapScene& scene, const MapMarks& marks, const Eye& eye, const QSize& pixels)
{
    const bool same = m_still.size() == pixels && m_eye.zoom == eye.zoom && m_marks == marks;
    const QPoint by = eye.origin - m_eye.origin;
    m_eye = eye;
    m_marks = marks;
    if (same && by.isNull()) {
        return;
    }
    if (same && scroll(by)) {
        const int x = by.x();
        const int y = by.y();
        const int width = pixels.width();
        const int height = pixels.height();
        drawStill(m_still, y > 0 ? QRect(0, 0, width, y) : QRect(0, height + y, width, -y), eye, scene);
        drawStill(m_still, x > 0 ? QRect(0, 0, x, height) : QRect(width + x, 0, -x, height), eye, scene);
        return;
    }
    if (m_still.size() != pixels) {
        m_still = QImage(pixels, QImage::Format_RGB32);
    }
    drawStill(m_still, m_still.rect(), eye, scene);
    m_drawn = -1;
}

namespace {

// `target` becomes `source` with `share` of `color` over it.
void fade(const QImage& source, QImage& target, QRgb color, qreal share)
{
    const auto over = static_cast<quint32>(share * 256);
    const quint32 rest = 256 - over;
    const quint32 oddColor = (color & 0xff00ff) * over;
    const quint32 evenColor = ((color >> 8) & 0xff00ff) * over;
    const auto count = static_cast<std::size_t>(source.width()) * static_cast<std::size_t>(source.height());
    const auto* from = reinterpret_cast<const QRgb*>(source.constBits());
    auto* to = reinterpret_cast<QRgb*>(target.bits());
    for (std::size_t i = 0; i < count; ++i) {
        const quint32 odd = ((from[i] & 0xff00ff) * rest + oddColor) >> 8;
        const quint32 even = ((from[i] >> 8) & 0xff00ff) * rest + evenColor;
        to[i] = (odd & 0xff00ff) | (even & 0xff00ff00);
    }
}

} // namespace

const QImage& MapLayer::frame(
    const MapScene& scene, const MapMarks& marks, const MapView& view, const QSize& size, qreal ratio)
{
    const Eye eye{view.zoom * ratio, view.zoom, (view.offset * ratio).toPoint()};
    const QSize pixels = (QSizeF(size) * ratio).toSize().expandedTo({1, 1});
    m_still.setDevicePixelRatio(1); // it is drawn in device pixels
    updateStill(scene, marks, eye, pixels);
    const bool moving = !m_moving.isEmpty();
    if (!moving && m_strength <= 0) {
        m_still.setDevicePixelRatio(ratio);
        return m_still;
    }
    if (m_frame.size() != pixels) {
        m_frame = QImage(pixels, QImage::Format_RGB32);
    }
    m_frame.setDevicePixelRatio(1);
    if (m_strength > 0) {
        fade(m_still, m_frame, opaque(Role::Surface), (1 - kFaded) * m_strength);
    } else {
        std::memcpy(m_frame.bits(), m_still.constBits(), static_cast<std::size_t>(m_still.sizeInBytes()));
    }
    if (moving) {
        draw(m_frame, m_frame.rect(), eye, scene, marks, m_moving, Which::Only);
    }
    if (m_strength > 0) {
        draw(m_frame, m_frame.rect(), eye, scene, marks, m_kept, Which::Only);
    }
    m_frame.setDevicePixelRatio(ratio);
    return m_frame;
}

} // namespace fluoroscope
