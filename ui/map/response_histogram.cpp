// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/response_histogram.h"

#include "core/text/units.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace fluoroscope {

namespace {

constexpr int kBars = 40;
constexpr int kPlotHeight = 92;
constexpr int kAxisHeight = 24;
constexpr double kLeast = 1; // ms: the histogram's own resolution; faster ones stand in the first bar

Duration fromMilliseconds(double milliseconds)
{
    return Duration{qRound64(milliseconds * 1000)};
}

} // namespace

ResponseHistogram::ResponseHistogram(QWidget* parent)
    : QWidget(parent)
    , m_bars(kBars, 0)
{
    setAccessibleName(tr("Response time"));
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
    return {0, 0, static_cast<qreal>(width()), kPlotHeight};
}

QSize ResponseHistogram::sizeHint() const
{
    return {240, kPlotHeight + kAxisHeight};
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
    painter.fillRect(QRectF(0, area.bottom(), area.width(), 1), theme.color(Role::Line));

    painter.setFont(theme.font(TextRole::Label));
    painter.setPen(theme.color(Role::Muted));
    const QFontMetricsF metrics(painter.font());
    for (int decade = m_firstDecade; decade <= m_lastDecade; ++decade) {
        const QString text = formatDuration(fromMilliseconds(std::pow(10, decade)));
        const qreal width = metrics.horizontalAdvance(text);
        const qreal center = area.width() * positionOf(std::pow(10, decade));
        const qreal x = std::clamp(center - width / 2, 0.0, area.width() - width);
        painter.drawText(QPointF(x, area.bottom() + 6 + metrics.ascent()), text);
    }
}

bool ResponseHistogram::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto* help = static_cast<QHelpEvent*>(event);
        const int bar = std::clamp(static_cast<int>(help->pos().x() * kBars / std::max(1, width())), 0, kBars - 1);
        const auto edge = [&](int index) {
            return formatDuration(fromMilliseconds(timeAt(static_cast<double>(index) / kBars)));
        };
        const qint64 count = m_bars[static_cast<std::size_t>(bar)];
        QToolTip::showText(help->globalPos(),
            tr("%1 to %2: %3", "a range of times and how many requests took that long")
                .arg(edge(bar), edge(bar + 1), formatCount(count)),
            this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace fluoroscope
