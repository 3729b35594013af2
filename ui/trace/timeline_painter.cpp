// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/timeline_painter.h"

#include "core/text/units.h"
#include "ui/theme/figures.h"
#include "ui/trace/timeline_facts.h"

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

QFont headingFont()
{
    QFont font = Theme::current().font(TextRole::Label);
    font.setWeight(QFont::DemiBold);
    return font;
}

constexpr int kTickGap = 72; // pixels
constexpr int kUnderFold = 23; // from a header's top to its critical path

} // namespace

TimelinePainter::TimelinePainter(QPainter& painter, const TimelineRows& rows, const TimelineMarks& marks,
    const TimelineLayout& layout, TimeWindow window)
    : m_painter(painter)
    , m_rows(rows)
    , m_marks(marks)
    , m_layout(layout)
    , m_window(window)
{
    findVisiblePath();
}

void TimelinePainter::paint(const QRect& dirty, const State& state)
{
    m_painter.fillRect(dirty, role(Role::Surface));
    const int first = std::max(m_layout.rowAt(std::max(dirty.top(), metrics::headerHeight)), 0);
    const int last = std::min(m_layout.rowAt(dirty.bottom()), m_rows.count() - 1);
    m_painter.save();
    m_painter.setClipRect(dirty & QRect(0, metrics::headerHeight, m_layout.width, m_layout.height));
    for (int row = first; row <= last; ++row) {
        const bool lit = m_rows.at(row) == state.current || isChosen(m_rows.at(row));
        if (lit || row == state.hovered) {
            m_painter.fillRect(m_layout.rowRect(row), role(lit ? Role::AccentSurface : Role::Raised));
        }
    }
    paintGrid(
        dirty & QRect(0, metrics::headerHeight, m_layout.width, m_layout.rowTop(last + 1) - metrics::headerHeight));
    for (int row = first; row <= last; ++row) {
        paintRow(row, state);
    }
    if (!state.marquee.isEmpty()) {
        QColor within = role(Role::Accent);
        within.setAlphaF(0.12F);
        m_painter.fillRect(state.marquee, within);
        m_painter.setPen(role(Role::Accent));
        m_painter.setBrush(Qt::NoBrush);
        m_painter.drawRect(state.marquee.adjusted(0, 0, -1, -1));
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
    const bool longestFirst = m_rows.options().longestFirst;
    m_painter.setPen(role(longestFirst ? Role::Accent : Role::Muted));
    column(m_layout.durationLeft(), TimelineLayout::kDuration, Qt::AlignRight,
        longestFirst ? tr("Duration") + u" ↓"_s : tr("Duration"));
    m_painter.setPen(role(Role::Muted));

    if (state.zoomBand) {
        const auto [begin, end] = std::minmax(state.bandBegin, state.bandEnd);
        const double left = std::max<double>(m_layout.x(begin, m_window), m_layout.barsLeft());
        const double right = std::min<double>(m_layout.x(end, m_window), m_layout.barsLeft() + m_layout.barsWidth());
        m_painter.fillRect(QRectF(left, 0, right - left, height - 1), role(Role::AccentSurface));
        m_painter.fillRect(QRectF(left, height - 3, right - left, 2), role(Role::Accent));
    }
    if (!hasTime()) {
        return;
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

// While nothing of a trace has ended, its axis has no length that could be told.
bool TimelinePainter::hasTime() const
{
    return m_rows.trace() && m_rows.trace()->duration() > Duration{0};
}

void TimelinePainter::paintGrid(const QRect& dirty)
{
    if (!hasTime()) {
        return;
    }
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
    const QColor ground = role(current || isChosen(entry) ? Role::AccentSurface
            : row == state.hovered                        ? Role::Raised
                                                          : Role::Surface);
    paintName(row, entry);
    if (entry.isRun()) {
        paintRunColumns(row, m_rows.run(entry));
        paintRun(row, entry);
        return;
    }
    paintColumns(row, m_rows.segment(entry), m_rows.bar(entry.segment).outcome);
    paintBar(row, entry, ground);
    paintPath(row, entry);
}

void TimelinePainter::paintGroup(int row, TimelineRow entry)
{
    const TimelineGroup& group = m_rows.group(entry);
    const QRect rect = m_layout.rowRect(row);
    paintTriangle(row, entry);
    const bool folded = !m_rows.isExpanded(entry);
    QRect text = rect.adjusted(m_layout.textLeft(0), 0, -8, -1);
    if (folded) { // its bars stand for those of the rows within
        text.setRight(m_layout.barsLeft() - TimelineLayout::kGap);
        paintPieces(row, entry, m_layout.barsArea().left(), TimelineLayout::kBarHeight, 0);
        paintPathBelow(row, entry, rect.top() + kUnderFold);
    }
    const auto say = [&](const QFont& font, const QColor& color, const QString& words) {
        m_painter.setFont(font);
        m_painter.setPen(color);
        m_painter.drawText(text, Qt::AlignVCenter | Qt::TextSingleLine,
            m_painter.fontMetrics().elidedText(words, Qt::ElideRight, text.width()));
        text.setLeft(text.left() + m_painter.fontMetrics().horizontalAdvance(words) + 8);
    };
    const Theme& theme = Theme::current();
    say(theme.font(TextRole::Strong), role(Role::Text), group.service.name);
    QStringList rest{group.service.type};
    rest << (group.inferred ? tr("inferred") : QString());
    rest.removeAll(QString());
    say(theme.font(TextRole::Content), role(Role::Muted), rest.join(u" · "_s));
    if (const Outcome worst = folded ? m_rows.worstBelow(entry) : Outcome::Ok; worst != Outcome::Ok) {
        say(headingFont(), theme.outcome(worst), outcomeMark(worst) + u' ' + outcomeWord(worst));
    }
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

    const TimelineBar bar = m_rows.bar(entry);
    const bool hidesWorse = m_rows.hasChildren(entry) && !m_rows.isExpanded(entry) && bar.worst > bar.outcome;
    const QString times = entry.isRun() ? u" ×%1"_s.arg(formatCount(m_rows.run(entry).count())) : QString();
    const int after = m_painter.fontMetrics().horizontalAdvance(times) + (hidesWorse ? 18 : 0);
    const QString name =
        m_painter.fontMetrics().elidedText(segment.name, Qt::ElideMiddle, text.width() - after) + times;
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

bool TimelinePainter::isChosen(TimelineRow entry) const
{
    return entry.isRun() ? m_marks.isChosen(m_rows.members(entry)) : m_marks.isChosen(entry.segment);
}

void TimelinePainter::paintRunColumns(int row, const SiblingRun& run)
{
    const int top = m_layout.rowTop(row);
    m_painter.setFont(Theme::current().font(TextRole::Strong));
    m_painter.setPen(Theme::current().outcome(run.outcome));
    m_painter.drawText(QRect(m_layout.statusLeft(), top, TimelineLayout::kStatus, metrics::rowHeight - 1),
        Qt::AlignCenter, outcomeMark(run.outcome));
    m_painter.setFont(Theme::current().font(TextRole::Content));
    const auto figures = [&](int left, int width, Role color, const QString& text) {
        m_painter.setPen(role(color));
        drawFigures(m_painter, QRectF(left, top, width, metrics::rowHeight - 1), Qt::AlignRight, text);
    };
    figures(m_layout.codeLeft(), TimelineLayout::kCode, Role::Faint, u"–"_s);
    figures(m_layout.durationLeft(), TimelineLayout::kDuration, Role::Text,
        run.ended > 0 ? formatDuration(run.total) : u"–"_s);
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
        column(m_layout.statusLeft(), TimelineLayout::kStatus, Qt::AlignHCenter, tr("In progress"));
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

} // namespace fluoroscope
