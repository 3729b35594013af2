// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/filter/filter_notice.h"

#include "ui/theme/role_label.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QPainter>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {
constexpr int kMostWidth = 720;
}

FilterNotice::FilterNotice(QWidget* bar)
    : QWidget(bar->window())
    , m_bar(bar)
    , m_text(new RoleLabel(TextRole::Content, Role::Text, this))
{
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(3 * metrics::grid, 2 * metrics::grid, 3 * metrics::grid, 2 * metrics::grid);
    layout->addWidget(m_text);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void FilterNotice::say(const QString& message)
{
    if (parentWidget() != m_bar->window()) { // the bar was put into its window later
        setParent(m_bar->window());
    }
    m_text->setText(outcomeMark(Outcome::Fault) + u"  "_s + message);
    const int width = std::min(m_bar->width(), kMostWidth);
    const QPoint place = m_bar->mapTo(m_bar->window(), QPoint(0, m_bar->height() + metrics::grid));
    setGeometry(place.x(), place.y(), width, layout()->heightForWidth(width));
    setAccessibleName(message);
    raise();
    show();
    QAccessibleEvent alert(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&alert);
}

void FilterNotice::dismiss()
{
    hide();
}

void FilterNotice::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.color(Role::Fault));
    painter.setBrush(theme.color(Role::FaultSurface));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radius, metrics::radius);
}

} // namespace fluoroscope
