// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/theme/notice.h"

#include "ui/theme/role_label.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace fluoroscope {

namespace {
constexpr int kWidth = 560;
}

Notice::Notice(Place place, QWidget* parent)
    : QWidget(parent)
    , m_title(new RoleLabel(place == Place::Page ? TextRole::Subject : TextRole::Strong, Role::Text, this))
    , m_text(new RoleLabel(TextRole::Content, Role::Muted, this))
    , m_place(place)
    , m_buttons(new QVBoxLayout)
    , m_retry(addButton(tr("Try again")))
{
    const bool onPage = place == Place::Page;
    const Qt::Alignment alignment = onPage ? Qt::AlignHCenter : Qt::AlignLeft;
    m_text->setWordWrap(true);
    m_text->setAlignment(alignment);
    m_text->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* column = new QWidget(this);
    auto* outer = new QHBoxLayout(this);
    outer->setContentsMargins({});
    if (onPage) { // text that wraps is as high as a fixed width makes it
        column->setFixedWidth(kWidth);
        outer->addStretch(1);
        outer->addWidget(column);
        outer->addStretch(1);
    } else {
        outer->addWidget(column);
    }
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins({});
    layout->setSpacing(2 * metrics::grid);
    layout->addStretch(onPage ? 2 : 0);
    layout->addWidget(m_title, 0, alignment);
    layout->addWidget(m_text);
    layout->addSpacing(onPage ? 2 * metrics::grid : 0);
    m_buttons->setSpacing(2 * metrics::grid);
    layout->addLayout(m_buttons);
    layout->addStretch(onPage ? 3 : 1);
    connect(m_retry, &QPushButton::clicked, this, &Notice::retryRequested);
    say({}, {});
}

void Notice::say(const QString& title, const QString& text)
{
    m_title->setText(title);
    m_title->setRole(Role::Text);
    m_title->setVisible(!title.isEmpty());
    m_text->setText(text);
    for (int i = 0; i < m_buttons->count(); ++i) {
        m_buttons->itemAt(i)->widget()->hide();
    }
}

void Notice::sayProblem(const QString& title, const QString& problem)
{
    say(title, problem);
    m_title->setRole(Role::Fault);
    m_retry->show();
}

QString Notice::text() const
{
    return m_text->text();
}

QPushButton* Notice::addButton(const QString& text)
{
    auto* button = new QPushButton(text, this);
    button->hide();
    m_buttons->insertWidget(
        std::max(m_buttons->count() - 1, 0), button, 0, m_place == Place::Page ? Qt::AlignHCenter : Qt::AlignLeft);
    return button;
}

} // namespace fluoroscope
