// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/trace/root_bar.h"

#include "ui/inspector/elided_label.h"
#include "ui/theme/role_label.h"

#include <QHBoxLayout>
#include <QToolButton>

using namespace Qt::StringLiterals;

namespace fluoroscope {

namespace {

constexpr int kWidestStep = 176;

} // namespace

RootBar::RootBar(QWidget* parent)
    : QWidget(parent)
    , m_steps(new QHBoxLayout)
    , m_facts(new RoleLabel(TextRole::Label, Role::Muted))
{
    setAccessibleName(tr("Part of the trace that is shown"));
    m_steps->setSpacing(metrics::grid);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(2 * metrics::grid, 0, metrics::pagePadding, 0);
    layout->setSpacing(3 * metrics::grid);
    layout->addLayout(m_steps);
    layout->addStretch(1);
    layout->addWidget(m_facts);
    setFixedHeight(metrics::headerHeight);
    hide();
}

QString RootBar::facts() const
{
    return m_facts->text();
}

void RootBar::setPath(const QStringList& path, const QString& facts)
{
    m_facts->setText(facts);
    setVisible(!path.isEmpty());
    if (path == m_path) {
        return;
    }
    m_path = path;
    while (QLayoutItem* item = m_steps->takeAt(0)) {
        item->widget()->deleteLater();
        delete item;
    }
    const auto addLink = [this](const QString& text, const QString& hint) {
        auto* link = new QToolButton;
        link->setAutoRaise(true);
        link->setFocusPolicy(Qt::TabFocus);
        link->setText(fontMetrics().elidedText(text, Qt::ElideMiddle, kWidestStep).replace(u'&', u"&&"_s));
        link->setAccessibleName(text);
        link->setToolTip(hint);
        m_steps->addWidget(link);
        return link;
    };
    connect(addLink(tr("Whole trace"), tr("Show the whole trace (Esc)")), &QToolButton::clicked, this,
        &RootBar::wholeRequested);
    for (int step = 0; step < path.size(); ++step) {
        auto* sign = new RoleLabel(TextRole::Content, Role::Faint);
        sign->setText(u"›"_s);
        sign->setMargin(step + 1 == path.size() ? metrics::grid : 0); // a link has some of its own
        m_steps->addWidget(sign);
        if (step + 1 == path.size()) {
            auto* here = new ElidedLabel(TextRole::Strong, Role::Text);
            here->setText(path[step]);
            m_steps->addWidget(here);
        } else {
            connect(addLink(path[step], tr("Show this part (Backspace goes one up)")), &QToolButton::clicked, this,
                [this, step] { emit stepRequested(step); });
        }
    }
}

} // namespace fluoroscope
