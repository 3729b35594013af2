// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/timeline_painter.h"

#include "ui/theme/figures.h"
#include "ui/trace/timeline_facts.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

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

QFont headingFont()
{
    QFont font = Theme::current().font(TextRole::Label);
    font.setWeight(QFont::DemiBold);
    return font;
}

// `share` of `color` on `ground`, opaque: bars must not show the grid through.
QColor mixed(const QColor& color, const QColor& ground, double share)
{
    const auto mix = [share](int a, int b) { return qRound(a * share + b * (1 - share)); };
    return {mix(color.red(), ground.red()), mix(color.green(), ground.green()), mix(color.blue(), ground.blue())};
}

constexpr double kInferredShare = 0.5;
constexpr double kOpenShare = 0.16; // the ground of a bar in progress
constexpr int kTickGap = 72; // pixels

} // namespace

TimelinePainter::TimelinePainter(QPainter& painter, const TimelineRows& rows, const TimelineMarks& marks,
    const TimelineLayout& layout, TimeWindow window)
    : m_painter(painter)
    , m_rows(rows)
    , m_marks(marks)
    , m_layout(layout)
    , m_window(window)
{
}

void TimelinePainter::paint(const QRect& dirty, const State& state)
{
    m_painter.fillRect(dirty, role(Role::Surface));
    const int first = std::max(m_layout.rowAt(std::max(dirty.top(), metrics::headerHeight)), 0);
    const int last = std::min(m_layout.rowAt(dirty.bottom()), m_rows.count() - 1);
    m_painter.save();
    m_painter.setClipRect(dirty & QRect(0, metrics::headerHeight, m_layout.width, m_layout.height));
    for (int row = first; row <= last; ++row) {
        const bool current = m_rows.at(row) == state.current;
        if (current || row == state.hovered) {
            m_painter.fillRect(m_layout.rowRect(row), role(current ? Role::AccentSurface : Role::Raised));
        }
    }
    paintGrid(
        dirty & QRect(0, metrics::headerHeight, m_layout.width, m_layout.rowTop(last + 1) - metrics::headerHeight));
    for (int row = first; row <= last; ++row) {
        paintRow(row, state);
    }
    m_painter.restore();
    if (dirty.top() < metrics::headerHeight) {
        paintHeader(state);
    }
}

void TimelinePainter::paintHeader(const State& state)
{
    const int height = metrics::headerHeight;
    m_painter.fillRect(QRect(0, 0, m_layout.width, height), role(Role::Surface));
    m_painter.fillRect(QRect(0, height - 1, m_layout.width, 1), role(Role::Line));
    m_painter.setFont(headingFont());
    m_painter.setPen(role(Role::Muted));
    const auto column = [&](int left, int width, Qt::Alignment alignment, const QString& text) {
        m_painter.drawText(QRect(left, 0, width, height - 1), static_cast<int>(alignment | Qt::AlignVCenter), text);
    };
    column(16, m_layout.nameWidth() - 16, Qt::AlignLeft, tr("Name"));
    column(m_layout.statusLeft(), TimelineLayout::kStatus, Qt::AlignHCenter, tr("Status"));
    column(m_layout.codeLeft(), TimelineLayout::kCode, Qt::AlignRight, tr("Code"));
    column(m_layout.durationLeft(), TimelineLayout::kDuration, Qt::AlignRight, tr("Duration"));

    if (state.zoomBand) {
        const auto [begin, end] = std::minmax(state.bandBegin, state.bandEnd);
        const double left = std::max<double>(m_layout.x(begin, m_window), m_layout.barsLeft());
        const double right = std::min<double>(m_layout.x(end, m_window), m_layout.barsLeft() + m_layout.barsWidth());
        m_painter.fillRect(QRectF(left, 0, right - left, height - 1), role(Role::AccentSurface));
        m_painter.fillRect(QRectF(left, height - 3, right - left, 2), role(Role::Accent));
    }
    const Duration step = tickStep(m_window, m_layout.barsWidth(), kTickGap);
    const int right = m_layout.width - 4;
    const QFontMetrics fontMetrics = m_painter.fontMetrics();
    for (Duration tick = (m_window.begin + step - Duration{1}) / step * step; tick <= m_window.end; tick += step) {
        const int x = qRound(m_layout.x(tick, m_window));
        const QString label = tickLabel(tick, step);
        if (x + fontMetrics.horizontalAdvance(label) <= right) {
            m_painter.drawText(
                QRect(x, 0, kTickGap, height - 1), static_cast<int>(Qt::AlignLeft | Qt::AlignVCenter), label);
        }
    }
}

void TimelinePainter::paintGrid(const QRect& dirty)
{
    const Duration step = tickStep(m_window, m_layout.barsWidth(), kTickGap);
    for (Duration tick = (m_window.begin + step - Duration{1}) / step * step; tick <= m_window.end; tick += step) {
        m_painter.fillRect(QRect(qRound(m_layout.x(tick, m_window)), dirty.top(), 1, dirty.height()), role(Role::Line));
    }
}

void TimelinePainter::paintRow(int row, const State& state)
{
    const TimelineRow entry = m_rows.at(row);
    const bool current = entry == state.current;
    const QRect rect = m_layout.rowRect(row);
    if (entry.isHeader()) { // covers the grid: its text may run over the bars' area
        m_painter.fillRect(rect, role(current ? Role::AccentSurface : Role::Raised));
    }
    m_painter.fillRect(QRect(0, rect.bottom(), rect.width(), 1), role(Role::Line));
    if (current && state.focused) {
        m_painter.fillRect(QRect(0, rect.top(), 2, rect.height()), role(Role::Accent));
    }
    if (entry.isHeader()) {
        paintGroup(row, entry);
        return;
    }
    const QColor ground = role(current ? Role::AccentSurface : row == state.hovered ? Role::Raised : Role::Surface);
    paintName(row, entry);
    paintColumns(row, m_rows.segment(entry), m_rows.bar(entry.segment).outcome);
    paintBar(row, entry, ground);
    if (m_marks.hasPath()) {
        paintPath(row, entry);
    }
}

// A rail under the bar for as long as it was waited for.
void TimelinePainter::paintPath(int row, TimelineRow entry)
{
    const Timestamp start = m_rows.trace()->start;
    for (const CriticalPiece& piece : m_marks.path(entry.segment)) {
        const QRectF bar = m_layout.barRect(row, piece.begin - start, piece.end - start, m_window);
        if (!bar.isEmpty()) {
            m_painter.fillRect(QRectF(bar.left(), bar.bottom() + 2, bar.width(), 3), role(Role::Accent));
        }
    }
}

void TimelinePainter::paintGroup(int row, TimelineRow entry)
{
    const TimelineGroup& group = m_rows.group(entry);
    const QRect rect = m_layout.rowRect(row);
    paintTriangle(row, entry);
    QRect text = rect.adjusted(m_layout.textLeft(0), 0, -8, -1);
    m_painter.setFont(Theme::current().font(TextRole::Strong));
    m_painter.setPen(role(Role::Text));
    m_painter.drawText(text, Qt::AlignVCenter | Qt::TextSingleLine, group.service.name);
    text.setLeft(text.left() + m_painter.fontMetrics().horizontalAdvance(group.service.name) + 8);
    QStringList rest{group.service.type};
    rest << (group.inferred ? tr("inferred") : QString());
    rest.removeAll(QString());
    m_painter.setFont(Theme::current().font(TextRole::Content));
    m_painter.setPen(role(Role::Muted));
    m_painter.drawText(text, Qt::AlignVCenter | Qt::TextSingleLine, rest.join(u" · "_s));
}

void TimelinePainter::paintTriangle(int row, TimelineRow entry)
{
    const QRect box = m_layout.triangle(row, m_rows.level(entry));
    const QPointF center(box.left() + 8, box.top() + box.height() / 2.0 - 0.5);
    QPolygonF shape =
        m_rows.isExpanded(entry) ? QPolygonF({{-4, -2}, {4, -2}, {0, 2.5}}) : QPolygonF({{-2, -4}, {2.5, 0}, {-2, 4}});
    shape.translate(center);
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(role(Role::Muted));
    m_painter.drawPolygon(shape);
    m_painter.setRenderHint(QPainter::Antialiasing, false);
}

void TimelinePainter::paintName(int row, TimelineRow entry)
{
    const Segment& segment = m_rows.segment(entry);
    const int level = m_rows.level(entry);
    const int top = m_layout.rowTop(row);
    for (int outer = 1; outer < level; ++outer) {
        if (m_layout.indent(outer) == m_layout.indent(outer + 1)) {
            break;
        }
        m_painter.fillRect(
            QRect(m_layout.triangle(row, outer).left() + 8, top, 1, metrics::rowHeight - 1), role(Role::Line));
    }
    if (m_rows.hasChildren(entry)) {
        paintTriangle(row, entry);
    }
    QFont font = Theme::current().font(TextRole::Content);
    font.setItalic(segment.placeholder);
    m_painter.setFont(font);
    QRect text(
        m_layout.textLeft(level), top, m_layout.nameWidth() - m_layout.textLeft(level) - 4, metrics::rowHeight - 1);

    const TimelineBar& bar = m_rows.bar(entry.segment);
    const bool hidesWorse = m_rows.hasChildren(entry) && !m_rows.isExpanded(entry) && bar.worst > bar.outcome;
    const QString name =
        m_painter.fontMetrics().elidedText(segment.name, Qt::ElideRight, text.width() - (hidesWorse ? 18 : 0));
    if (m_marks.isMatch(entry.segment)) {
        const int width = m_painter.fontMetrics().horizontalAdvance(name);
        m_painter.fillRect(
            QRect(text.left() - 2, top + 4, width + 4, metrics::rowHeight - 9), role(Role::ErrorSurface));
        m_painter.fillRect(QRect(text.left() - 2, top + metrics::rowHeight - 6, width + 4, 1), role(Role::Error));
    }
    m_painter.setPen(role(segment.placeholder ? Role::Muted : Role::Text));
    m_painter.drawText(text, Qt::AlignVCenter | Qt::TextSingleLine, name);
    if (hidesWorse) {
        text.setLeft(text.left() + m_painter.fontMetrics().horizontalAdvance(name) + 6);
        m_painter.setFont(headingFont());
        m_painter.setPen(Theme::current().outcome(bar.worst));
        m_painter.drawText(text, Qt::AlignVCenter | Qt::TextSingleLine, outcomeMark(bar.worst));
    }
}

void TimelinePainter::paintColumns(int row, const Segment& segment, Outcome outcome)
{
    const int top = m_layout.rowTop(row);
    const auto column = [&](int left, int width, Qt::Alignment alignment, const QString& text) {
        m_painter.drawText(
            QRect(left, top, width, metrics::rowHeight - 1), static_cast<int>(alignment | Qt::AlignVCenter), text);
    };
    if (segment.inProgress && outcome == Outcome::Ok) {
        m_painter.setFont(Theme::current().font(TextRole::Label));
        m_painter.setPen(role(Role::Muted));
        column(m_layout.statusLeft(), TimelineLayout::kStatus, Qt::AlignHCenter, tr("Pending"));
    } else if (!segment.placeholder) {
        m_painter.setFont(Theme::current().font(TextRole::Strong));
        m_painter.setPen(Theme::current().outcome(outcome));
        column(m_layout.statusLeft(), TimelineLayout::kStatus, Qt::AlignHCenter, outcomeMark(outcome));
    }
    const auto figures = [&](int left, int width, const QString& text) {
        drawFigures(m_painter, QRectF(left, top, width, metrics::rowHeight - 1), Qt::AlignRight, text);
    };
    m_painter.setFont(Theme::current().font(TextRole::Content));
    const int status = segment.status();
    m_painter.setPen(role(status > 0 ? Role::Text : Role::Faint));
    figures(m_layout.codeLeft(), TimelineLayout::kCode, status > 0 ? QString::number(status) : u"–"_s);
    m_painter.setPen(role(segment.inProgress || segment.placeholder ? Role::Faint : Role::Text));
    figures(m_layout.durationLeft(), TimelineLayout::kDuration, durationText(segment));
}

void TimelinePainter::paintBar(int row, TimelineRow entry, const QColor& background)
{
    const Segment& segment = m_rows.segment(entry);
    const TimelineBar& bar = m_rows.bar(entry.segment);
    const QColor color = Theme::current().outcome(bar.outcome);
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
        if (segment.inferred) {
            inside = role(Role::Text);
        }
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(segment.inferred ? mixed(color, background, kInferredShare) : color);
        const double radius = rect.width() < 6 ? 0 : 2;
        m_painter.drawRoundedRect(rect, radius, radius);
    }
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(role(Role::Text));
    if (bar.early > Duration{0}) {
        m_painter.drawPolygon(QPolygonF(
            {rect.topLeft() + QPointF(0, -4), rect.topLeft() + QPointF(5, -4), rect.topLeft() + QPointF(0, 1)}));
    }
    if (bar.late > Duration{0} && bar.end <= m_window.end) {
        m_painter.drawPolygon(QPolygonF(
            {rect.topRight() + QPointF(0, -4), rect.topRight() + QPointF(-5, -4), rect.topRight() + QPointF(0, 1)}));
    }
    m_painter.setRenderHint(QPainter::Antialiasing, false);
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
    if (width + 16 <= rect.width()) {
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
    m_painter.setFont(headingFont());
    m_painter.setPen(color);
    m_painter.drawText(QRect(area.left(), m_layout.rowTop(row), area.width(), metrics::rowHeight - 1),
        static_cast<int>(Qt::AlignVCenter | (left ? Qt::AlignLeft : Qt::AlignRight)), left ? u"‹"_s : u"›"_s);
}

} // namespace fluoroscope
