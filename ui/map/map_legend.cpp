// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/map/map_legend.h"

#include "ui/map/map_ring.h"
#include "ui/theme/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QRadioButton>
#include <QToolButton>
#include <array>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kLine = 28; // height of the closed legend
constexpr int kRow = 24; // of the card
constexpr int kPadding = 12;
constexpr int kSample = 28; // width of what is explained
constexpr int kGap = 12;
constexpr std::array kOutcomes{Outcome::Ok, Outcome::Error, Outcome::Fault, Outcome::Throttle};

QString tr(const char* text)
{
    return QCoreApplication::translate("Map", text);
}

QString outcomeText(Outcome outcome)
{
    return outcome == Outcome::Ok   ? tr("OK")
        : outcome == Outcome::Error ? tr("Error 4xx")
        : outcome == Outcome::Fault ? tr("Fault 5xx")
                                    : tr("Throttle 429");
}

QFontMetricsF labelMetrics()
{
    return QFontMetricsF(Theme::current().font(TextRole::Label));
}

qreal lineWidth()
{
    qreal width = 0;
    for (const Outcome outcome : kOutcomes) {
        width += 16 + labelMetrics().horizontalAdvance(outcomeText(outcome)) + 20;
    }
    return width;
}

// Below the outcomes: a rim, a line, a weight.
enum class Sign : std::uint8_t { Inferred, Linked, Weight };

struct Row {
    Sign sign;
    QString text;
};

std::array<Row, 3> rows()
{
    return {{{Sign::Inferred, tr("Dashed rim: inferred from its callers")},
        {Sign::Linked, tr("Dashed line: linked traces")}, {Sign::Weight, tr("Thicker line: more traffic")}}};
}

qreal cardWidth()
{
    qreal width = 0;
    for (const Row& row : rows()) {
        width = std::max(width, labelMetrics().horizontalAdvance(row.text));
    }
    return std::ceil(width) + kSample + kGap + 2 * kPadding;
}

void paintSign(QPainter& painter, const QRectF& rect, Sign sign)
{
    const QColor ink = Theme::current().color(Role::Faint);
    painter.setBrush(Qt::NoBrush);
    if (sign == Sign::Inferred) {
        QPen rim(ink, 1);
        rim.setDashPattern({3, 3});
        painter.setPen(rim);
        painter.drawEllipse(rect.center(), 9, 9);
        return;
    }
    QPen line(ink, 1.5);
    if (sign == Sign::Linked) {
        line.setDashPattern({4, 3});
    }
    painter.setPen(line);
    const qreal y = rect.center().y();
    if (sign == Sign::Linked) {
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y));
        return;
    }
    painter.drawLine(QPointF(rect.left(), y - 4), QPointF(rect.right(), y - 4));
    painter.setPen(QPen(ink, 3.5));
    painter.drawLine(QPointF(rect.left(), y + 4), QPointF(rect.right(), y + 4));
}

} // namespace

MapLegend::MapLegend(QWidget* parent)
    : QWidget(parent)
    , m_toggle(new QToolButton(this))
    , m_byNothing(new QRadioButton(tr("Nothing"), this))
    , m_byTraffic(new QRadioButton(tr("Traffic"), this))
{
    setAccessibleName(tr("Legend"));
    setCursor(Qt::ArrowCursor);
    m_toggle->setAutoRaise(true);
    m_toggle->setCheckable(true);
    m_toggle->setFocusPolicy(Qt::NoFocus); // the map itself has the keys
    m_toggle->setText(tr("Legend"));
    m_toggle->setToolTip(tr("Legend (L)"));
    connect(m_toggle, &QToolButton::clicked, this, [this](bool open) {
        setOpen(open);
        emit toggled(open);
    });
    m_byNothing->setChecked(true);
    m_byNothing->setAccessibleName(tr("Node size by nothing"));
    m_byTraffic->setAccessibleName(tr("Node size by traffic"));
    m_byTraffic->setToolTip(tr("Node size by traffic (T)"));
    connect(m_byNothing, &QRadioButton::clicked, this, [this] { emit sizingChosen(MapSizing::Nothing); });
    connect(m_byTraffic, &QRadioButton::clicked, this, [this] { emit sizingChosen(MapSizing::Traffic); });
    const auto restyle = [this] {
        for (QWidget* widget : std::initializer_list<QWidget*>{m_toggle, m_byNothing, m_byTraffic}) {
            widget->setFont(Theme::current().font(TextRole::Label));
        }
        layOut();
        update();
    };
    connect(&Theme::current(), &Theme::changed, this, restyle);
    restyle();
}

void MapLegend::setOpen(bool open)
{
    m_toggle->setChecked(open);
    if (open != m_open) {
        m_open = open;
        layOut();
        emit resized();
    }
}

void MapLegend::setSizing(MapSizing sizing)
{
    (sizing == MapSizing::Traffic ? m_byTraffic : m_byNothing)->setChecked(true);
}

void MapLegend::setRoom(int width)
{
    const bool before = isFolded();
    m_room = width;
    if (isFolded() != before) {
        layOut();
        update();
    }
}

bool MapLegend::isFolded() const
{
    return !m_open && qCeil(lineWidth()) + m_toggle->sizeHint().width() + 4 > m_room;
}

void MapLegend::layOut()
{
    m_byNothing->setVisible(m_open);
    m_byTraffic->setVisible(m_open);
    if (!m_open) {
        m_toggle->resize(m_toggle->sizeHint().width(), kLine - 4);
        resize((isFolded() ? 0 : qCeil(lineWidth())) + m_toggle->width() + 4, kLine);
        m_toggle->move(width() - m_toggle->width() - 2, 2);
        return;
    }
    const int count = static_cast<int>(kOutcomes.size() + rows().size()) + 2;
    resize(qCeil(cardWidth()), 2 * kPadding + count * kRow);
    m_toggle->setGeometry(kPadding / 2, kPadding, m_toggle->sizeHint().width(), kLine - 4);
    const int top = height() - kPadding - kRow;
    const int left = kPadding + qCeil(labelMetrics().horizontalAdvance(tr("Node size by"))) + kGap;
    m_byNothing->setGeometry(left, top, m_byNothing->sizeHint().width(), kRow);
    m_byTraffic->setGeometry(m_byNothing->geometry().right() + kGap, top, m_byTraffic->sizeHint().width(), kRow);
}

void MapLegend::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(m_open ? theme.color(Role::Line) : QColor(Qt::transparent));
    painter.setBrush(theme.color(Role::Surface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radius, metrics::radius);
    if (!m_open) {
        if (!isFolded()) {
            paintMapLegend(painter, rect());
        }
        return;
    }
    painter.setFont(theme.font(TextRole::Label));
    QRectF row(kPadding, kPadding, width() - 2 * kPadding, kRow);
    const auto write = [&](const QRectF& rect, const QString& text, Role role) {
        painter.setPen(theme.color(role));
        painter.drawText(rect, Qt::AlignVCenter | Qt::TextSingleLine, text);
    };
    for (const Outcome outcome : kOutcomes) {
        row.translate(0, kRow);
        paintRingSample(painter, {row.left(), row.top(), kSample, kRow}, outcome);
        write(row.adjusted(kSample + kGap, 0, 0, 0), outcomeMark(outcome) + u' ' + outcomeText(outcome), Role::Text);
    }
    for (const Row& entry : rows()) {
        row.translate(0, kRow);
        paintSign(painter, {row.left(), row.top(), kSample, kRow}, entry.sign);
        write(row.adjusted(kSample + kGap, 0, 0, 0), entry.text, Role::Text);
    }
    row.translate(0, kRow);
    write(row, tr("Node size by"), Role::Muted);
}

// What lies under the legend is not meant by a click on it.
// What a choice has no use for is not meant for the map either.
void MapLegend::keyPressEvent(QKeyEvent* event)
{
    event->setAccepted(event->key() != Qt::Key_Escape);
}

void MapLegend::mousePressEvent(QMouseEvent* event)
{
    event->accept();
}

void paintMapLegend(QPainter& painter, const QRectF& rect)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(Theme::current().font(TextRole::Label));
    const QFontMetricsF metrics(painter.font());
    qreal x = rect.left();
    for (const Outcome outcome : kOutcomes) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::current().outcome(outcome));
        painter.drawEllipse(QPointF(x + 4, rect.center().y()), 4, 4);
        painter.setPen(Theme::current().color(Role::Muted));
        painter.drawText(
            QPointF(x + 16, rect.center().y() + (metrics.ascent() - metrics.descent()) / 2), outcomeText(outcome));
        x += 16 + metrics.horizontalAdvance(outcomeText(outcome)) + 20;
    }
    painter.restore();
}

} // namespace fluoroscope
