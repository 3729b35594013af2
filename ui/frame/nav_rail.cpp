// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/nav_rail.h"

#include "ui/theme/theme.h"

#include <QAbstractButton>
#include <QButtonGroup>
#include <QPainter>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kWidth = 76;
constexpr int kHeight = 56;
constexpr int kIcon = 22;

class RailButton : public QAbstractButton {
public:
    RailButton(QString icon, const QString& text, QWidget* parent)
        : QAbstractButton(parent)
        , m_icon(std::move(icon))
    {
        setText(text);
        setAccessibleName(text);
        setCheckable(true);
        setFocusPolicy(Qt::TabFocus);
        setFixedSize(kWidth, kHeight);
        connect(&Theme::current(), &Theme::changed, this, [this] { update(); });
    }

protected:
    void paintEvent(QPaintEvent*) override
    {
        const Theme& theme = Theme::current();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const bool bright = isChecked() || underMouse();
        painter.setPen(hasFocus() ? QPen(theme.color(Role::Accent), 2) : QPen(Qt::NoPen));
        painter.setBrush(isChecked() ? theme.color(Role::AccentSurface) : QColor(Qt::transparent));
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), metrics::radius, metrics::radius);
        const Role ink = isChecked() ? Role::Accent : bright ? Role::Text : Role::Muted;
        theme.icon(m_icon, ink).paint(&painter, QRect((width() - kIcon) / 2, 2 * metrics::grid, kIcon, kIcon));
        QFont font = theme.font(TextRole::Label);
        font.setWeight(isChecked() ? QFont::DemiBold : QFont::Normal);
        painter.setFont(font);
        painter.setPen(theme.color(ink));
        painter.drawText(rect().adjusted(0, 8 * metrics::grid, 0, 0), Qt::AlignHCenter | Qt::AlignTop, text());
    }

    void enterEvent(QEnterEvent*) override { update(); }
    void leaveEvent(QEvent*) override { update(); }

private:
    QString m_icon;
};

} // namespace

NavRail::NavRail(QWidget* parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
{
    setAccessibleName(tr("Pages"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(2 * metrics::grid, 0, 2 * metrics::grid, 0);
    layout->setSpacing(metrics::grid);
    add(PageKind::Map, u"map"_s, tr("Map"), u"Ctrl+1"_s);
    add(PageKind::Traces, u"traces"_s, tr("Traces"), u"Ctrl+2"_s);
    add(PageKind::Trace, u"timeline"_s, tr("Trace"), u"Ctrl+3"_s);
    setOpenTraces(0);
    layout->addStretch(1);
    connect(m_group, &QButtonGroup::idClicked, this, [this](int id) { emit chosen(PageKind(id)); });
}

void NavRail::add(PageKind page, const QString& icon, const QString& text, const QString& shortcut)
{
    auto* button = new RailButton(icon, text, this);
    button->setToolTip(u"%1 (%2)"_s.arg(text, shortcut));
    m_group->addButton(button, int(page));
    layout()->addWidget(button);
}

void NavRail::setCurrent(PageKind page)
{
    m_group->button(int(page))->setChecked(true);
}

void NavRail::setOpenTraces(int count)
{
    QAbstractButton* button = m_group->button(int(PageKind::Trace));
    button->setText(count > 1 ? tr("Trace · %1").arg(count) : tr("Trace"));
    button->setAccessibleName(count > 1 ? tr("%1 open traces").arg(count) : tr("Trace"));
    button->setVisible(count > 0);
}

} // namespace fluoroscope
