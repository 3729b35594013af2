// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "ui/frame/page_message.h"

#include "ui/theme/role_label.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace fluoroscope {

namespace {
constexpr int kWidth = 560;
}

PageMessage::PageMessage(QWidget* parent)
    : QWidget(parent)
    , m_title(new RoleLabel(TextRole::Subject, Role::Text, this))
    , m_text(new RoleLabel(TextRole::Content, Role::Muted, this))
    , m_unfiltered(new QPushButton(tr("Clear the filter"), this))
    , m_all(new QPushButton(tr("Show all"), this))
    , m_retry(new QPushButton(tr("Try again"), this))
{
    m_text->setWordWrap(true);
    m_text->setAlignment(Qt::AlignHCenter);
    auto* column = new QWidget(this); // whose width is fixed: text that wraps is as high as that makes it
    column->setFixedWidth(kWidth);
    auto* outer = new QHBoxLayout(this);
    outer->setContentsMargins({});
    outer->addStretch(1);
    outer->addWidget(column);
    outer->addStretch(1);
    auto* layout = new QVBoxLayout(column);
    layout->setContentsMargins({});
    layout->setSpacing(2 * metrics::grid);
    layout->addStretch(2);
    layout->addWidget(m_title, 0, Qt::AlignHCenter);
    layout->addWidget(m_text);
    layout->addSpacing(2 * metrics::grid);
    layout->addWidget(m_unfiltered, 0, Qt::AlignHCenter);
    layout->addWidget(m_all, 0, Qt::AlignHCenter);
    layout->addWidget(m_retry, 0, Qt::AlignHCenter);
    layout->addStretch(3);
    connect(m_unfiltered, &QPushButton::clicked, this, &PageMessage::unfilteredRequested);
    connect(m_all, &QPushButton::clicked, this, &PageMessage::allRequested);
    connect(m_retry, &QPushButton::clicked, this, &PageMessage::retryRequested);
    set({}, {}, false);
}

void PageMessage::set(const QString& title, const QString& text, bool problem)
{
    m_loading = false;
    m_title->setText(title);
    m_title->setRole(problem ? Role::Fault : Role::Text);
    m_text->setText(text);
    m_unfiltered->hide();
    m_all->hide();
    m_retry->setVisible(problem);
}

void PageMessage::showLoading()
{
    set({}, tr("Loading…"), false);
    m_loading = true;
}

void PageMessage::showNothing(const QString& range, bool filtered, bool offerAll)
{
    if (filtered) {
        set(tr("No matching traces"), tr("No trace that started in this range meets the filter: %1.").arg(range),
            false);
    } else {
        set(tr("No traces"), tr("No trace of this session started in: %1.").arg(range), false);
    }
    m_unfiltered->setVisible(filtered);
    m_all->setVisible(offerAll);
}

void PageMessage::showProblem(const QString& problem)
{
    set(tr("This could not be read"), problem, true);
}

} // namespace fluoroscope
