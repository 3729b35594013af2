// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/totals_bar.h"

#include "core/text/units.h"
#include "ui/inspector/elided_label.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QPainter>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace fluoroscope {

QString totalsText(const SegmentTotals& totals)
{
    const auto tr = [](const char* text) { return QCoreApplication::translate("TotalsBar", text); };
    QStringList parts{totals.count == 1 ? tr("1 segment") : tr("%1 segments").arg(formatCount(totals.count))};
    if (totals.count > totals.pending) {
        parts << tr("total %1").arg(formatDuration(totals.total)) << tr("self %1").arg(formatDuration(totals.self))
              << tr("p50 %1").arg(formatDuration(totals.p50)) << tr("p95 %1").arg(formatDuration(totals.p95));
    }
    const auto add = [&](qint64 count, const char* one, const char* many) {
        if (count > 0) {
            parts << (count == 1 ? tr(one) : tr(many).arg(formatCount(count)));
        }
    };
    add(totals.faults, QT_TRANSLATE_NOOP("TotalsBar", "1 fault"), QT_TRANSLATE_NOOP("TotalsBar", "%1 faults"));
    add(totals.errors, QT_TRANSLATE_NOOP("TotalsBar", "1 error"), QT_TRANSLATE_NOOP("TotalsBar", "%1 errors"));
    add(totals.throttles, QT_TRANSLATE_NOOP("TotalsBar", "1 throttle"), QT_TRANSLATE_NOOP("TotalsBar", "%1 throttles"));
    add(totals.pending, QT_TRANSLATE_NOOP("TotalsBar", "1 in progress"),
        QT_TRANSLATE_NOOP("TotalsBar", "%1 in progress"));
    return parts.join(u" · "_s);
}

TotalsBar::TotalsBar(QWidget* parent)
    : QWidget(parent)
    , m_text(new ElidedLabel(TextRole::Content, Role::Text))
    , m_close(new QToolButton)
{
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_close->setAutoRaise(true);
    m_close->setFocusPolicy(Qt::TabFocus);
    m_close->setAccessibleName(tr("Choose no segments"));
    m_close->setToolTip(tr("Choose no segments (Esc)"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::pagePadding, 0, 2 * metrics::grid, 0);
    layout->setSpacing(2 * metrics::grid);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_close);
    setFixedHeight(metrics::headerHeight);
    connect(m_close, &QToolButton::clicked, this, &TotalsBar::closed);
    connect(&Theme::current(), &Theme::changed, this, &TotalsBar::restyle);
    restyle();
    hide();
}

void TotalsBar::setTotals(const std::optional<SegmentTotals>& totals)
{
    m_text->setText(totals ? totalsText(*totals) : QString());
    setAccessibleName(m_text->text());
    setVisible(totals.has_value());
}

QString TotalsBar::text() const
{
    return m_text->text();
}

void TotalsBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.fillRect(rect(), Theme::current().color(Role::AccentSurface));
    painter.fillRect(QRect(0, 0, width(), 1), Theme::current().color(Role::Line));
}

void TotalsBar::restyle()
{
    m_close->setIcon(Theme::current().icon(u"close"_s));
    update();
}

} // namespace fluoroscope
