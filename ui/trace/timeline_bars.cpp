// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// The bars of the timeline's rows, and what stands beside and under them.

#include "ui/trace/timeline_facts.h"
#include "ui/trace/timeline_painter.h"

#include <QCoreApplication>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("Timeline", text);
}

QColor role(Role role)
{
    return Theme::current().color(role);
}

// `share` of `color` on `ground`, opaque: bars must not show the grid through.
QColor mixed(const QColor& color, const QColor& ground, double share)
{
    const auto mix = [share](int a, int b) { return qRound(a * share + b * (1 - share)); };
    return {mix(color.red(), ground.red()), mix(color.green(), ground.green()), mix(color.blue(), ground.blue())};
}

constexpr double kInferredShare = 0.5;
constexpr double kBesideShare = 0.3; // of what is not on the critical path, while that is shown
constexpr double kOpenShare = 0.16; // the ground of a bar in progress
constexpr std::size_t kFewPieces = 10'000; // of the critical path: each row may go through them
constexpr int kRail = 2; // the height of the critical path under what is folded
constexpr int kLowPieces = 8; // the height of a run's pieces under its label
constexpr int kStrip = 2; // the height of what is folded away, under the bar of its fold

} // namespace

// A rail under the bar for as long as it was waited for.
void TimelinePainter::paintPath(int row, TimelineRow entry)
{
    if (m_path.empty()) {
        return;
    }
    const Timestamp start = m_rows.trace()->start;
    if (m_rows.hasChildren(entry) && !m_rows.isExpanded(entry)) {
        const double bottom = m_layout.rowTop(row) + (metrics::rowHeight + TimelineLayout::kBarHeight) / 2.0;
        paintPathBelow(row, entry, bottom + kStrip + 2);
        return;
    }
    for (const CriticalPiece& piece : m_marks.path(entry.segment)) {
        const QRectF bar = m_layout.barRect(row, piece.begin - start, piece.end - start, m_window);
        if (!bar.isEmpty()) {
            m_painter.fillRect(QRectF(bar.left(), bar.bottom() + 2, bar.width(), 3), role(Role::Accent));
        }
    }
}

// A folded row stands for what is in it: its rail is theirs.
void TimelinePainter::paintPathBelow(int row, TimelineRow entry, double top)
{
    const auto [first, last] = m_rows.placesOf(entry);
    const Timestamp start = m_rows.trace() ? m_rows.trace()->start : Timestamp();
    for (const CriticalPiece& piece : m_path) {
        const std::int32_t place = m_rows.order()->place(piece.segment);
        if (place >= first && place < last) {
            const QRectF bar = m_layout.barRect(row, piece.begin - start, piece.end - start, m_window);
            m_painter.fillRect(QRectF(bar.left(), top, bar.width(), kRail), role(Role::Accent));
        }
    }
}

void TimelinePainter::findVisiblePath()
{
    if (!m_marks.hasPath() || !m_rows.trace()) {
        return;
    }
    const Timestamp start = m_rows.trace()->start;
    const std::span<const CriticalPiece> seen = m_marks.path(start + m_window.begin, start + m_window.end);
    if (seen.size() <= kFewPieces) {
        m_path.assign(seen.begin(), seen.end());
        return;
    }
    for (int x = 0; x < m_layout.barsWidth(); ++x) {
        const Timestamp moment = start + m_layout.timeAt(m_layout.barsLeft() + x, m_window);
        const std::span<const CriticalPiece> here = m_marks.path(moment, moment + Duration(1));
        if (!here.empty() && (m_path.empty() || here.front() != m_path.back())) {
            m_path.push_back(here.front());
        }
    }
}

// What lies below a row, a piece wherever something happened.
void TimelinePainter::paintPieces(int row, TimelineRow entry, double least, double height, double down)
{
    const QRect area = m_layout.barsArea();
    const double top = m_layout.rowTop(row) + (metrics::rowHeight - height) / 2.0 + down;
    forEachStretch(m_rows.columnsBelow(entry, m_window, area.width()), [&](int from, int to, Outcome outcome) {
        const double length = std::max(to - from, TimelineLayout::kLeastBar);
        const double left = std::max(least, std::min<double>(area.left() + from, area.left() + area.width() - length));
        m_painter.fillRect(QRectF(left, top, length, height), Theme::current().outcome(outcome));
    });
}

void TimelinePainter::paintRun(int row, TimelineRow entry)
{
    const SiblingRun& run = m_rows.run(entry);
    const QRectF rect = m_layout.barRect(row, run.from, run.to, m_window);
    if (rect.isEmpty()) {
        paintBeyond(row, run.to < m_window.begin, Theme::current().outcome(run.outcome));
        return;
    }
    const QString label = runLabel(m_rows, entry);
    m_painter.setFont(Theme::current().font(TextRole::Label));
    const double width = m_painter.fontMetrics().horizontalAdvance(label);
    const bool beside =
        rect.right() + 8 + width <= m_layout.width - 4 || rect.left() - 8 - width >= m_layout.barsArea().left();
    const double height = beside ? TimelineLayout::kBarHeight : kLowPieces;
    const double down = beside ? 0 : 6;
    if (!m_rows.isExpanded(entry)) {
        paintPathBelow(row, entry, rect.center().y() + down + height / 2 + 1);
    }
    m_painter.fillRect(QRectF(rect.left(), rect.center().y() + down, rect.width(), 1), role(Role::Faint));
    paintPieces(row, entry, rect.left(), height, down);
    if (beside) {
        paintLabel(rect, label, {}, {});
    } else { // above the pieces, since no label may hide one
        m_painter.setPen(role(Role::Muted));
        m_painter.drawText(
            QRectF(rect.left(), m_layout.rowTop(row) + 1, width + 2, 15), Qt::AlignVCenter | Qt::TextSingleLine, label);
    }
}

void TimelinePainter::paintBar(int row, TimelineRow entry, const QColor& background)
{
    const Segment& segment = m_rows.segment(entry);
    const TimelineBar& bar = m_rows.bar(entry.segment);
    const bool beside = m_marks.isBesidePath(entry.segment);
    const QColor own = Theme::current().outcome(bar.outcome);
    const QColor color = beside ? mixed(own, background, kBesideShare) : own;
    const QRectF rect = m_layout.barRect(row, bar.begin, bar.end, m_window);
    if (rect.isEmpty()) {
        paintBeyond(row, bar.end < m_window.begin, color);
        return;
    }
    m_painter.setRenderHint(QPainter::Antialiasing);
    QColor inside = role(Role::OnAccent);
    QColor plate;
    if (segment.placeholder) {
        const QRectF outline = rect.adjusted(0.5, 0.5, -0.5, -0.5)
                                   .united(QRectF(rect.topLeft() + QPointF(0.5, 0.5), QSizeF(12, rect.height() - 1)));
        m_painter.setPen(QPen(role(Role::Muted), 1, Qt::DashLine));
        m_painter.setBrush(background);
        m_painter.drawRoundedRect(outline, 2, 2);
        inside = role(Role::Muted);
    } else if (segment.inProgress) {
        paintOpenBar(rect, color, background);
        inside = role(Role::Text);
        plate = mixed(color, background, kOpenShare);
    } else {
        if (segment.inferred || beside) {
            inside = role(Role::Text);
        }
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(segment.inferred ? mixed(color, background, kInferredShare) : color);
        const double radius = rect.width() < 6 ? 0 : 2;
        m_painter.drawRoundedRect(rect, radius, radius);
    }
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(role(Role::Text));
    const TimelineSkew skew = m_rows.skew(entry.segment);
    if (skew.early > Duration{0}) {
        m_painter.drawPolygon(QPolygonF(
            {rect.topLeft() + QPointF(0, -4), rect.topLeft() + QPointF(5, -4), rect.topLeft() + QPointF(0, 1)}));
    }
    if (skew.late > Duration{0} && bar.end <= m_window.end) {
        m_painter.drawPolygon(QPolygonF(
            {rect.topRight() + QPointF(0, -4), rect.topRight() + QPointF(-5, -4), rect.topRight() + QPointF(0, 1)}));
    }
    m_painter.setRenderHint(QPainter::Antialiasing, false);
    if (m_rows.hasChildren(entry) && !m_rows.isExpanded(entry)) {
        paintPieces(row, entry, rect.left(), kStrip, (TimelineLayout::kBarHeight + kStrip) / 2 + 1);
    }
    paintLabel(rect, segment.placeholder ? tr("not received") : callLabel(segment), inside, plate);
}

void TimelinePainter::paintOpenBar(const QRectF& rect, const QColor& color, const QColor& background)
{
    m_painter.save();
    m_painter.setClipRect(rect, Qt::IntersectClip);
    m_painter.fillRect(rect, mixed(color, background, kOpenShare));
    m_painter.setPen(QPen(mixed(color, background, 0.55), 1.5));
    for (double x = rect.left() - rect.height(); x < rect.right(); x += 6) {
        m_painter.drawLine(QPointF(x, rect.bottom()), QPointF(x + rect.height(), rect.top()));
    }
    m_painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), color);
    if (rect.width() > 48) { // no end: it fades away
        QLinearGradient fade(rect.right() - 32, 0, rect.right(), 0);
        QColor clear = background;
        clear.setAlpha(0);
        fade.setColorAt(0, clear);
        fade.setColorAt(1, background);
        m_painter.fillRect(QRectF(rect.right() - 32, rect.top(), 33, rect.height()), fade);
    }
    m_painter.restore();
}

void TimelinePainter::paintLabel(const QRectF& rect, const QString& label, const QColor& inside, const QColor& plate)
{
    if (label.isEmpty()) {
        return;
    }
    m_painter.setFont(Theme::current().font(TextRole::Label));
    const double width = m_painter.fontMetrics().horizontalAdvance(label);
    const QRect area = m_layout.barsArea();
    const double top = rect.center().y() - metrics::rowHeight / 2.0;
    const auto draw = [&](double left, const QColor& color) {
        m_painter.setPen(color);
        m_painter.drawText(
            QRectF(left, top, width + 2, metrics::rowHeight), Qt::AlignVCenter | Qt::TextSingleLine, label);
    };
    if (inside.isValid() && width + 16 <= rect.width()) {
        if (plate.isValid()) { // letters are not to be read through hatching
            m_painter.fillRect(QRectF(rect.left() + 4, rect.top(), width + 8, rect.height()), plate);
        }
        draw(rect.left() + 8, inside);
    } else if (rect.right() + 8 + width <= m_layout.width - 4) {
        draw(rect.right() + 8, role(Role::Muted));
    } else if (rect.left() - 8 - width >= area.left()) {
        draw(rect.left() - 8 - width, role(Role::Muted));
    }
}

void TimelinePainter::paintBeyond(int row, bool left, const QColor& color)
{
    const QRect area = m_layout.barsArea();
    m_painter.setFont(Theme::current().font(TextRole::Strong));
    m_painter.setPen(color);
    m_painter.drawText(QRect(area.left(), m_layout.rowTop(row), area.width(), metrics::rowHeight - 1),
        static_cast<int>(Qt::AlignVCenter | (left ? Qt::AlignLeft : Qt::AlignRight)), left ? u"‹"_s : u"›"_s);
}

} // namespace fluoroscope
