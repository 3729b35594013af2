// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/charts/response_histogram.h"

#include "core/text/units.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>
#include <numeric>

namespace fluoroscope {

namespace {

constexpr int kBars = 40;
constexpr int kAxisHeight = 24;
constexpr double kLeast = 1; // ms: the histogram's own resolution; faster ones stand in the first bar

Duration fromMilliseconds(double milliseconds)
{
    return Duration{qRound64(milliseconds * 1000)};
}

} // namespace

ResponseHistogram::ResponseHistogram(int plotHeight, QWidget* parent)
    : QWidget(parent)
    , m_plotHeight(plotHeight)
    , m_bars(kBars, 0)
{
    setAccessibleName(tr("Response time"));
    setAccessibleDescription(tr("No requests"));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::CrossCursor);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

void ResponseHistogram::setHistogram(const Histogram& histogram)
{
    const auto decade = [](qint64 milliseconds) {
        return std::log10(std::max<double>(static_cast<double>(milliseconds), kLeast));
    };
    m_firstDecade = histogram.empty() ? 0 : static_cast<int>(std::floor(decade(histogram.begin()->first)));
    const double last = histogram.empty() ? 2 : decade(histogram.rbegin()->first);
    m_lastDecade = std::max(m_firstDecade + 2, static_cast<int>(std::floor(last)) + 1);
    m_bars.assign(kBars, 0);
    for (const auto& [milliseconds, count] : histogram) {
        const double position = positionOf(std::max<double>(static_cast<double>(milliseconds), kLeast));
        m_bars[static_cast<std::size_t>(std::clamp(static_cast<int>(position * kBars), 0, kBars - 1))] += count;
    }
    if (m_to < 0) { // else it tells the bar under the cursor
        const auto shown = [](qint64 time) { return formatDuration(std::chrono::milliseconds(time)); };
        setAccessibleDescription(histogram.empty()
                ? tr("No requests")
                : tr("From %1 to %2").arg(shown(histogram.begin()->first), shown(histogram.rbegin()->first)));
    }
    update();
}

double ResponseHistogram::positionOf(double milliseconds) const
{
    return (std::log10(milliseconds) - m_firstDecade) / (m_lastDecade - m_firstDecade);
}

double ResponseHistogram::timeAt(double position) const
{
    return std::pow(10, m_firstDecade + position * (m_lastDecade - m_firstDecade));
}

QRectF ResponseHistogram::plot() const
{
    return {0, 0, static_cast<qreal>(width()), static_cast<qreal>(m_plotHeight)};
}

QSize ResponseHistogram::sizeHint() const
{
    return {240, m_plotHeight + kAxisHeight};
}

void ResponseHistogram::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF area = plot();
    const qint64 most = std::max<qint64>(1, *std::max_element(m_bars.begin(), m_bars.end()));
    const qreal step = area.width() / kBars;
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.color(Role::Faint));
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        if (m_bars[i] > 0) {
            // A single request among thousands still shows.
            const qreal height =
                std::max(2.0, area.height() * static_cast<qreal>(m_bars[i]) / static_cast<qreal>(most));
            const QRectF bar(static_cast<qreal>(i) * step + 0.5, area.bottom() - height, step - 1.5, height);
            painter.drawRoundedRect(bar, 1, 1);
        }
    }
    if (m_from >= 0) {
        const int first = std::min(m_from, m_to);
        const int last = std::max(m_from, m_to);
        QColor brush = theme.color(Role::Accent);
        painter.setPen(brush);
        brush.setAlphaF(0.15F);
        painter.setBrush(brush);
        painter.drawRoundedRect(
            QRectF(first * step + 0.5, area.top() + 0.5, (last - first + 1) * step - 1, area.height() - 1), 2, 2);
    }
    painter.fillRect(QRectF(0, area.bottom(), area.width(), 1), theme.color(Role::Line));

    painter.setFont(theme.font(TextRole::Label));
    painter.setPen(theme.color(Role::Muted));
    const QFontMetricsF metrics(painter.font());
    constexpr qreal kLabelGap = 8;
    qreal free = area.width() + kLabelGap; // from the right: the longest must be told
    for (int decade = m_lastDecade; decade >= m_firstDecade; --decade) {
        const QString text = formatDuration(fromMilliseconds(std::pow(10, decade)));
        const qreal width = metrics.horizontalAdvance(text);
        const qreal center = area.width() * positionOf(std::pow(10, decade));
        const qreal x = std::clamp(center - width / 2, 0.0, area.width() - width);
        if (x + width + kLabelGap <= free) {
            painter.drawText(QPointF(x, area.bottom() + 6 + metrics.ascent()), text);
            free = x;
        }
    }
}

int ResponseHistogram::barAt(qreal x) const
{
    return std::clamp(static_cast<int>(x * kBars / std::max(1, width())), 0, kBars - 1);
}

// Of the bars from one to the other, whichever comes first.
QString ResponseHistogram::describe(int one, int other) const
{
    const auto [first, last] = std::minmax(one, other);
    const qint64 requests = std::accumulate(m_bars.begin() + first, m_bars.begin() + last + 1, qint64{0});
    const auto edge = [&](int index) {
        return formatDuration(fromMilliseconds(timeAt(static_cast<double>(index) / kBars)));
    };
    return tr("%1 to %2: %3", "a range of times and how many requests took that long")
        .arg(edge(first), edge(last + 1), formatCount(requests));
}

// Whole milliseconds, as the histogram counts; outwards, so that what is in a bar is in the range.
void ResponseHistogram::choose()
{
    const int first = std::min(m_from, m_to);
    const int last = std::max(m_from, m_to);
    const double least = first == 0 ? 0 : std::floor(timeAt(static_cast<double>(first) / kBars));
    const double most = std::ceil(timeAt(static_cast<double>(last + 1) / kBars));
    m_from = m_to = -1;
    update();
    emit rangeChosen(fromMilliseconds(least), fromMilliseconds(most));
}

void ResponseHistogram::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton) {
        m_from = m_to = barAt(event->position().x());
        update();
    }
}

void ResponseHistogram::mouseMoveEvent(QMouseEvent* event)
{
    if ((event->buttons() & Qt::LeftButton) && m_from >= 0) {
        m_to = barAt(event->position().x());
        tellChosen();
        update();
    }
}

void ResponseHistogram::tellChosen()
{
    const QString chosen = describe(m_from, m_to);
    setAccessibleDescription(chosen);
    QToolTip::showText(mapToGlobal(QPoint(m_to * width() / kBars, m_plotHeight)), chosen, this);
}

void ResponseHistogram::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_from >= 0) {
        if (m_from != m_to) {
            choose();
        } else { // a click is no range
            m_from = m_to = -1;
            update();
        }
    }
}

void ResponseHistogram::keyPressEvent(QKeyEvent* event)
{
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (step != 0) {
        m_to = m_to < 0 ? (step > 0 ? 0 : kBars - 1) : std::clamp(m_to + step, 0, kBars - 1);
        m_from = extend && m_from >= 0 ? m_from : m_to;
        tellChosen();
        update();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_from >= 0) {
        choose();
    } else if (event->key() == Qt::Key_Escape && m_from >= 0) {
        m_from = m_to = -1;
        update();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void ResponseHistogram::focusOutEvent(QFocusEvent* event)
{
    m_from = m_to = -1;
    QWidget::focusOutEvent(event);
    update();
}

bool ResponseHistogram::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), describe(barAt(help->pos().x()), barAt(help->pos().x())), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace fluoroscope
