// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/tool_row.h"

#include "ui/filter/filter_bar.h"
#include "ui/frame/time_entry.h"
#include "ui/theme/theme.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {
constexpr int kHeight = 32;
}

ToolRow::ToolRow(QMenu* spans, QWidget* parent)
    : QWidget(parent)
    , m_back(new QToolButton(this))
    , m_forward(new QToolButton(this))
    , m_live(new QPushButton(this))
    , m_range(new QPushButton(this))
    , m_filter(new FilterBar(this))
    , m_group(new QPushButton(this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(2 * metrics::grid);
    for (QToolButton* button : {m_back, m_forward}) {
        button->setFixedSize(kHeight, kHeight);
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
    }
    for (QPushButton* button : {m_live, m_range}) {
        button->setFixedHeight(kHeight);
        button->setFocusPolicy(Qt::TabFocus);
        layout->addWidget(button);
    }
    layout->addWidget(m_filter, 1);
    layout->addWidget(m_group);
    m_group->setFixedHeight(kHeight);
    m_group->setFocusPolicy(Qt::TabFocus);
    m_group->setLayoutDirection(Qt::RightToLeft); // the arrow behind the name
    m_group->setToolTip(tr("The group of traces that every page shows"));
    connect(m_group, &QPushButton::clicked, this, &ToolRow::groupsRequested);

    m_back->setAccessibleName(tr("Back"));
    m_back->setToolTip(tr("Back (Alt+Left)"));
    m_forward->setAccessibleName(tr("Forward"));
    m_forward->setToolTip(tr("Forward (Alt+Right)"));
    m_range->setMenu(spans);
    connect(m_back, &QToolButton::clicked, this, &ToolRow::backRequested);
    connect(m_forward, &QToolButton::clicked, this, &ToolRow::forwardRequested);
    connect(m_live, &QPushButton::clicked, this, &ToolRow::liveToggled);
    connect(&Theme::current(), &Theme::changed, this, &ToolRow::restyle);
    setHistory(false, false);
    setScope({});
    restyle();
}

void ToolRow::setHistory(bool canGoBack, bool canGoForward)
{
    m_back->setEnabled(canGoBack);
    m_forward->setEnabled(canGoForward);
}

void ToolRow::setScope(const Scope& scope)
{
    m_isLive = scope.isLive();
    tellLive();
    m_range->setText(scope.label());
    m_range->setAccessibleName(tr("Time range: %1").arg(scope.label()));
    m_range->setToolTip(scope.fixed && scope.fixed->begin != Timestamp::min()
            ? u"%1 – %2"_s.arg(utcText(scope.fixed->begin), utcText(scope.fixed->end))
            : tr("Which traces are shown, by their start"));
    m_filter->setFilter(scope.filterText);
    m_group->setText(scope.group.isEmpty() ? tr("Default") : scope.group);
    m_group->setAccessibleName(tr("Group: %1").arg(m_group->text()));
    restyle();
}

void ToolRow::setReceiving(bool receiving)
{
    if (receiving != m_isReceiving) {
        m_isReceiving = receiving;
        tellLive();
        restyle();
    }
}

void ToolRow::tellLive()
{
    if (m_isReceiving) {
        m_live->setText(m_isLive ? tr("Live") : tr("Paused"));
        m_live->setToolTip(m_isLive ? tr("What arrives is shown at once. Pause (Ctrl+L)")
                                    : tr("What is shown stands still; receiving goes on. Go live (Ctrl+L)"));
    } else {
        m_live->setText(m_isLive ? tr("Following") : tr("Paused"));
        m_live->setToolTip(m_isLive
                ? tr("Nothing is received into this file; what is added to it is shown. Pause (Ctrl+L)")
                : tr("What is shown stands still. Follow the file (Ctrl+L)"));
    }
}

QPoint ToolRow::rangeCorner() const
{
    return m_range->mapToGlobal(QPoint(0, m_range->height()));
}

void ToolRow::popUpGroups(QMenu* menu)
{
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const int width = menu->sizeHint().width();
    menu->popup(m_group->mapToGlobal(QPoint(m_group->width() - width, m_group->height())));
}

void ToolRow::setGroupsShown(bool shown)
{
    m_group->setVisible(shown);
}

void ToolRow::restyle()
{
    m_group->setIcon(Theme::current().icon(u"chevron-down"_s));
    const Theme& theme = Theme::current();
    m_back->setIcon(theme.icon(u"back"_s));
    m_forward->setIcon(theme.icon(u"forward"_s));
    const Role role = m_isLive && m_isReceiving ? Role::Ok : Role::Muted;
    m_live->setIcon(theme.icon(m_isLive ? u"live"_s : u"pause"_s, role));
    m_live->setFont(theme.font(TextRole::Strong));
    QPalette ink = m_live->palette();
    ink.setColor(QPalette::ButtonText, theme.color(role));
    m_live->setPalette(ink);
    // What is beside them stands still while they change.
    const auto widen = [](QPushButton* button, const QStringList& texts) {
        const auto widthOf = [button](const QString& text) {
            return button->fontMetrics().size(Qt::TextShowMnemonic, text).width(); // as its size hint counts
        };
        int most = 0;
        for (const QString& text : texts) {
            most = std::max(most, widthOf(text));
        }
        button->setMinimumWidth(button->sizeHint().width() - widthOf(button->text()) + most);
    };
    widen(m_live, {m_isReceiving ? tr("Live") : tr("Following"), tr("Paused")});
    widen(m_range, {Scope().label(), u"00:00:00 – 00:00:00"_s});
}

} // namespace fluoroscope
