// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/minimap.h"

#include "core/text/units.h"
#include "ui/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace fluoroscope {

namespace {

constexpr double kGrab = 5; // pixels either side of the brush's edge
constexpr int kLeastLine = 2;
constexpr int kMostLine = 4;
constexpr int kMargin = 4;

} // namespace

TraceMinimap::TraceMinimap(TimeZoom& zoom, QWidget* parent)
    : QWidget(parent)
    , m_zoom(zoom)
{
    setAccessibleName(tr("Overview of the trace"));
    setFocusPolicy(Qt::TabFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setMouseTracking(true);
    setToolTip(tr("Drag to look at a part of the trace; double click shows the whole"));
    connect(&m_zoom, &TimeZoom::changed, this, [this] {
        tellWindow();
        update();
    });
    connect(&Theme::current(), &Theme::changed, this, [this] {
        m_picture = {};
        update();
    });
}

void TraceMinimap::setTrace(std::shared_ptr<const Trace> trace)
{
    setOrder(trace ? timelineOrder(std::move(trace), {}) : nullptr);
}

void TraceMinimap::setOrder(std::shared_ptr<const TimelineOrder> order)
{
    const std::int32_t size = order ? order->size() : 0;
    setOrder(std::move(order), 0, size);
}

void TraceMinimap::setOrder(std::shared_ptr<const TimelineOrder> order, std::int32_t first, std::int32_t last)
{
    m_order = std::move(order);
    m_first = first;
    m_last = last;
    m_picture = {};
    tellWindow();
    update();
}

void TraceMinimap::tellWindow()
{
    const TimeWindow window = m_zoom.window();
    setAccessibleDescription(
        tr("%1 to %2 of %3")
            .arg(formatDuration(window.begin), formatDuration(window.end), formatDuration(m_zoom.total())));
}

QRectF TraceMinimap::area() const
{
    return QRectF(rect()).adjusted(metrics::pagePadding, 0, -metrics::pagePadding, 0);
}

double TraceMinimap::x(Duration time) const
{
    return area().left() + timeToX(time, m_zoom.bounds(), area().width());
}

Duration TraceMinimap::timeAt(double x) const
{
    return xToTime(std::clamp(x - area().left(), 0.0, area().width()), m_zoom.bounds(), area().width());
}

void TraceMinimap::drawTrace()
{
    const double scale = devicePixelRatioF();
    m_picture = QPixmap((QSizeF(size()) * scale).toSize());
    m_picture.setDevicePixelRatio(scale);
    m_picture.fill(Theme::current().color(Role::Surface));
    QPainter painter(&m_picture);
    painter.fillRect(area(), Theme::current().color(Role::Raised));
    if (!m_order || m_first >= m_last) {
        return;
    }
    // A line each, or as many lines as there is room for, each of several rows; the worst wins in a pixel.
    const int places = m_last - m_first;
    const int most = static_cast<int>((height() - 2 * kMargin) / kLeastLine);
    const int lines = std::clamp(places, 1, most);
    const double step = std::min<double>(kMostLine, (height() - 2.0 * kMargin) / lines);
    const double pixel = 1 / scale;
    const int width = static_cast<int>(area().width() * scale);
    for (int line = 0; line < lines; ++line) {
        const auto place = [&](int i) { return m_first + static_cast<int>(qint64{places} * i / lines); };
        const std::vector<TimeColumn> columns =
            m_order->pyramid().columns(place(line), place(line + 1), m_zoom.bounds(), width);
        const double top = kMargin + line * step;
        forEachStretch(columns, [&](int from, int to, Outcome outcome) {
            const double left = std::min(area().left() + from * pixel, area().right() - kLeastLine);
            const double length = std::max<double>((to - from) * pixel, kLeastLine);
            const double height = outcome == Outcome::Ok ? std::clamp(step - 1, 1.0, 2.0) : 2.0;
            painter.fillRect(QRectF(left, top, length, height), Theme::current().outcome(outcome));
        });
    }
}

void TraceMinimap::paintEvent(QPaintEvent*)
{
    if (m_picture.isNull() || m_picture.devicePixelRatio() != devicePixelRatioF()) {
        drawTrace();
    }
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    const QColor accent = Theme::current().color(Role::Accent);
    if (!m_zoom.isFitted()) {
        QColor veil = Theme::current().color(Role::Surface);
        veil.setAlphaF(0.7F);
        const QRectF whole = area();
        const double begin = x(m_zoom.window().begin);
        const double end = std::max(x(m_zoom.window().end), begin + 2);
        painter.fillRect(QRectF(whole.left(), 0, begin - whole.left(), height()), veil);
        painter.fillRect(QRectF(end, 0, whole.right() - end, height()), veil);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(accent);
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(begin, 0.5, end - begin, height() - 1.0), 2, 2);
    }
    if (hasFocus()) {
        painter.fillRect(QRectF(area().left(), height() - 2, area().width(), 2), accent);
    }
}

void TraceMinimap::resizeEvent(QResizeEvent*)
{
    m_picture = {};
}

void TraceMinimap::changeEvent(QEvent* event)
{
    if (event->type() == QEvent::PaletteChange) {
        m_picture = {};
    }
    QWidget::changeEvent(event);
}

void TraceMinimap::keyPressEvent(QKeyEvent* event)
{
    const TimeWindow window = m_zoom.window();
    const Duration middle = (window.begin + window.end) / 2;
    switch (event->key()) {
    case Qt::Key_Left:
        m_zoom.pan(-window.length() / 8);
        break;
    case Qt::Key_Right:
        m_zoom.pan(window.length() / 8);
        break;
    case Qt::Key_Up:
    case Qt::Key_Plus:
        m_zoom.zoom(0.8, middle);
        break;
    case Qt::Key_Down:
    case Qt::Key_Minus:
        m_zoom.zoom(1.25, middle);
        break;
    case Qt::Key_0:
    case Qt::Key_F:
        m_zoom.fit();
        break;
    default:
        QWidget::keyPressEvent(event);
    }
}

TraceMinimap::Drag TraceMinimap::grabbed(double x) const
{
    if (m_zoom.isFitted()) {
        return Drag::Draw;
    }
    const double begin = this->x(m_zoom.window().begin);
    const double end = this->x(m_zoom.window().end);
    if (std::abs(x - begin) <= kGrab) {
        return Drag::Begin;
    }
    if (std::abs(x - end) <= kGrab) {
        return Drag::End;
    }
    return x > begin && x < end ? Drag::Move : Drag::Draw;
}

void TraceMinimap::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        m_drag = grabbed(event->position().x());
        m_pressed = timeAt(event->position().x());
        m_pressedWindow = m_zoom.window();
    }
}

void TraceMinimap::mouseMoveEvent(QMouseEvent* event)
{
    const Duration time = timeAt(event->position().x());
    const TimeWindow window = m_pressedWindow;
    const auto show = [this](Duration a, Duration b) {
        const auto [begin, end] = std::minmax(a, b);
        if (end - begin > Duration{1}) {
            m_zoom.setWindow({begin, end});
        }
    };
    switch (m_drag) {
    case Drag::None: {
        const Drag what = grabbed(event->position().x());
        setCursor(what == Drag::Begin || what == Drag::End ? Qt::SizeHorCursor
                : what == Drag::Move                       ? Qt::OpenHandCursor
                                                           : Qt::CrossCursor);
        break;
    }
    case Drag::Draw:
        show(m_pressed, time);
        break;
    case Drag::Move:
        m_zoom.setWindow(m_zoom.pannedWithin(window, time - m_pressed));
        break;
    case Drag::Begin:
        show(time, window.end);
        break;
    case Drag::End:
        show(window.begin, time);
        break;
    }
}

void TraceMinimap::mouseReleaseEvent(QMouseEvent*)
{
    m_drag = Drag::None;
}

void TraceMinimap::mouseDoubleClickEvent(QMouseEvent*)
{
    m_zoom.fit();
}

} // namespace fluoroscope
