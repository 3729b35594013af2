// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/charts/rates_chart.h"

#include "core/text/units.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <array>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kPlotHeight = 56;
constexpr int kAxisHeight = 24;
constexpr std::array kAxisEnds{0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0};

qint64 failures(const ActivityBucket& bucket)
{
    return bucket.error + bucket.throttle + bucket.fault;
}

qint64 total(const ActivityBucket& bucket)
{
    return bucket.ok + failures(bucket);
}

// From the bottom: the worst on top, as in the activity strip.
std::array<std::pair<Outcome, qint64>, 3> stackOf(const ActivityBucket& bucket)
{
    return {{{Outcome::Error, bucket.error}, {Outcome::Throttle, bucket.throttle}, {Outcome::Fault, bucket.fault}}};
}

QString wordsOf(const ActivityBucket& bucket)
{
    QStringList words{bucket.ok + failures(bucket) == 1
            ? RatesChart::tr("1 request")
            : RatesChart::tr("%1 requests").arg(formatCount(total(bucket)))};
    for (const auto& [outcome, count] : stackOf(bucket)) {
        if (count > 0) {
            words += u"%1 %2 %3"_s.arg(outcomeMark(outcome),
                formatShare(static_cast<double>(count) / static_cast<double>(total(bucket))),
                outcomeWord(outcome).toLower());
        }
    }
    return words.join(u", "_s);
}

} // namespace

RatesChart::RatesChart(QWidget* parent)
    : QWidget(parent)
{
    setAccessibleName(tr("Errors, throttles and faults over time"));
    setFocusPolicy(Qt::StrongFocus);
    setCursor(Qt::CrossCursor);
    connect(&Theme::current(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize RatesChart::sizeHint() const
{
    return {240, kPlotHeight + kAxisHeight};
}

void RatesChart::clear()
{
    setRates({}, {});
}

void RatesChart::setRates(const ActivityGrid& grid, std::vector<ActivityBucket> buckets)
{
    m_grid = grid;
    m_buckets = std::move(buckets);
    double most = 0;
    for (const ActivityBucket& bucket : m_buckets) {
        most = std::max(
            most, static_cast<double>(failures(bucket)) / static_cast<double>(std::max<qint64>(1, total(bucket))));
    }
    m_axisEnd = most > 0 ? *std::lower_bound(kAxisEnds.begin(), kAxisEnds.end() - 1, most) : 0;
    if (m_to >= intervals() || m_from >= intervals()) {
        m_from = m_to = -1;
    }
    summarize();
    update();
}

void RatesChart::summarize()
{
    ActivityBucket sum{};
    for (const ActivityBucket& bucket : m_buckets) {
        sum.ok += bucket.ok;
        sum.error += bucket.error;
        sum.throttle += bucket.throttle;
        sum.fault += bucket.fault;
    }
    setAccessibleDescription(m_to >= 0 ? describe(m_to) : wordsOf(sum));
}

int RatesChart::intervals() const
{
    return m_grid.range == TimeRange{} ? 0 : static_cast<int>((m_grid.range.end - m_grid.range.begin) / m_grid.step);
}

Timestamp RatesChart::timeOf(int interval) const
{
    return m_grid.range.begin + interval * m_grid.step;
}

const ActivityBucket* RatesChart::bucketOf(int interval) const
{
    const auto found = std::lower_bound(m_buckets.begin(), m_buckets.end(), timeOf(interval),
        [](const ActivityBucket& bucket, Timestamp time) { return bucket.begin < time; });
    return found != m_buckets.end() && found->begin < timeOf(interval + 1) ? &*found : nullptr;
}

int RatesChart::intervalAt(qreal x) const
{
    return std::clamp(static_cast<int>(x * intervals() / std::max(1, width())), 0, std::max(0, intervals() - 1));
}

QString RatesChart::describe(int interval) const
{
    const Duration labels = std::min(m_grid.step, Duration(std::chrono::seconds(30)));
    const ActivityBucket* bucket = bucketOf(interval);
    const Timestamp begin = timeOf(interval);
    return tr("%1 – %2 (%3), %4", "from, to, from in UTC, what happened")
        .arg(formatDay(begin) + tickLabel(begin, labels), tickLabel(timeOf(interval + 1), labels), formatUtc(begin),
            bucket ? wordsOf(*bucket) : tr("no requests"));
}

void RatesChart::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    drawBars(painter);
    drawBrush(painter);
    drawAxis(painter);
}

void RatesChart::drawBars(QPainter& painter) const
{
    const int count = intervals();
    for (int i = 0; m_axisEnd > 0 && i < count; ++i) {
        const ActivityBucket* bucket = bucketOf(i);
        if (!bucket) {
            continue;
        }
        const int left = i * width() / count;
        const int bar = std::max(1, (i + 1) * width() / count - left - 1);
        int y = kPlotHeight;
        for (const auto& [outcome, failed] : stackOf(*bucket)) {
            if (failed > 0) {
                // Whatever failed has a pixel of its own, however little it is.
                const double share = static_cast<double>(failed) / static_cast<double>(total(*bucket));
                const int height = std::max(1, qRound(kPlotHeight * share / m_axisEnd));
                y -= height;
                painter.fillRect(QRect(left, std::max(0, y), bar, height), Theme::current().outcome(outcome));
            }
        }
    }
}

void RatesChart::drawBrush(QPainter& painter) const
{
    if (m_from < 0) {
        return;
    }
    const int first = std::min(m_from, m_to);
    const int last = std::max(m_from, m_to);
    const qreal step = static_cast<qreal>(width()) / intervals();
    QColor brush = Theme::current().color(Role::Accent);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(brush);
    brush.setAlphaF(0.15F);
    painter.setBrush(brush);
    painter.drawRoundedRect(QRectF(first * step + 0.5, 0.5, (last - first + 1) * step - 1, kPlotHeight - 1), 2, 2);
}

void RatesChart::drawAxis(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    painter.fillRect(QRect(0, kPlotHeight, width(), 1), theme.color(Role::Line));
    painter.setFont(theme.font(TextRole::Label));
    if (intervals() == 0) {
        return;
    }
    if (m_axisEnd > 0) {
        painter.fillRect(QRect(0, 0, width(), 1), theme.color(Role::Line));
        painter.setPen(theme.color(Role::Muted));
        const QString end = formatShare(m_axisEnd);
        const qreal size = figuresWidth(painter.font(), end) + 8;
        painter.fillRect(QRectF(0, 0, size, 16), theme.color(Role::Surface));
        drawFigures(painter, QRectF(0, 0, size, 16), Qt::AlignLeft, end);
    } else {
        painter.setPen(theme.color(Role::Faint));
        painter.drawText(QRect(0, 0, width(), kPlotHeight), Qt::AlignCenter, tr("None in this range"));
    }
    painter.setPen(theme.color(Role::Muted));
    const QRectF labels(0, kPlotHeight + 4, width(), kAxisHeight - 4);
    drawFigures(painter, labels, Qt::AlignLeft, tickLabel(m_grid.range.begin, m_grid.step));
    drawFigures(painter, labels, Qt::AlignRight, tickLabel(m_grid.range.end, m_grid.step));
}

void RatesChart::choose()
{
    const int first = std::min(m_from, m_to);
    const int last = std::max(m_from, m_to);
    const TimeRange range{timeOf(first), timeOf(last + 1)};
    forgetBrush();
    emit rangeChosen(range);
}

void RatesChart::forgetBrush()
{
    m_from = m_to = -1;
    summarize();
    update();
}

void RatesChart::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && intervals() > 0) {
        m_from = m_to = intervalAt(event->position().x());
        update();
    }
}

void RatesChart::mouseMoveEvent(QMouseEvent* event)
{
    if ((event->buttons() & Qt::LeftButton) && m_from >= 0) {
        m_to = intervalAt(event->position().x());
        update();
    }
}

void RatesChart::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_from >= 0) {
        m_from != m_to ? choose() : forgetBrush(); // a click is no range
    }
}

void RatesChart::keyPressEvent(QKeyEvent* event)
{
    const int step = event->key() == Qt::Key_Left ? -1 : event->key() == Qt::Key_Right ? 1 : 0;
    if (step != 0 && intervals() > 0) {
        const int last = intervals() - 1;
        m_to = m_to < 0 ? (step > 0 ? 0 : last) : std::clamp(m_to + step, 0, last);
        m_from = (event->modifiers() & Qt::ShiftModifier) && m_from >= 0 ? m_from : m_to;
        summarize();
        QToolTip::showText(mapToGlobal(QPoint(m_to * width() / intervals(), height())), describe(m_to), this);
        update();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_from >= 0) {
        choose();
    } else if (event->key() == Qt::Key_Escape && m_from >= 0) {
        forgetBrush();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void RatesChart::focusOutEvent(QFocusEvent* event)
{
    forgetBrush();
    QWidget::focusOutEvent(event);
}

bool RatesChart::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && intervals() > 0) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), describe(intervalAt(help->pos().x())), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace fluoroscope
