// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/find_bar.h"

#include "core/text/units.h"
#include "ui/theme/role_label.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {
constexpr int kMostWidth = 360;
}

FindBar::FindBar(QWidget* parent)
    : QWidget(parent)
    , m_edit(new QLineEdit(this))
    , m_count(new RoleLabel(TextRole::Label, Role::Muted, this))
    , m_previous(new QToolButton(this))
    , m_next(new QToolButton(this))
    , m_close(new QToolButton(this))
{
    m_edit->setPlaceholderText(tr("Name, URL, annotation, error, SQL…"));
    m_edit->setAccessibleName(tr("Find in this trace"));
    m_edit->setMaximumWidth(kMostWidth);
    m_edit->setFixedHeight(metrics::rowHeight);
    m_previous->setAccessibleName(tr("Previous match"));
    m_previous->setToolTip(tr("Previous match (Shift+N)"));
    m_next->setAccessibleName(tr("Next match"));
    m_next->setToolTip(tr("Next match (N)"));
    m_close->setAccessibleName(tr("Close the search"));
    m_close->setToolTip(tr("Close the search (Esc)"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::pagePadding, metrics::grid, metrics::grid * 2, metrics::grid);
    layout->setSpacing(2 * metrics::grid);
    layout->addWidget(m_edit, 1);
    layout->addWidget(m_previous);
    layout->addWidget(m_next);
    layout->addWidget(m_count);
    layout->addStretch(1);
    layout->addWidget(m_close);
    for (QToolButton* button : {m_previous, m_next, m_close}) {
        button->setAutoRaise(true);
        button->setFocusPolicy(Qt::TabFocus);
    }
    connect(m_edit, &QLineEdit::textChanged, this, &FindBar::wordsChanged);
    connect(m_previous, &QToolButton::clicked, this, [this] { emit nextRequested(false); });
    connect(m_next, &QToolButton::clicked, this, [this] { emit nextRequested(true); });
    connect(m_close, &QToolButton::clicked, this, &FindBar::closed);
    connect(&Theme::current(), &Theme::changed, this, &FindBar::restyle);
    restyle();
    setMatches(-1, 0);
    hide();
}

QString FindBar::words() const
{
    return m_edit->text();
}

void FindBar::start()
{
    show();
    m_edit->setFocus();
    m_edit->selectAll();
}

void FindBar::setMatches(qsizetype at, qsizetype count)
{
    m_previous->setEnabled(count > 0);
    m_next->setEnabled(count > 0);
    m_count->setRole(count == 0 ? Role::Fault : Role::Muted);
    m_count->setText(m_edit->text().trimmed().isEmpty() ? QString()
            : count == 0                                ? tr("no match")
            : at < 0                                    ? tr("%1 matches").arg(formatCount(count))
                                                        : tr("%1 of %2").arg(formatCount(at + 1), formatCount(count)));
}

void FindBar::keyPressEvent(QKeyEvent* event)
{
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        emit nextRequested(!event->modifiers().testFlag(Qt::ShiftModifier));
        emit left();
    } else if (event->key() == Qt::Key_Escape) {
        emit closed();
    } else {
        QWidget::keyPressEvent(event);
    }
}

void FindBar::restyle()
{
    m_previous->setIcon(Theme::current().icon(u"back"_s));
    m_next->setIcon(Theme::current().icon(u"forward"_s));
    m_close->setIcon(Theme::current().icon(u"close"_s));
}

} // namespace fluoroscope
