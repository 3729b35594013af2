// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/activity_strip.h"

#include "core/text/units.h"
#include "ui/theme/figures.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <cmath>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kBarsHeight = 32;
constexpr int kLabelHeight = 16;
constexpr int kMargin = metrics::grid;
constexpr int kBarWidth = 9; // gap included; the widest that still looks like a bar

qint64 total(const ActivityBucket& bucket)
{
    return bucket.ok + bucket.error + bucket.throttle + bucket.fault;
}

} // namespace

ActivityStrip::ActivityStrip(QWidget* parent)
    : QWidget(parent)
{
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setCursor(Qt::IBeamCursor);
    setAccessibleName(tr("Activity"));
    setAccessibleDescription(tr("Traces per interval. Arrow keys move, Shift extends, Return chooses, Escape resets."));
    connect(&Theme::current(), &Theme::changed, this, [this] { update(); });
}

QSize ActivityStrip::sizeHint() const
{
    return {600, kMargin + kBarsHeight + kLabelHeight + 4};
}

void ActivityStrip::setActivity(const ActivityGrid& grid, std::vector<ActivityBucket> buckets)
{
    m_grid = grid;
    m_buckets = std::move(buckets);
    m_cursor = std::min(m_cursor, intervals() - 1);
    update();
}

void ActivityStrip::setSelection(std::optional<TimeRange> selection)
{
    m_selection = selection;
    update();
}

int ActivityStrip::mostBars() const
{
    return std::max(10, int(plot().width()) / kBarWidth);
}

int ActivityStrip::intervals() const
{
    return m_grid.range == TimeRange{} ? 0 : int((m_grid.range.end - m_grid.range.begin) / m_grid.step);
}

QRectF ActivityStrip::plot() const
{
    return QRectF(kMargin, kMargin, width() - 2 * kMargin, kBarsHeight);
}

qreal ActivityStrip::xOf(Timestamp time) const
{
    const Timestamp clamped = std::clamp(time, m_grid.range.begin, m_grid.range.end);
    const double length = toSeconds(m_grid.range.end - m_grid.range.begin);
    return plot().left() + plot().width() * toSeconds(clamped - m_grid.range.begin) / length;
}

int ActivityStrip::intervalAt(qreal x) const
{
    const qreal share = (x - plot().left()) / plot().width();
    return std::clamp(int(std::floor(share * intervals())), 0, std::max(intervals() - 1, 0));
}

TimeRange ActivityStrip::rangeOf(const Brush& brush) const
{
    const auto [first, last] = std::minmax(brush.from, brush.to);
    return {m_grid.range.begin + first * m_grid.step, m_grid.range.begin + (last + 1) * m_grid.step};
}

void ActivityStrip::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool ring = hasFocus() && m_cursor >= 0;
    painter.setPen(theme.color(ring ? Role::Accent : Role::Line));
    painter.setBrush(theme.color(Role::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radius, metrics::radius);
    painter.setRenderHint(QPainter::Antialiasing, false);
    if (intervals() == 0) {
        return;
    }
    drawBars(painter);
    drawLabels(painter);
    drawSelection(painter);
}

void ActivityStrip::drawBars(QPainter& painter) const
{
    qint64 most = 1;
    for (const ActivityBucket& bucket : m_buckets) {
        most = std::max(most, total(bucket));
    }
    const std::optional<TimeRange> chosen = m_brush ? rangeOf(*m_brush) : m_selection;
    const Theme& theme = Theme::current();
    for (const ActivityBucket& bucket : m_buckets) {
        const bool within = !chosen || (bucket.begin + m_grid.step > chosen->begin && bucket.begin < chosen->end);
        const int left = int(std::round(xOf(bucket.begin)));
        const int right = int(std::round(xOf(bucket.begin + m_grid.step)));
        const int width = std::max(1, right - left - 1);
        // Whatever occurred has a pixel of its own, however little it is: outcomes from the bottom, the worst on top.
        int y = int(plot().bottom());
        const auto stack = [&](qint64 count, Role role, qreal strength) {
            if (count > 0) {
                const int height = std::max(1, int(std::round(kBarsHeight * double(count) / double(most))));
                y -= height;
                painter.setOpacity(strength * (within ? 1 : 0.4));
                painter.fillRect(QRect(left, std::max(y, 1), width, height), theme.color(role));
            }
        };
        stack(bucket.ok, Role::Ok, 0.5);
        stack(bucket.error, Role::Error, 1);
        stack(bucket.throttle, Role::Throttle, 1);
        stack(bucket.fault, Role::Fault, 1);
    }
    painter.setOpacity(1);
}

void ActivityStrip::drawLabels(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    painter.setFont(theme.font(TextRole::Label));
    painter.setPen(theme.color(Role::Muted));
    const TimeTicks ticks = timeTicks(m_grid.range, std::max(1, width() / 140));
    const qreal y = plot().bottom() + 1;
    for (const Timestamp tick : ticks.times) {
        const QString label = tickLabel(tick, ticks.step);
        const qreal textWidth = figuresWidth(painter.font(), label);
        const qreal x = xOf(tick) - textWidth / 2;
        if (x >= plot().left() && x + textWidth <= plot().right()) {
            drawFigures(painter, QRectF(x, y, textWidth, kLabelHeight), Qt::AlignLeft, label);
        }
    }
}

void ActivityStrip::drawSelection(QPainter& painter) const
{
    const Theme& theme = Theme::current();
    const std::optional<TimeRange> chosen = m_brush ? rangeOf(*m_brush) : m_selection;
    painter.setRenderHint(QPainter::Antialiasing);
    if (chosen) {
        const qreal left = std::round(xOf(chosen->begin));
        const qreal right = std::round(xOf(chosen->end));
        const QRectF frame(left - 1.5, 0.5, right - left + 2, height() - 1.0);
        painter.setPen(theme.color(Role::Accent));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(frame, metrics::grid, metrics::grid);
    }
    if (m_cursor >= 0 && hasFocus()) {
        const qreal middle = xOf(m_grid.range.begin + m_cursor * m_grid.step + m_grid.step / 2);
        painter.setPen(QPen(theme.color(Role::Accent), 2));
        painter.drawLine(QPointF(middle, plot().top()), QPointF(middle, plot().bottom()));
    }
}

QString ActivityStrip::describe(int interval) const
{
    const Timestamp begin = m_grid.range.begin + interval * m_grid.step;
    const auto found = std::find_if(m_buckets.begin(), m_buckets.end(),
        [&](const ActivityBucket& bucket) { return bucket.begin >= begin && bucket.begin < begin + m_grid.step; });
    const Duration labels = std::min(m_grid.step, Duration(std::chrono::seconds(30)));
    QString text = formatDay(begin) + tickLabel(begin, labels) + u" – "_s + tickLabel(begin + m_grid.step, labels)
        + u'\n' + formatUtc(begin) + u'\n';
    if (found == m_buckets.end()) {
        return text + tr("no traces");
    }
    text += total(*found) == 1 ? tr("1 trace") : tr("%1 traces").arg(formatCount(total(*found)));
    const auto add = [&](qint64 count, Outcome outcome) {
        if (count > 0) {
            text += u"\n%1 %2 %3"_s.arg(outcomeMark(outcome), formatCount(count), outcomeWord(outcome));
        }
    };
    add(found->ok, Outcome::Ok);
    add(found->error, Outcome::Error);
    add(found->throttle, Outcome::Throttle);
    add(found->fault, Outcome::Fault);
    return text;
}

void ActivityStrip::resizeEvent(QResizeEvent*)
{
    emit resized();
}

void ActivityStrip::mousePressEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && intervals() > 0) {
        const int at = intervalAt(event->position().x());
        m_brush = Brush{at, at};
        m_dragging = false;
    }
}

void ActivityStrip::mouseMoveEvent(QMouseEvent* event)
{
    if (m_brush && (event->buttons() & Qt::LeftButton)) {
        m_brush->to = intervalAt(event->position().x());
        m_dragging = m_dragging || m_brush->to != m_brush->from;
        update();
    }
}

void ActivityStrip::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton && m_brush) {
        const TimeRange range = rangeOf(*m_brush);
        m_brush.reset();
        update();
        if (m_dragging) {
            emit rangeChosen(range);
        }
        m_dragging = false;
    }
}

void ActivityStrip::mouseDoubleClickEvent(QMouseEvent*)
{
    m_brush.reset();
    emit resetRequested();
}

void ActivityStrip::moveCursor(int to, bool extend)
{
    const int before = m_cursor;
    m_cursor = std::clamp(to, 0, intervals() - 1);
    if (extend) {
        m_brush = Brush{m_brush ? m_brush->from : before, m_cursor};
    } else {
        m_brush.reset();
    }
    QToolTip::showText(
        mapToGlobal(QPoint(int(xOf(m_grid.range.begin + m_cursor * m_grid.step)), height())), describe(m_cursor), this);
    setAccessibleDescription(describe(m_cursor));
    update();
}

void ActivityStrip::keyPressEvent(QKeyEvent* event)
{
    if (intervals() == 0) {
        QWidget::keyPressEvent(event);
        return;
    }
    const bool extend = event->modifiers() & Qt::ShiftModifier;
    const int at = m_cursor < 0 ? intervals() - 1 : m_cursor;
    switch (event->key()) {
    case Qt::Key_Left:
        moveCursor(at - 1, extend);
        return;
    case Qt::Key_Right:
        moveCursor(at + 1, extend);
        return;
    case Qt::Key_Home:
        moveCursor(0, extend);
        return;
    case Qt::Key_End:
        moveCursor(intervals() - 1, extend);
        return;
    case Qt::Key_Return:
    case Qt::Key_Enter: {
        const TimeRange range = rangeOf(m_brush.value_or(Brush{at, at}));
        m_brush.reset();
        emit rangeChosen(range);
        return;
    }
    case Qt::Key_Escape:
        m_brush.reset();
        emit resetRequested();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void ActivityStrip::focusInEvent(QFocusEvent* event)
{
    if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason) {
        m_cursor = intervals() - 1;
    }
    update();
}

void ActivityStrip::focusOutEvent(QFocusEvent*)
{
    m_cursor = -1;
    m_brush.reset();
    update();
}

bool ActivityStrip::event(QEvent* event)
{
    if (event->type() == QEvent::ToolTip && intervals() > 0) {
        const auto* help = static_cast<QHelpEvent*>(event);
        QToolTip::showText(help->globalPos(), describe(intervalAt(help->pos().x())), this);
        return true;
    }
    return QWidget::event(event);
}

} // namespace fluoroscope
